from copy import copy
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from envs.robots import panda
from kpam.constraints import (
    AxisAntiparallel,
    AxisAtAngle,
    AxisOrthogonal,
    AxisParallel,
    Clearance,
    Height,
    Manipulability,
    PointToPlane,
    PointToPoint,
    Posture,
)
from kpam.explain import diagnose, find_conflicts, reach_gap
from kpam.keypoints import Keypoints, Turns
from kpam.motion.collision import CollisionModel, Obstacle
from kpam.pose import PoseProblem
from kpam.problem import KeypointProblem, Workspace
from kpam.solver import solve
from kpam.symmetry import about
from kpam.transforms import about_axis, from_rotation, transform

PALM = (0.0, 0.0, 0.1)
ANYWHERE = Workspace((-9.0,) * 3, (9.0,) * 3)
Z = (0.0, 0.0, 1.0)
DOWN = AxisParallel("down", Z, (0, 0, -1))
AHEAD = AxisParallel("ahead", Z, (1, 0, 0))
FINGERS = AxisOrthogonal("fingers", (0, 1, 0), (0, 0, 1))


def meet(*target, name="meet", point=PALM):
    return PointToPoint(name, point, target)


def plane(name, target, normal, point=PALM):
    return PointToPlane(name, point, target, normal)


def leaning(angle, name="leaning"):
    return AxisParallel(name, Z, (np.sin(angle), 0, -np.cos(angle)))


def problem_of(home, *constraints, **changes):
    half_turn = about_axis(Z, np.pi)
    return KeypointProblem(constraints, home, **({"symmetries": (np.eye(4), half_turn)} | changes))


def part_of(problem, arm, names):
    """Return the problem of the named constraints alone, and an arm without limits unless they are named."""
    kept = tuple(constraint for constraint in problem.constraints if constraint.name in names)
    freed = copy(arm)
    freed.lower, freed.upper = arm.lower - np.pi, arm.upper + np.pi
    workspace = problem.workspace if "workspace" in names else ANYWHERE
    return replace(problem, constraints=kept, workspace=workspace), arm if "joint_limits" in names else freed


# {name: (constraints, changes to the problem, members of the one conflict, its kind)}
CONTRADICTIONS = {
    "two axes": ((meet(0.5, 0, 0.2), DOWN, FINGERS, AHEAD), {}, {"down", "ahead"}, "contradiction"),
    "two axes that are nearly one": (
        (meet(0.5, 0, 0.2), DOWN, leaning(0.05)),
        {},
        {"down", "leaning"},
        "contradiction",
    ),
    "two angles": (
        (AxisAtAngle("steep", Z, (0, 0, -1), 0.2), AxisAtAngle("flat", Z, (0, 0, -1), 0.6), meet(0.5, 0, 0.3)),
        {},
        {"steep", "flat"},
        "contradiction",
    ),
    "three axes": (
        (
            meet(0.5, 0, 0.3),
            AxisOrthogonal("x", Z, (1, 0, 0)),
            AxisOrthogonal("y", Z, (0, 1, 0)),
            AxisOrthogonal("z", Z, (0, 0, 1)),
        ),
        {},
        {"x", "y", "z"},
        "contradiction",
    ),
    "two points": ((DOWN, meet(0.5, 0, 0.3), meet(0.5, 0.1, 0.3, name="also")), {}, {"meet", "also"}, "contradiction"),
    "too high for its plane": (
        (DOWN, plane("shelf", (0, 0, 0.2), Z), Height("clear", PALM, lower=0.3)),
        {},
        {"shelf", "clear"},
        "contradiction",
    ),
    # the palm is bound to a point 0.113 m from where a point 0.1 m away must be; any two planes leave it near enough
    "three planes and a point": (
        (
            plane("x", (0.435, 0, 0), (1, 0, 0)),
            plane("y", (0, -0.065, 0), (0, 1, 0)),
            plane("z", (0, 0, 0.235), Z),
            meet(0.5, 0.0, 0.3, name="origin", point=(0, 0, 0)),
            FINGERS,
        ),
        {},
        {"x", "y", "z", "origin"},
        "contradiction",
    ),
    "too far": ((DOWN, FINGERS, meet(1.5, 0, 0.3)), {}, {"meet"}, "reach"),
    "beyond the workspace": (
        (DOWN, meet(0.5, 0, 0.3), FINGERS),
        {"workspace": Workspace((0.55, -0.9, 0.0), (0.9, 0.9, 1.2))},
        {"workspace", "meet", "down"},
        "reach",
    ),
    # the bar contradicts a place that is out of reach by itself
    "too far in any case": (
        (meet(1.5, 0, 0.3), plane("bar", (0.5, 0, 0), (1, 0, 0), (0, 0, 0))),
        {},
        {"meet"},
        "reach",
    ),
    "too far for its direction": ((meet(0.3, 0, 0.95), DOWN), {}, {"meet", "down"}, "reach"),
    "limits": ((DOWN, meet(0.1, 0, 0.1)), {}, {"joint_limits", "down", "meet"}, "reach"),
    "a posture beyond the limits": (
        (Posture("stretched", np.array([0.0, 0.3, 0.0, 0.4, 0.0, 2.0, 0.8])), FINGERS),
        {},
        {"stretched", "joint_limits"},
        "reach",
    ),
    "a posture elsewhere": (
        (meet(0.3, -0.4, 0.3), Posture("as now", np.array(panda.HOME[:7]))),
        {},
        {"meet", "as now"},
        "reach",
    ),
    "more dexterity than there is": ((meet(0.5, 0, 0.3), Manipulability("dexterous", 0.5)), {}, {"dexterous"}, "reach"),
}


@pytest.fixture(params=CONTRADICTIONS)
def known(request, home):
    constraints, changes, members, kind = CONTRADICTIONS[request.param]
    return problem_of(home, *constraints, **changes), members, kind


def test_a_known_contradiction_is_found_and_nothing_else(arm, known):
    problem, members, kind = known
    conflicts = find_conflicts(problem, arm)
    assert [{member.name for member in conflict.members} for conflict in conflicts] == [members]
    assert conflicts[0].kind == kind


def test_a_conflict_cannot_hold_and_is_irreducible(arm, known):
    problem, _, _ = known
    for conflict in find_conflicts(problem, arm):
        names = {member.name for member in conflict.members}
        assert not solve(*part_of(problem, arm, names), seed=5).feasible
        for left_out in names:
            part, freed = part_of(problem, arm, names - {left_out})
            assert not part.constraints or solve(part, freed, seed=5).feasible, left_out


def test_what_would_be_enough_is_enough(arm, known):
    problem, _, _ = known
    for relaxation in find_conflicts(problem, arm)[0].relaxations:
        assert relaxation.helps
        missed = {report.name: report.violation for report in relaxation.solution.conflicts}
        assert set(missed) <= {relaxation.name}
        assert missed.get(relaxation.name, 0.0) <= relaxation.enough


def test_less_than_enough_is_not_enough(arm, known):
    problem, members, _ = known
    tolerances = {constraint.name: constraint.tolerance for constraint in problem.constraints}
    for relaxation in find_conflicts(problem, arm)[0].relaxations:
        if relaxation.name not in tolerances:
            continue
        # the others may use their tolerances, which `enough` leaves to them
        slack = sum(tolerances.get(name, 0.0) for name in members - {relaxation.name})
        widened = tuple(
            replace(constraint, tolerance=max(0.95 * relaxation.enough - slack, constraint.tolerance))
            if constraint.name == relaxation.name
            else constraint
            for constraint in problem.constraints
        )
        assert not solve(replace(problem, constraints=widened), arm, seed=5).feasible


def test_the_best_compromise_shares_the_angle(arm, home):
    (conflict,) = find_conflicts(problem_of(home, meet(0.5, 0, 0.2), DOWN, leaning(0.68)), arm)
    assert [member.violation for member in conflict.members] == pytest.approx([0.34, 0.34], abs=0.005)
    assert [relaxation.enough for relaxation in conflict.relaxations] == pytest.approx([0.68, 0.68], abs=0.01)


def test_a_conflict_is_a_sentence(arm, home):
    (conflict,) = find_conflicts(problem_of(home, meet(0.5, 0, 0.2), DOWN, leaning(0.68)), arm)
    assert conflict.explain().startswith("`down` and `leaning` conflict: best compromise 0.34 rad; ")
    (far,) = find_conflicts(problem_of(home, meet(1.4, 0, 0.3, name="handle"), AHEAD), arm)
    assert far.explain() == f"`handle` is {far.gap:.2g} m out of reach"


def test_conflicts_that_have_nothing_to_do_with_each_other_are_all_found(arm, home):
    conflicts = find_conflicts(problem_of(home, meet(1.4, 0, 0.3), DOWN, AHEAD, FINGERS), arm)
    assert [{member.name for member in conflict.members} for conflict in conflicts] == [{"down", "ahead"}, {"meet"}]
    assert not any(relaxation.helps for conflict in conflicts for relaxation in conflict.relaxations)
    assert "not enough" in conflicts[0].explain()


def test_what_can_be_solved_has_no_conflict(arm, home):
    assert find_conflicts(problem_of(home, meet(0.5, 0, 0.3), DOWN, FINGERS), arm) == ()


def test_soft_constraints_are_in_no_conflict(arm, home):
    assert find_conflicts(problem_of(home, meet(0.5, 0, 0.3), DOWN, replace(AHEAD, weight=1.0)), arm) == ()


def test_the_same_seed_gives_the_same_conflict(arm, home):
    problem = problem_of(home, meet(0.3, 0, 0.95), DOWN, FINGERS)
    one, other = (find_conflicts(problem, arm, seed=2)[0] for _ in range(2))
    assert one.members == other.members
    assert one.compromise.q.tobytes() == other.compromise.q.tobytes()
    assert [item.solution.q.tobytes() for item in one.relaxations] == [
        item.solution.q.tobytes() for item in other.relaxations
    ]


def test_constraints_of_one_name_are_told_apart(arm, home):
    (conflict,) = find_conflicts(problem_of(home, replace(DOWN, name="axis"), replace(AHEAD, name="axis")), arm)
    assert [member.name for member in conflict.members] == ["axis", "axis"]
    assert [relaxation.enough for relaxation in conflict.relaxations] == pytest.approx([np.pi / 2] * 2, abs=0.02)


def test_the_gap_is_the_distance_that_remains(arm, home):
    near, far = (reach_gap(problem_of(home, meet(x, 0, 0.333)), arm) for x in (1.2, 1.5))
    assert far - near == pytest.approx(0.3, abs=0.01)
    assert reach_gap(problem_of(home, meet(0.5, 0, 0.3)), arm) == 0.0
    (conflict,) = find_conflicts(problem_of(home, meet(1.5, 0, 0.333), DOWN), arm)
    assert conflict.gap == pytest.approx(far, abs=5e-3)


def test_a_problem_of_axes_alone_is_never_out_of_reach(arm, home):
    assert reach_gap(problem_of(home, DOWN), arm) == 0.0


def diagnosis(arm, problem):
    return diagnose(problem, solve(problem, arm), arm)


def test_a_distant_point_is_diagnosed_as_out_of_reach(arm, home):
    found = diagnosis(arm, problem_of(home, meet(1.4, 0, 0.3, name="bar"), AHEAD))
    assert found.kind == "out_of_reach"
    assert "`bar` is" in found.text


def test_points_that_contradict_each_other_are_not_out_of_reach(arm, home):
    found = diagnosis(arm, problem_of(home, meet(0.5, 0, 0.3), meet(0.5, 0.1, 0.3, name="also")))
    assert found.kind == "infeasible"
    assert "`meet` and `also` conflict: best compromise 0.05 m" in found.text


def test_a_diagnosis_names_joints_at_their_limits(arm, home):
    assert "at its limit: panda_joint" in diagnosis(arm, problem_of(home, DOWN, meet(0.1, 0, 0.1))).text


def test_a_place_many_metres_away_is_out_of_reach(arm, home):
    (conflict,) = find_conflicts(problem_of(home, meet(6.0, 0, 0.3), DOWN), arm)
    assert conflict.explain() == f"`meet` is {conflict.gap:.2g} m out of reach"
    assert conflict.gap == pytest.approx(5.1, abs=0.1)


def test_a_workspace_that_the_arm_does_not_reach_is_a_conflict_of_its_own(arm, home):
    (conflict,) = find_conflicts(problem_of(home, FINGERS, workspace=Workspace((1.5, -1, 0), (2, 1, 1))), arm)
    assert [member.name for member in conflict.members] == ["workspace"]
    assert conflict.members[0].violation == pytest.approx(1.5 - 0.855, abs=0.01)
    assert conflict.explain().startswith("the hand cannot be within the workspace: 0.6")


def test_a_target_inside_an_obstacle_conflicts_with_clearance(arm, home):
    crate = Obstacle("crate", "box", (0.2, 0.2, 0.2), from_rotation(np.eye(3), (0.5, 0, 0.2)))
    clear = Clearance("clear", CollisionModel(arm, [crate]))
    (conflict,) = find_conflicts(problem_of(home, meet(0.5, 0, 0.2), clear), arm)
    assert {member.name for member in conflict.members} == {"meet", "clear"}
    assert conflict.kind == "reach"
    assert conflict.gap == 0.0
    assert all(relaxation.enough > 0.05 for relaxation in conflict.relaxations)


def test_a_conflict_is_one_of_every_alternative(arm, home):
    left, right = (AxisParallel("side", (1, 0, 0), (0, y, 0)) for y in (1, -1))
    problem = problem_of(home, DOWN, left, leaning(0.6), alternatives=((DOWN, right, leaning(0.6)),))
    (conflict,) = find_conflicts(problem, arm)
    assert [member.name for member in conflict.members] == ["down", "leaning"]
    assert not find_conflicts(replace(problem, alternatives=((DOWN, right),)), arm)


def test_a_solution_that_only_more_starts_find_is_no_conflict(arm, home, monkeypatch):
    def blind(problem, arm, *, seed, starts=8):
        found = solve(problem, arm, seed=seed, starts=starts)
        return replace(found, feasible=found.feasible and starts > 8)

    monkeypatch.setattr("kpam.explain.solve", blind)
    assert find_conflicts(problem_of(home, meet(0.5, 0, 0.2), DOWN), arm) == ()


def test_an_object_without_an_arm_has_conflicts_too():
    up, over = AxisParallel("up", Z, Z), AxisParallel("over", Z, (0, 0, -1))
    (conflict,) = find_conflicts(*PoseProblem((up, meet(0.5, 0, 0.2), over), np.eye(4)).free())
    assert {member.name for member in conflict.members} == {"up", "over"}
    (conflict,) = find_conflicts(*PoseProblem((up, meet(3.0, 0, 0.2, name="goal")), np.eye(4)).free())
    assert conflict.explain().startswith("`goal` cannot hold within the workspace: 2 m off at best")
    assert [(member.name, member.violation) for member in conflict.members] == [
        ("goal", pytest.approx(2.0, abs=0.01)),
        ("workspace", 0.0),
    ]


def test_a_conflict_is_frozen(arm, home):
    (conflict,) = find_conflicts(problem_of(home, DOWN, AHEAD), arm)
    with pytest.raises(FrozenInstanceError):
        conflict.kind = "reach"


def test_a_conflict_with_an_object_of_any_angle_is_one_at_every_angle(arm, home):
    can = Keypoints("can", {"middle": (0, 0, 0.05)}, {"front": (-1, 0, 0)}, transform((0.5, 0.2, 0.1)), (Turns(Z),))

    def taken(body):
        return meet(*body.point("middle")), AxisAntiparallel("from the side", Z, body.axis("front"))

    (conflict,) = find_conflicts(about(problem_of(home, DOWN), can, taken), arm)
    assert {member.name for member in conflict.members} == {"down", "from the side"}
    assert [relaxation.enough for relaxation in conflict.relaxations] == pytest.approx([np.pi / 2] * 2, abs=0.02)
    aside = AxisParallel("aside", Z, (np.cos(0.26), np.sin(0.26), 0))
    assert find_conflicts(about(problem_of(home, aside), can, taken), arm) == ()


def test_a_point_below_the_table_is_as_far_off_as_the_hand_is_long(arm, home):
    (conflict,) = find_conflicts(problem_of(home, meet(0.5, 0, -0.25), workspace=Workspace()), arm)
    assert conflict.gap == pytest.approx(0.15, abs=2e-3)
    assert conflict.relaxations[0].enough == pytest.approx(conflict.gap, abs=1e-3)
    assert conflict.explain() == "`meet` is 0.15 m out of reach within the workspace"


def test_three_that_conflict_are_listed_and_what_is_kept_has_no_figure(arm, home):
    shelf = Obstacle("shelf", "box", (0.4, 0.4, 0.02), from_rotation(np.eye(3), (0.5, 0, 0.3)))
    clear = Clearance("clear", CollisionModel(arm, [shelf]))
    (conflict,) = find_conflicts(problem_of(home, meet(0.5, 0, 0.2), DOWN, clear), arm)
    said = conflict.explain()
    assert said.startswith("the arm cannot satisfy `meet`, `down` and `clear` together: best compromise ")
    assert " 0 rad" not in said
    assert " 0 mm" not in said
