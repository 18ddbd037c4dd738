"""What cannot be meant is refused by name; what cannot be done is an answer."""

from dataclasses import fields, replace

import numpy as np
import pytest

from envs.robots import panda
from kpam.constraints import (
    CONSTRAINTS,
    AxisParallel,
    Clearance,
    Distance,
    Height,
    JointLimits,
    Manipulability,
    PointToPoint,
    Posture,
)
from kpam.errors import ConstraintError, KeypointError, KpamError, MotionError
from kpam.keypoints import Keypoints, Turns
from kpam.motion.collision import CollisionModel, Obstacle
from kpam.motion.free import plan_free
from kpam.pose import PoseProblem, solve_held, solve_pose
from kpam.problem import KeypointProblem, Workspace
from kpam.solver import solve, solve_all
from kpam.transforms import transform

ARM, HOME, NAN = panda.arm(), np.array(panda.HOME[:7]), np.nan
POINT, AXIS = np.array((0.01, -0.02, 0.1)), np.array((0.3, 1.0, -0.2))
SCENE = CollisionModel(ARM, [Obstacle("crate", "box", (0.2, 0.2, 0.2), transform((0.5, 0.0, 0.25)))])
GIVEN = {
    "name": "c",
    "tool_point": POINT,
    "target": np.array((0.5, 0.1, 0.3)),
    "direction": AXIS,
    "normal": AXIS,
    "tool_axis": AXIS,
    "target_axis": np.array((1.0, 0.2, 0.1)),
    "T_base_box": np.eye(4),
    "T_start": ARM.forward(HOME),
    "nominal": HOME,
    "joint_weights": np.ones(7),
    "model": SCENE,
    "angle": 0.5,
    "floor": 0.05,
}
BOUNDS = {
    "point_in_box": (-np.ones(3), np.ones(3)),
    "hand_workspace": (-np.ones(3), np.ones(3)),
    "joint_limits": (ARM.lower, ARM.upper),
    "height": (0.1, 0.4),
    "distance": (0.1, 0.4),
    "axis_at_angle": (None, 0.9),
}
DOWN = AxisParallel("down", (0, 0, 1), (0, 0, -1))
MALFORMED = (np.full((4, 4), NAN), np.eye(3), 2.0 * np.eye(4), np.diag((1.0, 1.0, -1.0, 1.0)))


def arguments(kind):
    """Every argument of a kind, each with a value that it takes."""
    lower, upper = BOUNDS.get(kind, (None, None))
    given = {**GIVEN, "lower": lower, "upper": upper}
    own = [field for field in fields(CONSTRAINTS[kind]) if field.init]
    return {field.name: given.get(field.name, field.default) for field in own}


def numbers(value):
    return isinstance(value, float | int | np.ndarray) and not isinstance(value, bool)


EVERY = [(kind, name) for kind in CONSTRAINTS for name, value in arguments(kind).items() if numbers(value)]
DIRECTIONS = [(kind, name) for kind, name in EVERY if name.endswith("axis") or name in ("direction", "normal")]


@pytest.mark.parametrize("kind", CONSTRAINTS)
def test_every_kind_takes_what_the_following_tests_spoil(kind):
    assert CONSTRAINTS[kind](**arguments(kind)).name == "c"


@pytest.mark.parametrize(("kind", "name"), [*EVERY, *((kind, "weight") for kind in CONSTRAINTS)])
def test_nan_in_any_argument_is_refused_by_name(kind, name):
    value = arguments(kind)[name]
    spoilt = [NAN]
    if isinstance(value, np.ndarray):
        spoilt = [np.where(np.arange(value.size).reshape(value.shape) == i, NAN, value) for i in range(value.size)]
    for bad in spoilt:
        with pytest.raises(ConstraintError, match="'c'"):
            CONSTRAINTS[kind](**{**arguments(kind), name: bad})


@pytest.mark.parametrize(("kind", "name"), DIRECTIONS)
def test_a_direction_without_length_is_refused_by_name(kind, name):
    with pytest.raises(ConstraintError, match=r"'c'.*no length"):
        CONSTRAINTS[kind](**{**arguments(kind), name: np.zeros(3)})


def test_every_direction_of_every_kind_is_among_them():
    assert len(DIRECTIONS) == 11


@pytest.mark.parametrize("kind", CONSTRAINTS)
@pytest.mark.parametrize("tolerance", [0.0, -1e-3, NAN, np.inf])
def test_a_tolerance_that_is_not_positive_is_refused_by_name(kind, tolerance):
    with pytest.raises(ConstraintError, match=f"'c': tolerance {tolerance}"):
        CONSTRAINTS[kind](**{**arguments(kind), "tolerance": tolerance})


@pytest.mark.parametrize("kind", BOUNDS)
def test_bounds_that_contradict_each_other_are_refused_by_name(kind):
    given = arguments(kind)
    lower, upper = BOUNDS[kind]
    spoilt = {"angle": upper, "upper": given.get("angle")} if lower is None else {"lower": upper, "upper": lower}
    with pytest.raises(ConstraintError, match="'c'"):
        CONSTRAINTS[kind](**{**given, **spoilt})


def test_every_kind_with_bounds_is_among_them():
    assert {kind for kind in CONSTRAINTS if "upper" in arguments(kind)} == set(BOUNDS)


@pytest.mark.parametrize("kind", CONSTRAINTS)
def test_every_kind_alone_has_an_answer_from_a_singular_start(kind):
    stretched = np.zeros(7)
    stretched[3] = ARM.upper[3]
    constraint = CONSTRAINTS[kind](**{**arguments(kind), "weight": None})
    solution = solve(KeypointProblem((constraint,), stretched), ARM)
    assert np.all(np.isfinite(solution.q))
    assert solution.feasible
    assert ARM.within_limits(solution.q)


IMPOSSIBLE = {
    "inside an obstacle": (PointToPoint("meet", POINT, (0.5, 0.0, 0.25)), DOWN, Clearance("clear", SCENE)),
    "behind the base": (PointToPoint("meet", POINT, (-0.02, 0.0, 0.2)), DOWN),
    "below the table": (PointToPoint("meet", POINT, (0.5, 0.0, -0.5)), DOWN),
    "kilometres away": (PointToPoint("meet", POINT, (3e3, 0.0, 0.3)),),
    "nowhere singular": (Manipulability("dexterous", 1.0),),
    "at two places": (PointToPoint("meet", POINT, (0.5, 0, 0.3)), PointToPoint("also", POINT, (0.5, 0.2, 0.3))),
    "too far and too near": (Distance("far", POINT, POINT, 2.0, 3.0), Height("low", POINT, upper=-1.0)),
}


@pytest.mark.parametrize("constraints", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_be_done_is_an_answer(constraints):
    (solution,) = solve_all(KeypointProblem(constraints, HOME), ARM)
    assert not solution.feasible
    assert np.all(np.isfinite(solution.q))
    assert ARM.within_limits(solution.q)
    assert solution.conflicts
    assert solution.explain().startswith("infeasible: ")


@pytest.mark.parametrize("bad", MALFORMED, ids=("nan", "three by three", "scaled", "mirrored"))
def test_a_malformed_pose_is_refused_by_name(bad):
    meet = PointToPoint("meet", POINT, (0.5, 0.0, 0.3))
    box = Obstacle("crate", "box", (0.2, 0.2, 0.2), bad)
    with pytest.raises(MotionError, match="obstacle 'crate': pose"):
        CollisionModel(ARM, [box])
    with pytest.raises(MotionError, match="obstacle 'crate': pose"):
        CollisionModel(ARM, [], attached=[box])
    with pytest.raises(KeypointError, match="'mug'"):
        Keypoints("mug", pose=bad)
    with pytest.raises(ConstraintError, match="symmetries"):
        solve(KeypointProblem((meet,), HOME, symmetries=(np.eye(4), bad)), ARM)
    with pytest.raises(ConstraintError, match="T_start"):
        solve_pose(PoseProblem((meet,), bad))
    with pytest.raises(ConstraintError, match="grasp 1"):
        solve_held(PoseProblem((meet,), np.eye(4)), ARM, HOME, [np.eye(4), bad])


@pytest.mark.parametrize("constraint", [Posture("six", np.zeros(6)), JointLimits("six", np.zeros(6), np.ones(6))])
def test_a_constraint_on_other_joints_than_the_arm_s_is_refused_by_name(constraint):
    with pytest.raises(ConstraintError, match="'six' is about 6 joints; this arm has 7"):
        solve(KeypointProblem((DOWN, constraint), HOME), ARM)


@pytest.mark.parametrize("kind", ["posture", "joint_limits", "joint_change", "manipulability", "clearance"])
def test_where_an_object_must_be_is_not_about_joints(kind):
    with pytest.raises(ConstraintError, match="'c' is about an arm's joints"):
        solve_pose(PoseProblem((CONSTRAINTS[kind](**arguments(kind)),), np.eye(4)))


@pytest.mark.parametrize("box", [((0.5, 0, 0), (0.4, 1, 1)), ((NAN, 0, 0), (1, 1, 1)), ((0, 0, 0), (1, 1, NAN))])
def test_a_workspace_that_is_no_box_is_refused(box):
    with pytest.raises(KpamError, match="workspace"):
        solve(KeypointProblem((DOWN,), HOME, workspace=Workspace(*box)), ARM)
    with pytest.raises(KpamError, match="region"):
        solve_pose(PoseProblem((DOWN,), np.eye(4), region=Workspace(*box)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: CollisionModel(ARM, [], floor=NAN),
        lambda: CollisionModel(ARM, [], clearance=NAN),
        lambda: SCENE.with_clearance(-0.1),
        lambda: SCENE.clear(np.full(7, NAN)),
        lambda: SCENE.clear(np.zeros(6)),
        lambda: SCENE.clear(HOME, width=NAN),
        lambda: plan_free(ARM, SCENE, HOME, HOME + 0.1, width=-1.0),
        lambda: CollisionModel(ARM, [Obstacle("crate", "mesh", (), np.eye(4))]),
        lambda: CollisionModel(ARM, [Obstacle("crate", "mesh", (np.full((5, 3), NAN), ()), np.eye(4))]),
        lambda: CollisionModel(ARM, [Obstacle("crate", "mesh", (np.zeros((6, 2)), ()), np.eye(4))]),
    ],
)
def test_lengths_and_configurations_that_are_no_numbers_are_refused(spoil):
    with pytest.raises(MotionError, match="give"):
        spoil()


@pytest.mark.parametrize("count", [0, -1, 2.5, NAN])
def test_a_symmetry_has_a_whole_number_of_turns(count):
    with pytest.raises(KeypointError, match=f"symmetry with {count} turns"):
        Turns((0, 0, 1), count)


def test_a_soft_constraint_that_cannot_hold_makes_nothing_infeasible():
    far = PointToPoint("far", POINT, (5.0, 0.0, 0.3), weight=1.0)
    assert solve(KeypointProblem((DOWN, far), HOME), ARM).feasible
    assert not solve(KeypointProblem((DOWN, replace(far, weight=None)), HOME), ARM).feasible
