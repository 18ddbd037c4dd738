"""Grasps that fit the asset, and room for an open gripper round them and round the handles that are held."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from envs.assets.checks.finding import TOUCH
from envs.assets.checks.sweeps import deepest
from envs.assets.contact import Solid, contains
from envs.assets.geometry import extreme_points
from envs.assets.gripper_room import grasp_frame, open_gripper
from envs.assets.model import AssetModel
from kpam.transforms import apply


def grasps(asset: AssetModel) -> Iterator[str]:
    """Yield grasps that do not agree with the asset's thickness, and a free asset without any."""
    if not asset.fixed_base and not asset.grasps:
        yield "it is free to move and has no grasp"
    for grasp in asset.grasps:
        if abs(np.dot(grasp.approach, grasp.closing)) > 1e-6:
            yield f"grasp {grasp.name}: approach and closing are not orthogonal"
        shapes = asset.link(grasp.link).shapes
        for side in (-0.5, 0.5):
            point = np.asarray(grasp.centre) + side * (grasp.width + 4 * TOUCH) * np.asarray(grasp.closing)
            if any(contains(shape, point) for shape in shapes):
                yield f"grasp {grasp.name}: the asset is thicker there than {1000 * grasp.width:.1f} mm"
        surface = np.asarray(grasp.centre) + (grasp.width / 2 - TOUCH) * np.asarray(grasp.closing)
        if not any(contains(shape, surface, TOUCH) for shape in shapes):
            yield f"grasp {grasp.name}: the asset is thinner there than {1000 * grasp.width:.1f} mm"


def gripper_room(asset: AssetModel) -> Iterator[str]:
    """Yield grasps and handles where the open gripper, 80 mm between its fingers, would be in something.

    A handle that is pushed needs no such room.
    """
    poses = asset.link_poses(np.eye(4), {})
    frames = {
        f"grasp {grasp.name}": poses[grasp.link] @ grasp_frame(grasp.centre, grasp.approach, grasp.closing)
        for grasp in asset.grasps
    }
    for part in asset.parts:
        if part.handle_kind == "push":
            continue
        centre = asset.point(f"{part.handle}.centre").position
        approach, along = (asset.axis(f"{part.handle}.{name}").direction for name in ("approach", "axis"))
        x, y, z = (float(value) for value in np.cross(along, approach))
        frames[f"handle of {part.name}"] = poses[part.link] @ grasp_frame(centre, approach, (x, y, z))
    solids = [(poses[link.name], [Solid.of(shape) for shape in link.shapes]) for link in asset.links]
    pieces = [(piece, shape, Solid.of(shape)) for piece, shape in open_gripper()]
    for name, T in frames.items():
        for piece, shape, solid in pieces:
            depth = max(deepest([solid], T, others, T_link) for T_link, others in solids)
            if depth > TOUCH:
                yield f"{name}: the open gripper's {piece} enters the asset by {1000 * depth:.1f} mm"
            low = float(apply(T, extreme_points(shape))[:, 2].min())
            if low < 0:
                yield f"{name}: the open gripper's {piece} would be {-1000 * low:.1f} mm in the table"
