from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from envs.robots import panda
from kpam.constraints import AxisOrthogonal, AxisParallel, PointToPoint
from kpam.errors import MotionError
from kpam.motion.collision import CollisionModel, Obstacle
from kpam.motion.frames import AlongJoint, Frames, Joint, Straight, verb
from kpam.motion.motions import Bar
from kpam.motion.plan import MotionPlan
from kpam.motion.stage import plan_stage
from kpam.problem import KeypointProblem
from kpam.solver import solve
from kpam.transforms import about_axis, apply, inverse, transform

GRASP = np.array(panda.TOOL_POINTS["grasp"])
HANDLE = np.array([0.6, 0.0, 0.45])
ASIDE = np.array([-1.5, *panda.HOME[1:7]])
Z = np.array([0.0, 0.0, 1.0])
IN, OUT = Straight(Z, 0.08), Straight(-Z, 0.08)
HINGE = Frames(joint=Joint("revolute", np.array([0.65, 0.3, 0.0]), -Z))
SLIDE = Frames(joint=Joint("prismatic", np.zeros(3), np.array([-1.0, 0.0, 0.0])))


def grasp(handle=HANDLE, approach=(1.0, 0.0, 0.0), start=panda.HOME[:7]):
    """Take a vertical bar, the hand along `approach`."""
    constraints = (
        PointToPoint("at the handle", GRASP, np.array(handle)),
        AxisParallel("approach", panda.TOOL_AXES["approach"], np.array(approach), 0.01),
        AxisOrthogonal("fingers across the bar", panda.TOOL_AXES["fingers"], Z, 0.01),
    )
    return KeypointProblem(constraints, np.array(start), symmetries=(np.eye(4), about_axis(Z, np.pi)))


def take(block=(0.45, 0.1, 0.03)):
    """Grasp a block from above."""
    constraints = (
        PointToPoint("at the block", GRASP, np.array(block)),
        AxisParallel("from above", panda.TOOL_AXES["approach"], -Z, 0.01),
        AxisParallel("fingers", panda.TOOL_AXES["fingers"], np.array([0.0, 1.0, 0.0]), 0.01),
    )
    return KeypointProblem(constraints, panda.HOME[:7], symmetries=(np.eye(4), about_axis(Z, np.pi)))


def box(name, size, position):
    return Obstacle(name, "box", size, transform(position))


DOOR = [
    box("cabinet/door", (0.02, 0.3, 0.3), (0.67, 0.15, 0.45)),
    box("cabinet/body", (0.2, 0.3, 0.3), (0.8, 0.15, 0.45)),
]
OPEN = MotionPlan((IN,), (AlongJoint(0.8),), (OUT,), touching=("cabinet",), moving=("cabinet/door",))


def assert_clear(model, path, **options):
    assert model.first_hit(path, spacing=0.02, **options) is None


@pytest.mark.parametrize(("frames", "amount"), [(HINGE, 0.8), (SLIDE, 0.2)], ids=["revolute", "prismatic"])
def test_the_hand_stays_on_what_hangs_on_the_joint_from_contact_to_its_end(arm, frames, amount):
    plan = replace(OPEN, contact=(AlongJoint(amount),), touching=(), moving=())
    way = plan_stage(grasp(), plan, arm, CollisionModel(arm, []), frames=frames)
    assert way.found, way.explain()
    assert [leg.name for leg in way.legs] == ["free", "approach", "contact", "retreat"]
    contact = way.legs[2].trajectory
    joint = frames.joint
    turn = about_axis(joint.axis, amount, joint.point) if joint.kind == "revolute" else transform(amount * joint.axis)
    T = arm.forward(contact)
    np.testing.assert_allclose(T[-1] @ inverse(T[0]), turn, atol=4e-3)
    if joint.kind == "revolute":
        radius = np.linalg.norm((T[:, :3, 3] - joint.point)[:, :2], axis=1)
        np.testing.assert_allclose(radius, radius[0], atol=2e-3)


def test_each_leg_begins_where_the_one_before_ended_and_the_contact_at_the_keypoints(arm):
    way = plan_stage(grasp(), OPEN, arm, CollisionModel(arm, DOOR), frames=HINGE)
    assert way.found, way.explain()
    np.testing.assert_array_equal(way.legs[0].trajectory[0], panda.HOME[:7])
    for leg, following in pairwise(way.legs):
        np.testing.assert_array_equal(leg.trajectory[-1], following.trajectory[0])
    T = arm.forward(way.key_frames["approach"])
    np.testing.assert_allclose(apply(T, GRASP), HANDLE, atol=1e-3)
    np.testing.assert_allclose(T[:3, 2], (1, 0, 0), atol=0.011)
    before = arm.forward(way.key_frames["free"])
    np.testing.assert_allclose(before[:3, 3], T[:3, 3] - 0.08 * T[:3, 2], atol=2e-3)
    end, away = (arm.forward(way.key_frames[name]) for name in ("contact", "retreat"))
    np.testing.assert_allclose(away[:3, 3], end[:3, 3] - 0.08 * end[:3, 2], atol=4e-3)
    assert way.duration == pytest.approx(sum(len(leg.trajectory) - 1 for leg in way.legs) / 20.0)


def test_trajectories_keep_clear_of_what_stands_around(arm):
    post = box("post", (0.05, 0.05, 0.7), (0.3, -0.3, 0.35))
    scene = CollisionModel(arm, [*DOOR, post])
    way = plan_stage(grasp(start=ASIDE), OPEN, arm, scene, frames=HINGE)
    assert way.found, way.explain()
    free, approach, *_ = (leg.trajectory for leg in way.legs)
    assert_clear(scene, free, width=0.08)
    assert_clear(scene, approach, width=0.08, ignore=["cabinet"])
    other = CollisionModel(arm, [post])
    for leg in way.legs:
        assert_clear(other, leg.trajectory)


def test_a_plan_without_motions_is_a_free_way_to_the_keypoints(arm):
    way = plan_stage(grasp(), MotionPlan(), arm, CollisionModel(arm, []))
    assert [leg.name for leg in way.legs] == ["free"]
    np.testing.assert_array_equal(way.key_frames["free"], way.solution.q)


def test_fingers_that_do_not_close_need_not_leave_room_to(arm):
    rod = Obstacle("rod", "cylinder", (0.02, 0.2), transform(HANDLE))
    assert plan_stage(grasp(), MotionPlan((IN,)), arm, CollisionModel(arm, [rod])).found
    closing = plan_stage(grasp(), MotionPlan((IN,), (verb("up", 0.02),)), arm, CollisionModel(arm, [rod]))
    assert "finger touches rod" in closing.explain()


def test_keypoints_out_of_reach_are_named(arm):
    way = plan_stage(grasp((1.6, 0.0, 0.3)), MotionPlan(), arm, CollisionModel(arm, []))
    assert not way.found
    assert way.blocked.kind == "infeasible"
    assert "at the handle" in way.explain()
    assert way.legs == ()


@pytest.mark.parametrize(
    ("plan", "leg", "said"),
    [
        (MotionPlan(approach=(Straight(Z, 1.5),)), "approach", "moving 150.0 cm"),
        (MotionPlan(contact=(verb("forward", 0.8),)), "contact", "moving 80.0 cm along [1.0, 0.0, 0.0] of the world"),
        (MotionPlan(contact=(AlongJoint(0.9),)), "contact", "following the joint by 0.90"),
        (MotionPlan(retreat=(verb("up", 1.5),)), "retreat", "moving 150.0 cm"),
    ],
)
def test_a_motion_that_leaves_the_reach_is_named_with_how_far_it_came(arm, plan, leg, said):
    way = plan_stage(grasp(), plan, arm, CollisionModel(arm, []), frames=Frames(joint=replace(SLIDE.joint, axis=Z)))
    assert not way.found
    assert (way.blocked.kind, way.blocked.leg) == ("out_of_reach", leg)
    assert said in way.explain()
    assert "poses; " in way.explain()


@pytest.mark.parametrize(
    ("obstacle", "leg"),
    [
        (box("flap", (0.02, 0.3, 0.3), (0.45, 0.0, 0.45)), "approach"),
        (box("post", (0.02, 0.02, 0.4), (0.55, 0.15, 0.5)), "contact"),
        (box("lamp", (0.3, 0.3, 0.3), tuple(panda.arm().forward(ASIDE)[:3, 3])), "free"),
    ],
)
def test_what_is_in_the_way_of_a_leg_is_named(arm, obstacle, leg):
    """The post stands where the door comes, the lamp where the hand is."""
    way = plan_stage(grasp(start=ASIDE), OPEN, arm, CollisionModel(arm, [*DOOR, obstacle]), frames=HINGE)
    assert not way.found
    assert (way.blocked.kind, way.blocked.leg) == ("collision", leg)
    assert obstacle.name in way.explain()


def test_the_next_solution_is_tried_where_the_best_is_blocked(arm):
    problem, plan = take(), MotionPlan((IN,))
    first = plan_stage(problem, plan, arm, CollisionModel(arm, []))
    elbow = arm.link_poses(first.solution.q)["panda_link4"][:3, 3]
    ball = Obstacle("ball", "sphere", (0.05,), transform(elbow))
    second = plan_stage(problem, plan, arm, CollisionModel(arm, [ball]))
    assert second.found, second.explain()
    assert np.max(np.abs(second.solution.q - first.solution.q)) > 0.1


def test_what_is_picked_goes_with_the_hand(arm):
    block = box("block", (0.04, 0.04, 0.06), (0.45, 0.1, 0.03))
    plan = MotionPlan((IN,), (verb("up", 0.15),), touching=("block",), moving=("block",))
    way = plan_stage(take(), plan, arm, CollisionModel(arm, [block]))
    assert way.found, way.explain()
    shelf = box("shelf", (0.04, 0.02, 0.02), (0.45, 0.1, 0.2))
    assert "shelf" in plan_stage(take(), plan, arm, CollisionModel(arm, [block, shelf])).explain()
    bar, ledge = replace(block, params=(0.3, 0.02, 0.06)), box("ledge", (0.02, 0.3, 0.02), (0.58, 0.1, 0.12))
    blocked = plan_stage(take(), plan, arm, CollisionModel(arm, [bar, ledge]))
    assert "block touches ledge" in blocked.explain()


def test_the_hand_retreats_without_what_it_releases_and_with_what_it_keeps(arm):
    block = box("block", (0.04, 0.04, 0.1), (0.45, 0.0, 0.05))
    fence = box("fence", (0.3, 0.02, 0.12), (0.45, 0.25, 0.06))
    there = (verb("up"), verb("left"), verb("down"))
    plan = MotionPlan((IN,), there, (OUT, verb("left", 0.25)), touching=("block",), moving=("block",))
    scene = CollisionModel(arm, [block, fence])
    released = plan_stage(take((0.45, 0.0, 0.08)), plan, arm, scene)
    assert released.found, released.explain()
    kept = plan_stage(take((0.45, 0.0, 0.08)), replace(plan, releases=False), arm, scene)
    assert "block touches fence" in kept.explain()


def test_steps_in_the_tools_axes_know_which_of_its_symmetries_was_used(arm):
    constraints = (
        PointToPoint("at", GRASP, np.array([0.5, 0.0, 0.2])),
        AxisParallel("down", panda.TOOL_AXES["approach"], -Z, 0.01),
        AxisParallel("side", np.array([1.0, 0.0, 0.0]), np.array([1.0, 0.0, 0.0]), 0.01),
    )
    start = np.array([*panda.HOME[:6], panda.HOME[6] - np.pi])
    problem = KeypointProblem(constraints, start, symmetries=(np.eye(4), about_axis(Z, np.pi)))
    plan = MotionPlan((Straight(np.array([1.0, 0.0, 0.0]), 0.06),))
    way = plan_stage(problem, plan, arm, CollisionModel(arm, []))
    assert way.found, way.explain()
    assert way.solution.symmetry == 1
    begin, end = (arm.forward(way.key_frames[name])[:3, 3] for name in ("free", "approach"))
    np.testing.assert_allclose(end - begin, (0.06, 0.0, 0.0), atol=2e-3)


def test_equal_stages_give_equal_bits(arm):
    first, second = (plan_stage(grasp(), OPEN, arm, CollisionModel(arm, DOOR), frames=HINGE, seed=3) for _ in range(2))
    assert [a.trajectory.tobytes() for a in first.legs] == [b.trajectory.tobytes() for b in second.legs]


@pytest.mark.parametrize("what", ["touching", "pushing", "moving"])
def test_what_a_plan_names_must_be_there(arm, what):
    with pytest.raises(MotionError, match="did you mean 'cabinet/door'"):
        plan_stage(grasp(), replace(OPEN, **{what: ("cabinet/dor",)}), arm, CollisionModel(arm, DOOR), frames=HINGE)


def test_what_touches_only_at_the_keypoints_blocks_the_approach(arm):
    wall = box("wall", (0.1, 0.3, 0.3), (HANDLE[0] + 0.055, 0.0, HANDLE[2]))
    way = plan_stage(grasp(), MotionPlan((IN,)), arm, CollisionModel(arm, [wall]))
    assert not way.found
    assert (way.blocked.leg, way.blocked.kind) == ("approach", "collision")


def test_a_contact_that_cannot_be_done_leaves_it_to_the_next_alternative(arm):
    far, near = (verb("forward", 0.8),), (verb("forward", 0.02),)
    plan = MotionPlan((IN,), far, alternatives=((verb("up", 1.5),), near, ()))
    way = plan_stage(grasp(), plan, arm, CollisionModel(arm, []))
    assert way.found, way.explain()
    assert way.contact == 2
    blocked = plan_stage(grasp(), replace(plan, alternatives=()), arm, CollisionModel(arm, []))
    assert "moving 80.0 cm" in blocked.explain()


def test_every_solution_is_tried_with_one_contact_before_the_next(arm):
    """Alternatives are in order of preference: another arm posture is preferred to another contact."""
    plan = MotionPlan((IN,), (verb("up", 0.02),), alternatives=((),))
    first = plan_stage(take(), plan, arm, CollisionModel(arm, []))
    elbow = arm.link_poses(first.solution.q)["panda_link4"][:3, 3]
    ball = Obstacle("ball", "sphere", (0.05,), transform(elbow))
    second = plan_stage(take(), plan, arm, CollisionModel(arm, [ball]))
    assert second.contact == 0
    assert np.max(np.abs(second.solution.q - first.solution.q)) > 0.1


@pytest.mark.parametrize("turning", [0.5, 0.0, None])
def test_a_door_opens_on_its_hinge_where_its_bar_turns_in_the_hand(arm, turning):
    plan = replace(OPEN, contact=(AlongJoint(0.8, turning),))
    frames = replace(HINGE, bar=Bar(HANDLE, Z))
    way = plan_stage(grasp(), plan, arm, CollisionModel(arm, DOOR), frames=frames)
    assert way.found, way.explain()
    T = arm.forward(way.legs[2].trajectory)
    turn = about_axis(HINGE.joint.axis, 0.8, HINGE.joint.point)
    np.testing.assert_allclose(apply(T[-1], GRASP), apply(turn, apply(T[0], GRASP)), atol=4e-3)
    post = box("post", (0.02, 0.02, 0.4), (0.55, 0.15, 0.5))
    blocked = plan_stage(grasp(), plan, arm, CollisionModel(arm, [*DOOR, post]), frames=frames)
    assert "post" in blocked.explain(), "the door comes where the post stands, however the hand is turned"


def test_lists_in_order_are_taken_in_order_though_a_later_one_is_cheaper(arm):
    far, near = (grasp(handle) for handle in ((0.55, 0.35, 0.45), HANDLE))
    already_there = solve(near, arm).q
    problem = replace(far, q_start=already_there, alternatives=(grasp((1.5, 0, 0.3)).constraints, near.constraints))
    scene = CollisionModel(arm, [])
    ordered = plan_stage(problem, MotionPlan(), arm, scene, in_order=True)
    cheapest = plan_stage(problem, MotionPlan(), arm, scene)
    assert (ordered.solution.alternative, cheapest.solution.alternative) == (0, 2)
    assert cheapest.solution.cost < ordered.solution.cost
    rock = Obstacle("rock", "sphere", (0.06,), transform((0.55, 0.35, 0.45)))
    assert plan_stage(problem, MotionPlan(), arm, CollisionModel(arm, [rock]), in_order=True).solution.alternative == 2


def test_of_lists_that_cannot_be_met_the_nearest_miss_is_told(arm):
    far, further = (grasp((x, 0.0, 0.3)).constraints for x in (1.3, 1.6))
    problem = replace(grasp(), constraints=further, alternatives=(further, far))
    way = plan_stage(problem, MotionPlan(), arm, CollisionModel(arm, []), in_order=True)
    assert way.blocked.kind == "infeasible"
    assert way.solution.alternative == 2


def test_what_is_pushed_is_in_the_way_until_the_contact_begins(arm):
    block = box("block", (0.04, 0.04, 0.04), (0.45, 0.14, 0.08))
    plan = MotionPlan((IN,), (verb("left", 0.1),), (verb("up"),), contact_width=0.0, retreat_width=0.0)
    scene = CollisionModel(arm, [block])
    assert "block" in plan_stage(take((0.45, 0.05, 0.08)), plan, arm, scene).explain()
    pushing = replace(plan, pushing=("block",))
    assert plan_stage(take((0.45, 0.05, 0.08)), pushing, arm, scene).found
    assert "approach" in plan_stage(take((0.45, 0.14, 0.08)), pushing, arm, scene).explain()


def test_a_retreat_may_end_where_something_is_in_the_way_of_the_rest(arm):
    post = box("post", (0.02, 0.02, 0.5), (0.45, 0.31, 0.25))
    plan = MotionPlan((IN,), retreat=(verb("left", 0.25),))
    scene = CollisionModel(arm, [post])
    strict = plan_stage(take(), plan, arm, scene)
    assert "post" in strict.explain()
    way = plan_stage(take(), replace(plan, retreat_least=0.2), arm, scene)
    assert way.found, way.explain()
    away = way.legs[-1]
    assert scene.first_hit(away.path, width=0.08) is None
    begin, end = arm.forward(away.path[[0, -1]])[:, 1, 3]
    assert 0.05 <= end - begin < 0.15
    out_of_reach = replace(plan, retreat=(verb("up", 1.5),), retreat_least=0.1)
    assert plan_stage(take(), out_of_reach, arm, CollisionModel(arm, [])).found


def test_a_joint_must_be_given_to_be_followed(arm):
    with pytest.raises(MotionError, match="no joint"):
        plan_stage(grasp(), OPEN, arm, CollisionModel(arm, DOOR))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"width": -0.01}, "width of -0.01"),
        ({"contact_width": np.nan}, "contact_width of nan"),
        ({"retreat_least": 1.2}, "retreat_least of 1.2"),
        ({"free_speed": 0.0}, "free_speed of 0.0"),
        ({"contact_speed": 1.5}, "contact_speed of 1.5"),
    ],
)
def test_a_plan_with_a_figure_that_cannot_be_is_refused(values, said):
    with pytest.raises(MotionError, match=said):
        MotionPlan(**values)


@pytest.mark.parametrize("step", [Straight(Z, np.nan), Straight(np.zeros(3), 0.1), AlongJoint(np.inf)])
def test_a_step_that_is_no_motion_is_refused(arm, step):
    with pytest.raises(MotionError, match=r"nan|inf|0\.0"):
        plan_stage(grasp(), MotionPlan(contact=(step,)), arm, CollisionModel(arm, []), frames=HINGE)


def test_keypoints_inside_an_obstacle_are_a_result_that_names_it(arm):
    rock = Obstacle("rock", "sphere", (0.06,), transform(HANDLE))
    way = plan_stage(grasp(), MotionPlan(), arm, CollisionModel(arm, [rock]))
    assert not way.found
    assert "rock" in way.explain()
