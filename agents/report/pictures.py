"""Pictures and films for the command line: a rollout before and after, a rollout as video, an asset."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from envs.robots import panda
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
    from agents.report.still import Standing, picture, still
    from envs.render.camera import overview_camera
    from envs.render.video import write_picture

    T_world_root = from_rotation(np.eye(3), np.array([0.6, 0.0, 0.0])) @ about_axis(np.array([0.0, 0.0, 1.0]), np.pi)
    joints = {joint.name: joint.value_at(0.5) for joint in asset.joints}
    scene = still(panda.HOME[:7], [Standing(asset, T_world_root, joints)])
    write_picture(path, picture(scene, overview_camera(*SIZE), supersample=1).colour)
