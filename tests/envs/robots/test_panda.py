"""The Panda's numbers agree with one another and with its meshes."""

from __future__ import annotations

import numpy as np

from envs.robots import panda
from kpam.constraints import AxisParallel, PointToPoint
from kpam.problem import KeypointProblem
from kpam.solver import solve
from kpam.transforms import apply


def test_home_is_within_the_limits_and_open():
    arm = panda.arm()
    assert arm.within_limits(panda.HOME[:7], margin=0.1)
    assert panda.HOME[7:].sum() == panda.MAX_WIDTH


def test_home_looks_down_in_front_of_the_base():
    T = panda.arm().forward(panda.HOME[:7])
    approach = T[:3, :3] @ panda.TOOL_AXES["approach"]
    np.testing.assert_allclose(approach, [0, 0, -1], atol=1e-6)
    assert 0.25 < T[0, 3] < 0.4


def test_position_limits_are_frankas_published_ones():
    arm = panda.arm()
    np.testing.assert_allclose(arm.lower, [-2.8973, -1.7628, -2.8973, -3.0718, -2.8973, -0.0175, -2.8973])
    np.testing.assert_allclose(arm.upper, [2.8973, 1.7628, 2.8973, -0.0698, 2.8973, 3.7525, 2.8973])


def test_tool_axes_are_a_right_handed_frame():
    axes = panda.TOOL_AXES
    np.testing.assert_allclose(np.cross(axes["side"], axes["fingers"]), axes["approach"])


def test_the_grasp_point_lies_between_the_pads_and_the_tip_at_their_end():
    mesh = {mesh.link: mesh for mesh in panda.link_meshes()}["panda_leftfinger"]
    finger_z = 0.0584
    flat = mesh.vertices[mesh.vertices[:, 1] < 1e-3]
    assert flat[:, 2].min() + finger_z < panda.TOOL_POINTS["grasp"][2] < flat[:, 2].max() + finger_z
    assert abs(mesh.vertices[:, 2].max() + finger_z - panda.TOOL_POINTS["tip"][2]) < 5e-4


def test_the_palm_point_is_where_the_hand_ends():
    mesh = {mesh.link: mesh for mesh in panda.link_meshes()}["panda_hand"]
    assert abs(mesh.vertices[:, 2].max() - panda.TOOL_POINTS["palm"][2]) < 5e-4


def test_a_suction_cup_lies_on_a_surface_at_whatever_angle_is_nearest():
    """Turned about its approach it is the same cup, so the last joint need not turn for it."""
    arm, cup = panda.arm(), panda.SUCTION
    lid = np.array([0.5, 0.1, 0.2])
    constraints = (
        PointToPoint("cup on the lid", cup.point("cup"), lid),
        AxisParallel("from above", cup.axis("approach"), np.array([0.0, 0.0, -1.0]), 0.01),
    )
    solution = solve(KeypointProblem(constraints, panda.HOME[:7], symmetries=cup.symmetries()), arm)
    assert solution.feasible, solution.explain()
    np.testing.assert_allclose(solution.T_base_hand[:3, 3], lid + np.array([0.0, 0.0, 0.12]), atol=3e-3)
    assert abs(solution.q[6] - panda.HOME[6]) < 0.3


def test_the_suction_cup_begins_at_the_flange_which_the_hands_frame_lies_in():
    T = panda.arm().link_poses(panda.HOME[:7])
    at_flange = apply(T["panda_link8"], np.zeros(3))
    np.testing.assert_allclose(apply(T["panda_hand"], panda.SUCTION.point("flange")), at_flange, atol=1e-9)
