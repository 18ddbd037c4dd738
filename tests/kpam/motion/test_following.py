import numpy as np
import pytest

from envs.robots import panda
from kpam.errors import MotionError
from kpam.motion.following import follow
from kpam.motion.frames import AlongJoint, Frames, Joint, Straight, verb
from kpam.motion.motions import Bar
from kpam.transforms import about_axis, apply, inverse, rotate

GRASP = np.array(panda.TOOL_POINTS["grasp"])
Z = np.array([0.0, 0.0, 1.0])
SIDE = np.array([1.0, 0.0, 0.0])


@pytest.fixture
def hinge(arm, home):
    """A door on a hinge 0.3 m to the left of the hand, held by a bar along z at the grasp point."""
    grasp = apply(arm.forward(home), GRASP)
    left = np.array([0.0, 0.3, 0.0])
    return Frames(joint=Joint("revolute", grasp + left, -Z), bar=Bar(grasp, Z))


def test_steps_follow_one_another(arm, home):
    done = follow(arm, home, (verb("up"), verb("left")), Frames())
    assert (done.share, done.missed, done.T_in_hand) == (1.0, None, None)
    moved = arm.forward(done.path[-1])[:3, 3] - arm.forward(home)[:3, 3]
    np.testing.assert_allclose(moved, (0, 0.08, 0.06), atol=2e-3)


def test_steps_undone_lead_back_to_where_they_begin(arm, home):
    steps = (verb("up"), Straight(SIDE, 0.05), verb("left"))
    back = follow(arm, home, steps, Frames(), reverse=True)
    there = follow(arm, back.path[-1], steps, Frames())
    np.testing.assert_allclose(arm.forward(there.path[-1]), arm.forward(home), atol=4e-3)


def test_steps_are_in_the_axes_of_the_tool_as_it_is_used(arm, home):
    for T_hand_tool, sign in ((np.eye(4), 1.0), (about_axis(Z, np.pi), -1.0)):
        done = follow(arm, home, (Straight(SIDE, 0.05),), Frames(), T_hand_tool=T_hand_tool)
        moved = inverse(arm.forward(home)) @ arm.forward(done.path[-1])
        np.testing.assert_allclose(moved[:3, 3], (sign * 0.05, 0, 0), atol=2e-3)


@pytest.mark.parametrize("turning", [0.5, 0.0, None])
def test_what_is_held_by_a_bar_stays_on_its_joint_however_the_hand_turns(arm, home, hinge, turning):
    done = follow(arm, home, (AlongJoint(0.7, turning),), hinge)
    assert done.missed is None
    door = arm.forward(done.path) @ done.T_in_hand @ inverse(arm.forward(home))
    np.testing.assert_allclose(door[-1], about_axis(-Z, 0.7, hinge.joint.point), atol=1e-6)
    for q, T in zip(done.path, door, strict=True):
        assert np.linalg.norm(apply(arm.forward(q), GRASP) - apply(T, hinge.bar.point)) < 2e-3
        np.testing.assert_allclose(T[2], (0, 0, 1, 0), atol=1e-6)


def test_the_bar_is_where_an_earlier_step_has_taken_it(arm, home, hinge):
    """About where the bar was before, the hand would not come back to where it began."""
    done = follow(arm, home, (AlongJoint(0.5, 0.0), AlongJoint(-0.5, 0.0)), hinge)
    assert done.missed is None
    np.testing.assert_allclose(arm.forward(done.path[-1]), arm.forward(home), atol=4e-3)


def test_a_hand_may_turn_as_it_likes_about_the_bar_only(arm, home, hinge):
    done = follow(arm, home, (AlongJoint(0.7, None),), hinge)
    axis = rotate(inverse(arm.forward(home)), Z)
    for q in done.path:
        np.testing.assert_allclose(rotate(arm.forward(q), axis), Z, atol=0.02)


def test_how_much_was_done_counts_every_step_alike(arm, home):
    done = follow(arm, home, (verb("up"), verb("forward", 2.0)), Frames())
    assert 0.5 < done.share < 0.9
    assert "moving 200.0 cm" in done.missed
    assert "poses; " in done.missed
    gone = arm.forward(done.path[-1])[0, 3] - arm.forward(home)[0, 3]
    assert gone == pytest.approx(2.0 * 2.0 * (done.share - 0.5), abs=0.02)


def test_nothing_to_do_is_done(arm, home):
    done = follow(arm, home, (), Frames())
    np.testing.assert_array_equal(done.path, [home])
    assert done.share == 1.0


def test_a_bar_must_be_given_to_be_turned_about(arm, home, hinge):
    with pytest.raises(MotionError, match="no bar"):
        follow(arm, home, (AlongJoint(0.5, 0.5),), Frames(joint=hinge.joint))
