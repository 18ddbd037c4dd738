"""Every robot is seen as what it ends in, where its arm has it."""

from __future__ import annotations

import numpy as np
import pytest

from envs.pose import Pose
from envs.render.camera import overview_camera
from envs.render.raycast import RaycastRenderer
from envs.robots import ROBOTS, panda, robot
from envs.task.spec import ObjectSpec, Region, SceneSpec
from envs.worlds.state import ObjectState, RobotState, WorldState
from kpam.transforms import apply
from tests.envs.worlds.conftest import block

ENDS = {"panda": "panda_leftfinger", "panda_suction": "panda_cup", "panda_spatula": "panda_blade"}


@pytest.mark.parametrize("name", sorted(ROBOTS))
def test_the_end_of_every_robot_is_in_the_picture_at_its_working_point(name):
    region = Region(name="here", x=(0.6, 0.6), y=(0.3, 0.3))
    item = ObjectSpec(name="b", asset="block/0", region=region, yaw=(0, 0), pose=Pose(position=(0.6, 0.3, 0.0)))
    this = robot(name)
    posture = np.append(this.home[:7], (0.0, 0.0))
    T_hand = this.arm().forward(posture[:7])
    state = WorldState(
        0.0,
        RobotState(posture, np.zeros(9), posture, T_hand),
        {"b": ObjectState({"base": item.pose.matrix()}, {"base": np.zeros(6)})},
    )
    scene = SceneSpec(robot=name, objects=(item,))
    renderer = RaycastRenderer(scene, {"block/0": block()})
    camera = overview_camera(480, 360)
    image = renderer.render(state, camera)
    labels = [number for number, label in renderer.labels.items() if label == ("robot", ENDS[name])]
    assert np.isin(image.segmentation, labels).sum() > 20
    centre = apply(T_hand, this.working_point)
    cloud = renderer.point_cloud(state, [camera], 4000, np.random.default_rng(0))
    near = cloud.points[np.isin(cloud.labels, labels)]
    assert np.linalg.norm(near - centre, axis=1).min() < 0.05
    assert np.linalg.norm(near - centre, axis=1).max() < 0.11


def test_only_the_gripper_has_fingers_in_the_picture():
    for name, this in ROBOTS.items():
        links = {mesh.link for mesh in this.meshes()}
        assert bool(links & set(panda.FINGER_LINKS)) == (name == "panda")
        assert ENDS[name] in links
