"""A suction cup's hold is as strong and as steady in every engine, and is restored on the way as it was."""

from __future__ import annotations

import numpy as np
import pytest

from envs.task.spec import SceneSpec
from envs.worlds import WORLDS, make_world
from envs.worlds.state import WorldState
from envs.worlds.world import World
from kpam.transforms import Array, rotation_angle
from tests.envs.worlds.conftest import block, placed
from tests.envs.worlds.cup import EDGE, SUCK, X, Y, at_cup, in_hand, move, take

FIRST, *OTHERS = WORLDS


def slip(state: WorldState) -> tuple[float, float]:
    """Return how far what is held is from where it was taken hold of: metres, radians."""
    held = state.robot.sucked
    assert held is not None
    T, T_held = in_hand(state), held.T_hand_link
    return float(np.linalg.norm(T[:3, 3] - T_held[:3, 3])), rotation_angle(T[:3, :3], T_held[:3, :3])


def test_a_cup_carries_five_kilograms(sucking):
    heavy = block(size=(0.1, 0.1, EDGE), mass=5.0)
    world = sucking([placed("b", heavy, X, Y)], [heavy])
    take(world)
    move(world, at_cup(0.5, -0.1, 0.2), SUCK, 240)
    state = world.state()
    assert state.objects["b"].pose[2, 3] > 0.12
    assert slip(state)[0] < 1e-3
    assert slip(state)[1] < 0.01


def test_a_cup_carries_a_bar_by_its_end(sucking):
    bar = block(size=(0.3, 0.04, EDGE), mass=1.0)
    world = sucking([placed("b", bar, X + 0.12, Y)], [bar])
    take(world)
    move(world, at_cup(0.4, -0.1, 0.2), SUCK, 240)
    state = world.state()
    assert state.objects["b"].pose[2, 3] > 0.12
    assert slip(state)[0] < 1e-3
    assert slip(state)[1] < 0.01


@pytest.mark.parametrize("mass", [0.01, 0.04, 0.3])
@pytest.mark.parametrize(("x", "z"), [(X + 0.08, EDGE + 0.1), (X, EDGE - 0.02)], ids=["wall", "table"])
def test_what_was_pressed_against_something_is_back_in_its_place(sucking, mass, x, z):
    """The arm presses what the cup holds 2 to 4 cm into a wall or the table, and goes back."""
    b, wall = block(mass=mass), block(size=(0.04, 0.2, 0.3)).model_copy(update={"fixed_base": True, "category": "wall"})
    world = sucking([placed("b", b, X, Y, yaw=0.3), placed("wall", wall, X + 0.12, Y - 0.05)], [b, wall])
    take(world)
    for goal, steps in (((X, EDGE + 0.1), 120), ((x, z), 120), ((X, EDGE + 0.1), 120)):
        move(world, at_cup(goal[0], Y, goal[1]), SUCK, steps)
        world.step(30)
        state = world.state()
        assert slip(state)[1] < 0.4, "it rattles and does not turn round"
        assert np.abs(state.robot.velocities).max() < 0.5, "nor does it shake the arm"
    world.step(60)
    state = world.state()
    assert slip(state)[0] < 5e-4
    assert slip(state)[1] < 2e-3
    assert np.linalg.norm(state.objects["b"].velocities["base"]) < 0.02


@pytest.mark.parametrize("engine", OTHERS)
@pytest.mark.parametrize(("mass", "size"), [(0.02, (0.03, 0.03)), (0.2, (0.04, 0.04)), (2.0, (0.15, 0.1))])
def test_what_is_carried_is_where_it_is_in_the_other_all_the_way(engine, mass, size):
    b = block(size=(*size, EDGE), mass=mass)
    scene = SceneSpec(robot="panda_suction", objects=(placed("b", b, X, Y),))
    ways = [_carried(make_world(name, scene, {b.id: b})) for name in (FIRST, engine)]
    for one, other in zip(*ways, strict=True):
        assert np.linalg.norm(one[:3, 3] - other[:3, 3]) < 1.5e-3
        assert rotation_angle(one[:3, :3], other[:3, :3]) < 0.02


def _carried(world: World) -> list[Array]:
    """Return where in the hand a block is, every 10 physics steps of a quick motion."""
    take(world)
    found: list[Array] = []
    begin, end = at_cup(X, Y, EDGE + 0.001), at_cup(0.5, -0.2, 0.3)
    for k in range(12):
        move(world, begin + (end - begin) * (k + 1) / 12, SUCK, 10)
        found.append(in_hand(world.state()))
    world.close()
    return found


def test_a_thing_that_is_being_carried_goes_on_bit_for_bit_after_restores(sucking):
    b = block(mass=0.05)
    objects = [placed("b", b, X, Y, yaw=0.3), placed("c", b, 0.5, -0.1)]
    world, other = sucking(objects, [b]), sucking(objects, [b])
    take(world)
    begin, end = at_cup(X, Y, EDGE + 0.001), at_cup(0.5, -0.1, EDGE + 0.03)
    move(world, begin + (end - begin) / 2, SUCK, 40)
    saved = world.state()
    assert np.linalg.norm(saved.objects["b"].velocities["base"][:3]) > 0.05, "it is on its way"
    vectors = []
    for target in (world, other, world):
        target.restore(saved)
        # It comes down askew on the other block.
        move(target, end, SUCK, 60)
        assert slip(target.state())[0] < 0.03
        vectors.append(target.state().vector())
    assert np.array_equal(vectors[0], vectors[1])
    assert np.array_equal(vectors[0], vectors[2])
