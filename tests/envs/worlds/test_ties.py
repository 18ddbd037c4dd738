"""A rope of tied beads holds together, comes to rest, follows what drags it, and is restored as it was."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from envs.assets.model import AssetModel, Link, Sphere
from envs.pose import Pose
from envs.robots import panda
from envs.task.spec import SceneSpec, Tie
from envs.worlds import WORLDS, make_world
from kpam.transforms import apply
from tests.envs.worlds.conftest import block, placed
from tests.envs.worlds.cup import OPEN, SUCK, at_cup, move

RADIUS, GAP, BEADS = 0.005, 0.0125, 20
X, Y = 0.4, 0.1


def bead(radius: float = RADIUS) -> AssetModel:
    mass, centre = 0.004, (0.0, 0.0, radius)
    moment = 0.4 * mass * radius * radius
    link = Link(
        name="base",
        shapes=(Sphere(radius=radius, pose=Pose(position=centre)),),
        mass=mass,
        centre_of_mass=centre,
        inertia=(moment, moment, moment, 0, 0, 0),
    )
    return AssetModel(
        category="bead",
        instance=0,
        description="",
        fixed_base=False,
        links=(link,),
        size=(2 * radius,) * 3,
        centre=centre,
        rolling_damping=10.0,
    )


HALF = (GAP / 2, 0.0, RADIUS)
OTHER_HALF = (-GAP / 2, 0.0, RADIUS)
NAMES = tuple(f"bead_{k}" for k in range(BEADS))
ROPE = SceneSpec(
    robot="panda_suction",
    objects=tuple(placed(name, bead(), X + k * GAP, Y, z=5e-4) for k, name in enumerate(NAMES)),
    ties=tuple(
        Tie(first=first, second=second, first_point=HALF, second_point=OTHER_HALF) for first, second in pairwise(NAMES)
    ),
)


@pytest.fixture(params=sorted(WORLDS))
def world(request):
    made = make_world(request.param, ROPE, {bead().id: bead()})
    yield made
    made.close()


def centres(state) -> np.ndarray:
    return np.array([apply(state.objects[name].pose, (0.0, 0.0, RADIUS)) for name in NAMES])


def stretch(state) -> float:
    """Return how far the two points of the worst tie are apart, metres."""
    poses = [state.objects[name].pose for name in NAMES]
    gaps = [np.linalg.norm(apply(a, HALF) - apply(b, OTHER_HALF)) for a, b in pairwise(poses)]
    return float(max(gaps))


def fastest(state) -> float:
    return max(float(np.linalg.norm(item.velocities["base"][:3])) for item in state.objects.values())


def drag(world) -> list:
    """Take the first bead, draw it in a bend beside the rope, let go; returns the states on the way."""
    states = []
    for q, width in (
        (at_cup(X, Y, 0.08), OPEN),
        (at_cup(X, Y, 2 * RADIUS + 0.001), OPEN),
        (at_cup(X, Y, 2 * RADIUS + 0.002), SUCK),
        (at_cup(X + 0.05, Y - 0.1, 0.03), SUCK),
        (at_cup(X + 0.15, Y - 0.25, 2 * RADIUS + 0.003), SUCK),
        (at_cup(X + 0.15, Y - 0.25, 0.08), OPEN),
    ):
        for part in (0.25, 0.5, 0.75, 1.0):
            begin = world.state(contacts=False).robot.targets[:7]
            move(world, begin + (q - begin) * part, width, 30)
            states.append(world.state())
    return states


def test_a_rope_that_lies_straight_stays_where_it_is(world):
    world.step(240)
    before = world.state()
    world.step(240)
    after = world.state()
    assert stretch(after) < 2e-4
    assert np.abs(centres(after) - centres(before)).max() < 5e-4
    assert fastest(after) < 1e-3


def test_a_rope_that_is_dragged_by_an_end_follows_and_holds_together(world):
    world.step(60)
    states = drag(world)
    assert any(state.robot.sucked is not None and state.robot.sucked.object == "bead_0" for state in states)
    assert max(stretch(state) for state in states) < GAP / 3
    points = centres(states[-1])
    assert np.linalg.norm(points[0, :2] - [X + 0.15, Y - 0.25]) < 0.02
    assert np.linalg.norm(points[5, :2] - [X + 5 * GAP, Y]) > 0.05
    assert np.abs(points[:, 2] - RADIUS).max() < 2e-3


def test_tied_neighbours_do_not_fold_into_one_another(world):
    world.step(60)
    for state in drag(world):
        apart = np.linalg.norm(np.diff(centres(state), axis=0), axis=1)
        assert apart.min() > 2 * RADIUS - 1e-3
        assert apart.max() < GAP + 1e-3


def test_a_rope_that_was_dragged_comes_to_rest(world):
    world.step(60)
    drag(world)
    world.step(240)
    before = world.state()
    world.step(120)
    after = world.state()
    assert np.abs(centres(after) - centres(before)).max() < 2e-3


def test_two_restores_of_a_dragged_rope_continue_bit_for_bit(world):
    world.step(60)
    drag(world)
    saved = world.state()
    vectors = []
    for _ in range(2):
        world.restore(saved)
        move(world, at_cup(X, Y, 0.1), OPEN, 40)
        vectors.append(world.state().vector())
    assert np.array_equal(*vectors)


@pytest.mark.parametrize("engine", sorted(WORLDS))
def test_a_thing_may_be_tied_to_what_is_bolted_down(engine):
    post = block(size=(0.04, 0.04, 0.2)).model_copy(update={"fixed_base": True, "category": "post"})
    pendulum = block(mass=0.1)
    scene = SceneSpec(
        objects=(placed("post", post, 0.5, 0.0), placed("b", pendulum, 0.56, 0.0, z=0.14)),
        ties=(Tie(first="post", second="b", first_point=(0.03, 0, 0.2), second_point=(-0.03, 0, 0.06)),),
    )
    made = make_world(engine, scene, {post.id: post, pendulum.id: pendulum})
    made.set_targets(panda.HOME)
    made.step(240)
    state = made.state()
    made.close()
    assert np.linalg.norm(apply(state.objects["b"].pose, (-0.03, 0, 0.06)) - [0.53, 0, 0.2]) < 2e-3
    assert state.objects["b"].pose[2, 3] > 0.08
