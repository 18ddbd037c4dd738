"""What verification varies, the step, the iterations, friction and mass, is what every engine computes with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from envs.task.spec import SceneSpec
from envs.worlds import WORLDS, make_world
from envs.worlds.physics import Physics
from envs.worlds.state import WorldState
from envs.worlds.world import PHYSICS_HZ, World
from kpam.transforms import rotation_angle
from tests.envs.worlds.conftest import block, jointed, placed

Build = Callable[..., World]


@pytest.fixture(params=sorted(WORLDS))
def build(request) -> Iterator[Build]:
    made: list[World] = []

    def make(objects, assets, physics: Physics) -> World:
        scene = SceneSpec(objects=tuple(objects))
        made.append(make_world(request.param, scene, {asset.id: asset for asset in assets}, physics))
        return made[-1]

    yield make
    for world in made:
        world.close()


def slid(build: Build, physics: Physics) -> float:
    """Return how far a block slides that sets out at 0.8 m/s, in metres."""
    b = block(size=(0.06, 0.06, 0.02))
    world = build([placed("b", b, 0.4, 0.3)], [b], physics)
    state = world.state()
    moving = replace(state.objects["b"], velocities={"base": np.array([0.8, 0, 0, 0, 0, 0])})
    world.restore(replace(state, objects={"b": moving}))
    world.step(PHYSICS_HZ)
    return float(world.state().objects["b"].pose[0, 3]) - 0.4


def fallen(build: Build, physics: Physics, steps: int = 24) -> WorldState:
    b = block()
    world = build([placed("b", b, 0.4, 0.3, z=0.5)], [b], physics)
    world.step(steps)
    return world.state()


def test_ticks_halve_the_step_and_not_the_time(build):
    whole, half = fallen(build, Physics()), fallen(build, Physics(ticks=2))
    assert whole.time == half.time == pytest.approx(0.1)
    # Semi-implicit steps of h fall too far by g h t / 2; an engine may take several of them to a tick.
    exact = 9.81 * 0.1**2 / 2
    errors = [0.5 - float(state.objects["b"].pose[2, 3]) - exact for state in (whole, half)]
    assert 0.0 < errors[0] < 1.02 * 9.81 * 0.1 / PHYSICS_HZ / 2
    assert errors[1] == pytest.approx(errors[0] / 2, rel=0.02)


@pytest.mark.parametrize("physics", [Physics(ticks=4), Physics(iterations=2)])
def test_contacts_are_as_heavy_at_every_step_and_number_of_iterations(build, physics):
    b = block(mass=0.3)
    world = build([placed("b", b, 0.4, 0.3)], [b], physics)
    world.step(PHYSICS_HZ // 2)
    assert sum(contact.force for contact in world.contacts()) == pytest.approx(0.3 * 9.81, rel=0.03)


@pytest.mark.parametrize("friction", [0.5, 2.0])
def test_friction_scales_how_far_things_slide(build, friction):
    assert slid(build, Physics(friction=friction)) == pytest.approx(slid(build, Physics()) / friction, rel=0.15)


def test_mass_scales_what_is_free_and_leaves_what_is_bolted(build):
    b, a = block(mass=0.3), jointed(friction=1.2)
    objects = [placed("b", b, 0.4, 0.3), placed("post", a, 0.65, 0.0, joints={"hinge": 0.2})]
    world = build(objects, [b, a], Physics(mass=2.0))
    world.step(PHYSICS_HZ // 2)
    state = world.state()
    assert [contact.force for contact in state.contacts] == [pytest.approx(0.6 * 9.81, rel=0.03)]
    # Twice as heavy, the arm of 0.98 N m would overcome a friction of 1.2 N m.
    assert state.objects["post"].joints["hinge"] == pytest.approx(0.12, abs=1e-3)


def test_iterations_change_how_exactly_a_loaded_stack_is_solved_and_not_what_it_does(build):
    b, heavy = block(mass=0.1), block(mass=2.0).model_copy(update={"category": "heavy"})
    objects = [placed(f"b{k}", b, 0.4, 0.3, z=0.04 * k + 1e-4, yaw=0.1 * k) for k in range(3)]
    ends = []
    for iterations in (1, 4):
        world = build([*objects, placed("top", heavy, 0.4, 0.3, z=0.1204)], [b, heavy], Physics(iterations=iterations))
        world.step(PHYSICS_HZ)
        ends.append(world.state())
    assert not np.array_equal(ends[0].vector(), ends[1].vector())
    for name in ("b0", "b1", "b2", "top"):
        one, other = (state.objects[name].pose for state in ends)
        assert np.linalg.norm(one[:3, 3] - other[:3, 3]) < 2e-3
        assert rotation_angle(one[:3, :3], other[:3, :3]) < np.radians(2)


@pytest.mark.parametrize("physics", [Physics(ticks=2, iterations=2, friction=0.7, mass=1.5)])
def test_two_restores_continue_bit_for_bit_in_other_physics_too(build, physics):
    b = block()
    world = build([placed("b", b, 0.4, 0.3, z=0.02), placed("c", b, 0.41, 0.31, z=0.07)], [b], physics)
    world.step(9)
    saved, vectors = world.state(), []
    for _ in range(2):
        world.restore(saved)
        world.step(60)
        vectors.append(world.state().vector())
    assert np.array_equal(*vectors)
