import numpy as np
import pytest

from envs.robots import panda
from kpam.errors import KeypointError
from kpam.keypoints import Keypoints, Tool, Turns, world_axis
from kpam.transforms import about_axis, apply, inverse, rotate, transform

GRIPPER = Tool(
    "gripper",
    {"grasp": (0.0, 0.0, 0.1034), "tip": (0.0, 0.0, 0.1121)},
    {"approach": (0.0, 0.0, 2.0)},
    turns=(Turns((0, 0, 1), 2),),
)
MUG = Keypoints(
    "mug",
    {"rim": (0.0, 0.0, 0.1), "handle": (0.05, 0.0, 0.05)},
    {"up": (0.0, 0.0, 1.0)},
    pose=transform((0.5, 0.1, 0.0), (0.5, 0.5, 0.5, 0.5)),
)
T_HAND_MUG = transform((0.0, 0.01, 0.12), (0.5, -0.5, 0.5, 0.5))


def test_points_and_axes_are_where_the_pose_puts_them():
    np.testing.assert_allclose(MUG.point("rim"), apply(MUG.pose, (0, 0, 0.1)))
    np.testing.assert_allclose(MUG.axis("up"), rotate(MUG.pose, (0, 0, 1)))
    np.testing.assert_allclose(MUG.axis("-up"), -MUG.axis("up"))
    np.testing.assert_allclose(MUG.axis("z"), MUG.axis("up"))
    np.testing.assert_allclose(GRIPPER.axis("approach"), (0, 0, 1))


def test_the_way_between_two_points_is_a_unit_vector_that_turns_with_the_body():
    way = MUG.between("handle", "rim")
    assert np.linalg.norm(way) == pytest.approx(1.0)
    np.testing.assert_allclose(way * np.hypot(0.05, 0.05), MUG.point("rim") - MUG.point("handle"), atol=1e-12)


def test_a_body_moves_as_a_whole():
    T = about_axis((1, 2, 3), 0.7, (0.1, 0.0, 0.2))
    moved = MUG.at(T @ MUG.pose)
    np.testing.assert_allclose(moved.point("handle"), apply(T, MUG.point("handle")), atol=1e-12)
    np.testing.assert_allclose(MUG.point("handle"), apply(MUG.pose, (0.05, 0, 0.05)))


def test_what_is_held_is_part_of_the_tool():
    tool = GRIPPER.holding(MUG, T_HAND_MUG)
    np.testing.assert_allclose(tool.point("mug.rim"), apply(T_HAND_MUG, (0, 0, 0.1)), atol=1e-12)
    np.testing.assert_allclose(tool.axis("mug.up"), rotate(T_HAND_MUG, (0, 0, 1)), atol=1e-12)
    np.testing.assert_allclose(tool.point("grasp"), GRIPPER.point("grasp"))


def test_what_is_held_is_where_the_hand_carries_it(arm, home):
    T_base_hand = arm.forward(home)
    tool = GRIPPER.holding(MUG, T_HAND_MUG)
    carried = MUG.at(T_base_hand @ T_HAND_MUG)
    np.testing.assert_allclose(apply(T_base_hand, tool.point("mug.handle")), carried.point("handle"), atol=1e-12)


def test_a_held_thing_has_its_own_symmetry_and_not_the_gripper_s():
    peg = Keypoints("peg", {"tip": (0.0, 0.0, 0.1)}, turns=(Turns((0, 0, 1), 4),))
    tool = GRIPPER.holding(peg, T_HAND_MUG)
    assert len(tool.symmetries()) == 4
    for S in tool.symmetries():
        np.testing.assert_allclose(apply(S, tool.point("peg.tip")), tool.point("peg.tip"), atol=1e-12)
        np.testing.assert_allclose(rotate(S, tool.axis("peg.z")), tool.axis("peg.z"), atol=1e-12)


def test_symmetries_are_a_group_with_the_identity_first():
    cube = Keypoints("cube", pose=MUG.pose, turns=(Turns((0, 0, 1), 4), Turns((1, 0, 0), 2)))
    found = cube.symmetries()
    assert len(found) == 8
    np.testing.assert_allclose(found[0], np.eye(4), atol=1e-12)
    for one in found:
        for other in found:
            assert min(np.abs(one @ other - third).max() for third in found) < 1e-9


def test_half_a_turn_of_a_gripper_exchanges_its_fingers():
    _, half = GRIPPER.symmetries()
    np.testing.assert_allclose(rotate(half, (0, 1, 0)), (0, -1, 0), atol=1e-12)
    np.testing.assert_allclose(apply(half, panda.TOOL_POINTS["grasp"]), panda.TOOL_POINTS["grasp"], atol=1e-12)


def test_any_angle_is_sampled_evenly_about_an_axis_that_stays():
    point = (0.02, 0.0, 0.0)
    can = Keypoints("can", pose=MUG.pose, turns=(Turns((0, 1, 0), None, point),))
    found = can.symmetries(steps=5)
    assert len(found) == 5
    for k, S in enumerate(found):
        np.testing.assert_allclose(apply(S, apply(MUG.pose, point)), apply(MUG.pose, point), atol=1e-12)
        own = inverse(MUG.pose) @ S @ MUG.pose
        np.testing.assert_allclose(own, about_axis((0, 1, 0), 2 * np.pi * k / 5, point), atol=1e-12)


def test_world_axes_have_names():
    np.testing.assert_array_equal(world_axis("-z"), (0, 0, -1))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: MUG.point("rin"), "did you mean 'rim'"),
        (lambda: MUG.axis("-down"), "unknown axis of mug 'down'.*up"),
        (lambda: MUG.between("rim", "rim"), "no length"),
        (lambda: Keypoints("mug", {"rim": (0, 0)}), "mug.rim"),
        (lambda: Keypoints("mug", {"rim": (0, np.nan, 0)}), "mug.rim"),
        (lambda: Keypoints("mug", axes={"up": (0, 0, 0)}), "mug.up.*no length"),
        (lambda: MUG.at(np.eye(3)), "'mug'"),
        (lambda: Turns((0, 0, 0)), "no length"),
        (lambda: Turns((0, 0, 1), 0), "0 turns"),
        (lambda: world_axis("up"), "unknown axis of world"),
    ],
)
def test_what_is_malformed_or_missing_is_named(make, said):
    with pytest.raises(KeypointError, match=said):
        make()
