"""A state to look at, made without any engine."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from envs.assets.model import AssetModel, Box, Link, Sphere
from envs.pose import Pose
from envs.render.raycast import RaycastRenderer
from envs.robots import panda
from envs.task.spec import ObjectSpec, Region, SceneSpec
from envs.worlds.state import ObjectState, RobotState, WorldState
from kpam.transforms import from_rotation

REGION = Region(name="table", x=(0.3, 0.7), y=(-0.3, 0.3))
INERTIA = (1e-4, 1e-4, 1e-4, 0.0, 0.0, 0.0)
RED, BLUE = (0.9, 0.1, 0.1), (0.1, 0.2, 0.9)


def thing(category: str, shape: Box | Sphere) -> AssetModel:
    link = Link(name="base", shapes=(shape,), mass=0.1, centre_of_mass=(0, 0, 0), inertia=INERTIA)
    return AssetModel(
        category=category,
        instance=0,
        description="",
        fixed_base=False,
        links=(link,),
        size=(0.1, 0.1, 0.1),
        centre=(0, 0, 0.05),
    )


@pytest.fixture
def assets() -> Mapping[str, AssetModel]:
    """A red cube of 10 cm and a blue ball of the same height, both standing on their origin."""
    lifted = Pose(position=(0, 0, 0.05))
    cube = thing("cube", Box(size=(0.1, 0.1, 0.1), pose=lifted, colour=RED))
    ball = thing("ball", Sphere(radius=0.05, pose=lifted, colour=BLUE))
    return {cube.id: cube, ball.id: ball}


@pytest.fixture
def scene() -> SceneSpec:
    def item(name: str, x: float, y: float) -> ObjectSpec:
        return ObjectSpec(name=name, asset=f"{name}/0", region=REGION, yaw=(0, 0), pose=Pose(position=(x, y, 0)))

    return SceneSpec(objects=(item("cube", 0.5, 0.15), item("ball", 0.5, -0.15)))


@pytest.fixture
def state(scene) -> WorldState:
    home = np.array(panda.HOME)
    robot = RobotState(home, np.zeros(9), home, panda.arm().forward(home[:7]))
    objects = {
        item.name: ObjectState({"base": from_rotation(np.eye(3), item.pose.position)}, {"base": np.zeros(6)})
        for item in scene.objects
    }
    return WorldState(0.0, robot, objects)


@pytest.fixture
def renderer(scene, assets) -> RaycastRenderer:
    return RaycastRenderer(scene, assets)
