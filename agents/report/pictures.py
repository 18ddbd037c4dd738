"""Pictures and films for the command line: a rollout before and after, a rollout as video, an asset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from envs.pose import Pose
from envs.robots import panda
from envs.task.spec import ObjectSpec, Region, SceneSpec
from envs.worlds.state import ObjectState, RobotState, WorldState
from envs.worlds.world import CONTROL_HZ
from kpam.transforms import about_axis, from_rotation
from tools.context import ToolContext
from tools.render import write_film as film_rollout

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.assets.model import AssetModel
    from envs.execution.rollout import Rollout

SIZE = (640, 480)
"""Width and height of one picture, pixels."""


def write_picture_pair(rollout: Rollout, catalog: Catalog, path: Path) -> None:
    """Write the settled start and the end of a rollout side by side as a PNG."""
    from envs.render.camera import overview_camera
    from envs.render.raycast import RaycastRenderer
    from envs.render.video import write_picture

    assets = {item.asset: catalog.get(item.asset) for item in rollout.spec.scene.objects}
    renderer, camera = RaycastRenderer(rollout.spec.scene, assets), overview_camera(*SIZE)
    states = (rollout.states[0], rollout.states[-1])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_picture(path, np.concatenate([renderer.render(state, camera).colour for state in states], axis=1))


def write_film(rollout: Rollout, catalog: Catalog, path: Path) -> None:
    """Write a whole rollout as a video at its own speed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    film_rollout(ToolContext(catalog=catalog), rollout, path, stride=1, fps=CONTROL_HZ)


def write_asset_picture(asset: AssetModel, path: Path) -> None:
    """Write an asset before the robot, half open where it opens, its front towards the camera's side, as a PNG."""
    from envs.render.camera import overview_camera
    from envs.render.raycast import RaycastRenderer
    from envs.render.video import write_picture

    T_world_root = from_rotation(np.eye(3), np.array([0.6, 0.0, 0.0])) @ about_axis(np.array([0.0, 0.0, 1.0]), np.pi)
    name = asset.category
    placed = ObjectSpec(
        name=name,
        asset=asset.id,
        region=Region(name="here", x=(0.6, 0.6), y=(0.0, 0.0)),
        yaw=(np.pi, np.pi),
        pose=Pose.from_matrix(T_world_root),
    )
    scene = SceneSpec(objects=(placed,))
    joints = {joint.name: joint.value_at(0.5) for joint in asset.joints}
    links = asset.link_poses(T_world_root, joints)
    robot = RobotState(panda.HOME, np.zeros(9), panda.HOME, panda.arm().forward(panda.HOME[:7]))
    still = {link: np.zeros(6) for link in links}
    state = WorldState(0.0, robot, {name: ObjectState(links, still, joints, dict.fromkeys(joints, 0.0))})
    path.parent.mkdir(parents=True, exist_ok=True)
    write_picture(path, RaycastRenderer(scene, {asset.id: asset}).render(state, overview_camera(*SIZE)).colour)
