"""Every robot: one arm, one hand frame, a tool that agrees with its shapes, files that physics can use."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from envs.errors import UnknownNameError
from envs.robots import ROBOTS, panda, robot
from envs.robots.spatula import BLADE_LINK, EDGE, THICKNESS, WIDTH
from envs.robots.suction_cup import CUP_LINK, LIP_RADIUS
from envs.task.scene_model import ENDS
from kpam.motion.arm_geometry import arm_geometry
from kpam.motion.collision import CollisionModel
from kpam.motion.obstacle import Obstacle
from kpam.transforms import apply, inverse

FITTED = ("panda_suction", "panda_spatula")


@pytest.fixture(params=sorted(ROBOTS))
def any_robot(request):
    return robot(request.param)


def end_in_hand(name: str, link: str) -> np.ndarray:
    """Return the vertices of a link's meshes in the hand's frame, the arm at home."""
    this = robot(name)
    poses = this.arm().link_poses(panda.HOME[:7])
    points = np.vstack([mesh.vertices for mesh in this.meshes() if mesh.link == link])
    return apply(inverse(poses[panda.HAND_FRAME]) @ poses[link], points)


def test_an_unknown_robot_is_an_error_that_names_the_nearest():
    with pytest.raises(UnknownNameError, match="panda_suction"):
        robot("panda_sucktion")


def test_every_robot_has_the_same_arm_and_hand_frame(any_robot):
    q = panda.HOME[:7] + 0.2
    np.testing.assert_allclose(any_robot.arm().forward(q), panda.arm().forward(q), atol=1e-12)
    np.testing.assert_array_equal(any_robot.home, panda.HOME)


def test_only_the_gripper_has_joints_beyond_the_arm(any_robot):
    assert any_robot.arm().model.nq == (9 if any_robot.has_fingers else 7)


def test_every_mesh_belongs_to_a_link_of_the_urdf(any_robot):
    poses = any_robot.arm().link_poses(panda.HOME[:7])
    assert {mesh.link for mesh in any_robot.meshes()} <= set(poses)
    assert len(any_robot.meshes()) >= 10


def test_every_tool_point_is_where_the_shapes_end():
    cup, blade = end_in_hand("panda_suction", CUP_LINK), end_in_hand("panda_spatula", BLADE_LINK)
    np.testing.assert_allclose(robot("panda_suction").tool.point("cup"), [0, 0, cup[:, 2].max()], atol=1e-9)
    np.testing.assert_allclose(robot("panda_spatula").tool.point("blade"), [0, 0, blade[:, 2].max()], atol=1e-9)
    assert blade[:, 2].max() == pytest.approx(EDGE)


def test_the_blade_is_wide_along_the_fingers_axis_and_thin_along_the_side_axis():
    blade = end_in_hand("panda_spatula", BLADE_LINK)
    tool = robot("panda_spatula").tool
    assert np.ptp(blade @ tool.axis("fingers")) == pytest.approx(WIDTH)
    assert np.ptp(blade @ tool.axis("side")) == pytest.approx(THICKNESS)


def test_the_lip_is_round_about_the_approach():
    cup = end_in_hand("panda_suction", CUP_LINK)
    lip = cup[np.isclose(cup[:, 2], cup[:, 2].max())]
    assert np.hypot(lip[:, 0], lip[:, 1]).max() == pytest.approx(LIP_RADIUS)


def test_a_cup_is_the_same_at_any_angle_and_a_spatula_turned_half_round():
    (cup,), (blade,) = (robot(name).tool.turns for name in FITTED)
    assert (cup.count, blade.count) == (None, 2)


@pytest.mark.parametrize("name", FITTED)
def test_the_gripper_is_gone_from_the_urdf(name):
    tree = ElementTree.fromstring(robot(name).urdf().read_text())
    links = {link.get("name") for link in tree.findall("link")}
    named = {end.get("link") for joint in tree.findall("joint") for end in joint if end.tag in ("parent", "child")}
    assert not any("finger" in str(link) for link in links)
    assert named <= links


def test_every_inertia_is_physical(any_robot):
    for inertial in ElementTree.fromstring(any_robot.urdf().read_text()).iter("inertial"):
        tensor = inertial.find("inertia")
        ixx, iyy, izz, ixy, ixz, iyz = (float(tensor.get(key)) for key in ("ixx", "iyy", "izz", "ixy", "ixz", "iyz"))
        moments = np.linalg.eigvalsh([[ixx, ixy, ixz], [ixy, iyy, iyz], [ixz, iyz, izz]])
        assert moments[0] > 0
        assert moments[0] + moments[1] >= moments[2] * (1 - 1e-6)


def test_the_fitted_hands_inertia_is_that_of_its_cylinders():
    tree = ElementTree.fromstring(robot("panda_spatula").urdf().read_text())
    blade = tree.find(f"link[@name='{BLADE_LINK}']/inertial")
    mass, tensor = float(blade.find("mass").get("value")), blade.find("inertia")
    assert float(tensor.get("izz")) == pytest.approx(mass * (WIDTH**2 + THICKNESS**2) / 12)


def test_a_second_robot_of_a_name_writes_nothing(any_robot):
    before = any_robot.urdf().stat().st_mtime_ns
    assert any_robot.urdf().stat().st_mtime_ns == before


def test_what_hangs_on_the_hand_belongs_to_it_in_collision_checks(any_robot):
    geometry = arm_geometry(any_robot.arm())
    names = {geometry.names[index] for index in geometry.hand}
    assert panda.HAND_FRAME in names
    assert names & ENDS
    assert {geometry.names[index] for index in geometry.wrist} == {"panda_link7"}


def test_the_ready_posture_touches_nothing_of_itself(any_robot):
    assert CollisionModel(any_robot.arm(), ()).clear(panda.HOME[:7])


@pytest.mark.parametrize(("name", "point"), [("panda_suction", "cup"), ("panda_spatula", "blade")])
def test_the_end_collides_with_what_stands_where_it_is(name, point):
    this = robot(name)
    there = np.eye(4)
    there[:3, 3] = apply(this.arm().forward(panda.HOME[:7]), this.tool.point(point))
    ball = Obstacle("ball", "sphere", (0.005,), there)
    model = CollisionModel(this.arm(), (ball,))
    assert not model.clear(panda.HOME[:7])
    assert model.clear(panda.HOME[:7], ignore=("ball",))
    there[2, 3] -= 0.01
    assert CollisionModel(this.arm(), (Obstacle("ball", "sphere", (0.005,), there),)).clear(panda.HOME[:7])
