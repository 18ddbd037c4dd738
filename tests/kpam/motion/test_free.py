from itertools import pairwise

import numpy as np
import pytest

from envs.robots import panda
from kpam.constraints import AxisParallel, PointToPoint
from kpam.errors import MotionError
from kpam.motion import free
from kpam.motion.collision import CollisionModel, Obstacle
from kpam.motion.free import plan_free
from kpam.motion.timing import time_path
from kpam.problem import KeypointProblem
from kpam.solver import solve_all
from kpam.transforms import transform

WALL = Obstacle("wall", "box", (0.3, 0.04, 0.6), transform((0.5, 0.0, 0.3)))


@pytest.fixture(scope="module")
def sides(arm):
    """Configurations with the hand low on either side of the wall."""
    model = CollisionModel(arm, [WALL])
    ends = []
    for y in (0.25, -0.25):
        constraints = (
            PointToPoint("meet", panda.TOOL_POINTS["grasp"], (0.5, y, 0.1)),
            AxisParallel("down", (0, 0, 1), (0, 0, -1)),
        )
        solutions = solve_all(KeypointProblem(constraints, np.array(panda.HOME[:7])), arm)
        ends.append(next(s.q for s in solutions if model.clear(s.q)))
    return ends


def assert_clear(model, path):
    for a, b in pairwise(path):
        for share in np.linspace(0, 1, 1 + int(np.max(np.abs(b - a)) / 0.004)):
            assert model.clear(a + share * (b - a)), model.what_collides(a + share * (b - a))


def test_what_is_clear_is_crossed_straight(arm, sides):
    path = plan_free(arm, CollisionModel(arm, []), *sides)
    np.testing.assert_array_equal(path.path, sides)


@pytest.mark.parametrize("seed", range(3))
def test_a_wall_is_gone_round_and_the_timed_path_is_clear_too(arm, sides, seed):
    model = CollisionModel(arm, [WALL])
    found = plan_free(arm, model, *sides, seed=seed)
    assert found.found, found.blocked_by
    np.testing.assert_array_equal(found.path[[0, -1]], sides)
    assert_clear(model, found.path)
    assert_clear(model, time_path(arm, found.path))


def test_the_same_seed_gives_the_same_path(arm, sides):
    first, second = (plan_free(arm, CollisionModel(arm, [WALL]), *sides, seed=5) for _ in range(2))
    np.testing.assert_array_equal(first.path, second.path)


def test_a_goal_in_collision_says_what_is_there(arm, sides):
    ball = Obstacle("ball", "sphere", (0.1,), transform((0.5, -0.25, 0.1)))
    found = plan_free(arm, CollisionModel(arm, [ball]), *sides)
    assert not found.found
    assert found.path.shape == (0, 7)
    assert found.blocked_by is not None
    assert "ball" in found.blocked_by
    assert "goal" in found.blocked_by


def test_no_way_round_names_what_is_in_the_way(arm, sides):
    endless = Obstacle("barrier", "box", (3.0, 0.02, 3.0), transform((1.6, 0.0, 0.0)))
    found = plan_free(arm, CollisionModel(arm, [endless]), *sides, iterations=30)
    assert not found.found
    assert "barrier" in str(found.blocked_by)


def test_a_start_that_touches_something_is_left_first(arm, sides):
    start, goal = sides
    grip = arm.forward(start) @ [*panda.TOOL_POINTS["tip"], 1]
    pads = Obstacle("pads", "box", (0.05, 0.2, 0.02), transform((grip[0], grip[1], grip[2] - 0.008)))
    model = CollisionModel(arm, [pads])
    assert not model.clear(start)
    found = plan_free(arm, model, start, goal)
    assert found.found, found.blocked_by
    np.testing.assert_array_equal(found.path[0], start)
    assert_clear(model, found.path[1:])


def test_malformed_configurations_are_refused(arm, home):
    with pytest.raises(MotionError, match="finite"):
        plan_free(arm, CollisionModel(arm, []), np.zeros(3), home)
    with pytest.raises(MotionError, match="limits"):
        plan_free(arm, CollisionModel(arm, []), home, home + 9.0)


def test_what_is_held_is_taken_round_the_wall_too(arm, sides):
    low = Obstacle("low wall", "box", (0.8, 0.02, 0.22), transform((0.6, 0.0, 0.11)))
    bar = Obstacle("bar", "box", (0.02, 0.02, 0.2), transform((0.0, 0.0, 0.12)))
    raised = [q - [0.0, 0.35, 0.0, 0.0, 0.0, 0.0, 0.0] for q in sides]
    empty, holding = CollisionModel(arm, [low]), CollisionModel(arm, [low], attached=[bar])
    straight = plan_free(arm, empty, *raised)
    np.testing.assert_array_equal(straight.path, raised)
    assert not holding.clear(np.mean(raised, axis=0))
    found = plan_free(arm, holding, *raised)
    assert found.found, found.blocked_by
    assert_clear(holding, found.path)


def length(path):
    return float(np.sum(np.linalg.norm(np.diff(path, axis=0), axis=1)))


@pytest.mark.parametrize("seed", range(3))
def test_short_cuts_make_a_way_shorter(arm, sides, seed, monkeypatch):
    model = CollisionModel(arm, [WALL])
    short = plan_free(arm, model, *sides, seed=seed)
    monkeypatch.setattr(free, "_shortened", lambda path, *_: path)
    assert length(short.path) < 0.9 * length(plan_free(arm, model, *sides, seed=seed).path)


def test_where_there_is_no_room_to_keep_a_distance_the_way_is_looked_at_closely(arm, sides):
    low = arm.forward(sides[0])[:3, 3] - [0.0, 0.0, 0.1121 + 0.005]
    plate = Obstacle("plate", "box", (0.1, 0.1, 0.01), transform(low - [0.0, 0.0, 0.005]))
    model = CollisionModel(arm, [WALL, plate])
    assert model.clear(sides[0])
    assert not model.with_clearance(0.01).clear(sides[0])
    found = plan_free(arm, model, *sides)
    assert found.found, found.blocked_by
    for a, b in pairwise(found.path):
        for share in np.linspace(0, 1, 1 + int(np.max(np.abs(b - a)) / 0.001)):
            assert model.clear(a + share * (b - a))


@pytest.mark.parametrize("count", [1, 2, 3, 8, 9, 100])
def test_the_whole_of_a_straight_piece_is_looked_at_its_end_first(count):
    order = free._spread(count)
    assert sorted(order) == list(range(1, count + 1))
    assert order[0] == count
