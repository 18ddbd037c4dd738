import numpy as np
import pytest

from kpam.errors import MotionError
from kpam.motion.frames import VERBS, AlongJoint, Frames, Joint, Straight, Turn, backwards, in_base, say, verb
from kpam.motion.motions import hand_path
from kpam.transforms import about_axis, apply, inverse, transform

TOOL = transform((0.5, 0.1, 0.3), (0.5, 0.5, -0.5, 0.5))
OBJECT = transform((0.6, -0.2, 0.1), (0.8, 0.0, 0.0, 0.6))
HINGE = Joint("revolute", np.array([0.7, 0.4, 0.0]), np.array([0.0, 0.0, 2.0]))
FRAMES = Frames(OBJECT, HINGE)


def end(step, begin=TOOL, frames=FRAMES):
    return hand_path(begin, in_base(step, begin, frames))[-1]


@pytest.mark.parametrize(
    ("name", "shift"),
    [
        ("up", (0, 0, 0.06)),
        ("down", (0, 0, -0.06)),
        ("left", (0, 0.08, 0)),
        ("right", (0, -0.08, 0)),
        ("forward", (0.1, 0, 0)),
        ("backward", (-0.1, 0, 0)),
    ],
)
def test_verbs_go_their_distance_in_the_world_however_the_hand_is_turned(name, shift):
    np.testing.assert_allclose(end(verb(name)) - TOOL, transform(shift) - np.eye(4), atol=1e-12)


def test_every_verb_takes_another_distance():
    for name in VERBS:
        assert np.linalg.norm(end(verb(name, 0.03))[:3, 3] - TOOL[:3, 3]) == pytest.approx(0.03)


@pytest.mark.parametrize("frame", ["tool", "object", "world"])
def test_straight_steps_go_along_the_axes_of_their_frame(frame):
    T = {"tool": TOOL, "object": OBJECT, "world": np.eye(4)}[frame]
    moved = end(Straight((0, 2.0, 0), 0.1, frame))
    np.testing.assert_allclose(moved[:3, 3], TOOL[:3, 3] + 0.1 * T[:3, 1], atol=1e-12)
    np.testing.assert_allclose(moved[:3, :3], TOOL[:3, :3], atol=1e-12)


def test_a_turn_leaves_its_point_of_its_frame_where_it_is():
    point = np.array([0.02, 0.0, 0.1])
    moved = end(Turn(np.array([0, 0, 1.0]), 0.7, point))
    np.testing.assert_allclose(apply(moved, point), apply(TOOL, point), atol=1e-12)
    np.testing.assert_allclose(inverse(TOOL) @ moved, about_axis((0, 0, 1), 0.7, point), atol=1e-9)


def test_a_turn_may_have_its_axis_in_one_frame_and_its_point_in_another():
    point = np.array([0.0, 0.0, 0.1])
    moved = end(Turn(np.array([0, 0, 1.0]), 0.7, point, "world", "tool"))
    np.testing.assert_allclose(moved, about_axis((0, 0, 1), 0.7, apply(TOOL, point)) @ TOOL, atol=1e-12)


def test_a_step_may_follow_a_joint_of_its_own():
    slide = Joint("prismatic", np.zeros(3), np.array([1.0, 0.0, 0.0]))
    np.testing.assert_allclose(end(AlongJoint(0.1, joint=slide)), transform((0.1, 0, 0)) @ TOOL, atol=1e-12)


@pytest.mark.parametrize("kind", ["revolute", "prismatic"])
def test_what_goes_along_a_joint_stays_on_the_body_that_hangs_on_it(kind):
    joint = Joint(kind, HINGE.point, HINGE.axis)
    body = about_axis((0, 0, 1), 0.5, HINGE.point) if kind == "revolute" else transform((0, 0, 0.5))
    np.testing.assert_allclose(end(AlongJoint(0.5), frames=Frames(joint=joint)), body @ TOOL, atol=1e-12)


def test_the_joints_frame_looks_at_the_tool_and_its_y_is_the_way_the_joint_opens():
    T = HINGE.pose(TOOL)
    outwards = TOOL[:3, 3] - [0.7, 0.4, 0.3]
    np.testing.assert_allclose(T[:3, 0], outwards / np.linalg.norm(outwards))
    np.testing.assert_allclose(np.cross(T[:3, 0], T[:3, 1]), T[:3, 2], atol=1e-12)
    a_little = end(AlongJoint(1e-5))[:3, 3] - TOOL[:3, 3]
    np.testing.assert_allclose(T[:3, 1], a_little / np.linalg.norm(a_little), atol=1e-4)


def test_a_tool_on_the_joints_line_has_a_frame_too():
    T = Joint("revolute", TOOL[:3, 3], np.array([0, 0, 1.0])).pose(TOOL)
    np.testing.assert_allclose(T[:3, :3] @ T[:3, :3].T, np.eye(3), atol=1e-12)


@pytest.mark.parametrize(
    "step",
    [
        Straight((1, 2, 3), 0.1),
        Straight((0, 0, 1), -0.1, "object"),
        Turn(np.array([1, 1, 0.0]), 0.8, np.array([0, 0, 0.1])),
        Turn(np.array([0, 0, 1.0]), -0.4, frame="world"),
        AlongJoint(0.6),
    ],
    ids=lambda step: say(step),
)
def test_a_step_undone_from_its_end_begins_where_it_began(step):
    begin = hand_path(TOOL, backwards(in_base(step, TOOL, FRAMES)))[-1]
    np.testing.assert_allclose(end(step, begin), TOOL, atol=1e-9)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: verb("upp"), "did you mean 'up'"),
        (lambda: in_base(Straight((0, 0, 1), 0.1, "object"), TOOL, Frames()), "object's pose"),
        (lambda: in_base(AlongJoint(0.1), TOOL, Frames()), "no joint was given"),
        (lambda: in_base(AlongJoint(0.1, turning=0.5), TOOL, FRAMES), "no bar was given"),
        (lambda: in_base(Straight((0, 0, 1), 0.1, "tol"), TOOL, FRAMES), "did you mean 'tool'"),
        (lambda: Joint("revolute", np.zeros(3), np.zeros(3)), "axis"),
        (lambda: Joint("revolute", np.array([0, np.nan, 0]), np.ones(3)), "point of a joint .*nan"),
        (lambda: Joint("revolute", np.zeros(3), np.ones(2)), "axis of a joint"),
        (lambda: Joint("hinge", np.zeros(3), np.ones(3)), "'hinge'"),
        (lambda: Frames(object=np.full((4, 4), np.nan)), "pose of an object .*nan"),
    ],
)
def test_what_is_not_there_is_refused_by_name(make, said):
    with pytest.raises(MotionError, match=said):
        make()
