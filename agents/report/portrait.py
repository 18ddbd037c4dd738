"""One asset in a picture: alone, closed or open, with its named places drawn in."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL.Image import Image

from agents.report.marks import Colour, Marks
from agents.report.still import Standing, picture, still
from envs.assets.geometry import bounds, extreme_points
from envs.assets.model import AssetModel
from envs.render.camera import Camera
from envs.robots import panda
from kpam.transforms import Array, about_axis, apply, rotate

FACING = about_axis(np.array([0.0, 0.0, 1.0]), np.pi)
"""T_world_root: the asset's front towards -x, as before the robot, where the lamp's light falls on it."""
VIEW = np.array([-1.0, -0.72, 0.62])
"""The direction from an asset to the camera: its front shows, and a side, and its top."""
FOV = math.radians(28)
MARGIN = 1.06

POINT: Colour = (205, 35, 35)
APPROACH: Colour = (20, 95, 200)
GRASP: Colour = (150, 40, 160)
VOLUME: Colour = (20, 135, 75)
SURFACE: Colour = (190, 120, 0)
LEGEND: tuple[tuple[str, Colour], ...] = (
    ("point", POINT),
    ("approach of a hand", APPROACH),
    ("grasp, finger to finger", GRASP),
    ("volume", VOLUME),
    ("surface", SURFACE),
)


@dataclass(frozen=True)
class Style:
    """How large marks and their white edges are, pixels, and whether they are named."""

    dot: float = 2.5
    line: float = 1.2
    edge: float = 0.8
    named: bool = False


def portrait(asset: AssetModel, opening: float, width: int, height: int, style: Style | None = None) -> Image:
    """Return a picture of an asset opened to a fraction of its joints' range, 0 being closed.

    With a style its keypoints, grasps, volumes and surfaces are drawn in, names too where the style says so.
    """
    values = _opened(asset, opening)
    poses = asset.link_poses(FACING, values)
    camera = _camera(asset, poses, width, height)
    seen = picture(still(panda.HOME[:7], [Standing(asset, FACING, values)], robot=None), camera, supersample=2)
    marks = Marks(seen, camera, edge=style.edge if style is not None else 0.0)
    if style is not None:
        if opening > 0.0 or not asset.joints:
            _volumes(marks, asset, poses, style)
        if opening == 0.0:
            _flat(marks, asset, poses, style)
        _points(marks, asset, poses, style, named=style.named and opening == 0.0)
    return marks.image()


def _opened(asset: AssetModel, opening: float) -> dict[str, float]:
    """Return joint values; of several slides each one opens less than the one before, so that all can be seen."""
    slides = [joint.name for joint in asset.joints if joint.kind == "prismatic" and joint.coupling is None]
    given = {joint.name: joint.value_at(opening) for joint in asset.joints}
    for place, name in enumerate(slides):
        given[name] = asset.joint(name).value_at(opening * (1.0 - 0.75 * place / len(slides)))
    return asset.joint_values(given)


def _camera(asset: AssetModel, poses: dict[str, Array], width: int, height: int) -> Camera:
    """Return the camera that looks along VIEW from as near as shows all of the asset."""
    corners = [apply(poses[link.name], extreme_points(shape)) for link in asset.links for shape in link.shapes]
    points = np.concatenate(corners)
    lower, upper = bounds(corners)
    middle, away = (lower + upper) / 2, VIEW / np.linalg.norm(VIEW)
    right = np.cross((0.0, 0.0, 1.0), away)
    right /= np.linalg.norm(right)
    up, local = np.cross(away, right), points - middle
    # A point p is in the picture from a distance d when |p . right| <= (d - p . away) tan(half the opening).
    tall = math.tan(FOV / 2) / MARGIN
    distance = float(
        max(
            (np.abs(local @ up) / tall + local @ away).max(),
            (np.abs(local @ right) / (tall * width / height) + local @ away).max(),
        )
    )
    x, y, z = (float(value) for value in middle + away * max(distance, 0.05))
    a, b, c = (float(value) for value in middle)
    return Camera(name="portrait", position=(x, y, z), target=(a, b, c), fov=FOV, width=width, height=height)


def _volumes(marks: Marks, asset: AssetModel, poses: dict[str, Array], style: Style) -> None:
    for volume in asset.volumes:
        half = np.asarray(volume.size) / 2
        marks.box(poses[volume.link] @ volume.pose.matrix(), -half, half, VOLUME, width=style.line)


def _flat(marks: Marks, asset: AssetModel, poses: dict[str, Array], style: Style) -> None:
    for surface in asset.surfaces:
        x, y = np.asarray(surface.size) / 2
        T = poses[surface.link] @ surface.pose.matrix()
        corners = apply(T, np.array([(-x, -y, 0.001), (x, -y, 0.001), (x, y, 0.001), (-x, y, 0.001)]))
        for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            marks.line(start, end, SURFACE, style.line)


def _points(marks: Marks, asset: AssetModel, poses: dict[str, Array], style: Style, *, named: bool) -> None:
    for grasp in asset.grasps:
        centre = apply(poses[grasp.link], grasp.centre)
        closing = rotate(poses[grasp.link], grasp.closing) * grasp.width / 2
        marks.line(centre - closing, centre + closing, GRASP, style.line)
        marks.dot(centre, GRASP, 0.6 * style.dot)
    reach = 0.16 * float(np.linalg.norm(asset.size))
    for part in asset.parts:
        centre = apply(poses[part.link], asset.point(f"{part.handle}.centre").position)
        approach = rotate(poses[part.link], asset.axis(f"{part.handle}.approach").direction)
        marks.arrow(centre - reach * approach, approach, reach, APPROACH, style.line)
    for point in asset.points:
        place = apply(poses[point.link], point.position)
        marks.dot(place, POINT, style.dot)
        if named:
            marks.label(place, point.name, POINT, size=13)
