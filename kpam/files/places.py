"""Where the names in a document are: points and axes of the tool in the hand's frame, all others in the base's."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kpam.errors import ConstraintError, unknown
from kpam.files.document import Between, Body, Direction, Document, Place, Pose
from kpam.transforms import Array, apply, rotate, transform

AXES: Mapping[str, Array] = {"x": np.array([1.0, 0, 0]), "y": np.array([0, 1.0, 0]), "z": np.array([0, 0, 1.0])}
"""Axes that every frame has without naming them: `world.z`, `mug.z`, and `z` alone for the hand."""


class Places:
    """Looks names up. What an object in the hand has is the tool's too, as `mug.rim`.

    Args:
        document: its objects, and what is held.
        tool: the tool's points and axes.
    """

    def __init__(self, document: Document, tool: Body) -> None:
        self._tool_points = {name: np.array(point) for name, point in tool.points.items()}
        self._tool_axes = {**AXES, **{name: np.array(axis) for name, axis in tool.axes.items()}}
        self._points: dict[str, Array] = {}
        self._axes = {f"world.{name}": axis for name, axis in AXES.items()}
        self.poses = {name: matrix(body.pose) for name, body in document.objects.items()}
        for name, body in document.objects.items():
            _name(name, body, self._points, self._axes)
        if document.held is not None:
            _name(*document.held, self._tool_points, self._tool_axes)

    @property
    def points(self) -> Mapping[str, Array]:
        """Every named point of the scene, (3,) in the base frame."""
        return self._points

    @property
    def tool_points(self) -> Mapping[str, Array]:
        """Every named point of the tool and of what it holds, (3,) in the hand's frame."""
        return self._tool_points

    def tool_point(self, place: Place) -> Array:
        """Return a point of the tool (3,) in the hand's frame; raises ConstraintError for an unknown name."""
        return _point(place, self._tool_points, "point of the tool")

    def tool_axis(self, direction: Direction) -> Array:
        """Return an axis of the tool (3,) in the hand's frame; raises ConstraintError for an unknown name."""
        return _direction(direction, self._tool_axes, self._tool_points, "of the tool")

    def point(self, place: Place) -> Array:
        """Return a point of the scene (3,) in the base frame; raises ConstraintError for an unknown name."""
        return _point(place, self._points, "point")

    def direction(self, direction: Direction) -> Array:
        """Return a direction of the scene (3,) in the base frame; raises ConstraintError for an unknown name."""
        return _direction(direction, self._axes, self._points, "of the scene")

    def pose(self, pose: str | Pose) -> Array:
        """Return a pose (4, 4) in the base frame: an object's by name, or as written."""
        if isinstance(pose, Pose):
            return matrix(pose)
        if pose not in self.poses:
            raise ConstraintError(unknown("object", pose, self.poses))
        return self.poses[pose]


def matrix(pose: Pose) -> Array:
    """Return a pose as a (4, 4) transform."""
    return transform(pose.position, pose.quaternion)


def _name(name: str, body: Body, points: dict[str, Array], axes: dict[str, Array]) -> None:
    """Add a body's points and axes under its name."""
    T = matrix(body.pose)
    points.update({f"{name}.{key}": apply(T, point) for key, point in body.points.items()})
    axes.update({f"{name}.{key}": rotate(T, axis) for key, axis in {**AXES, **body.axes}.items()})


def _point(place: Place, known: Mapping[str, Array], what: str) -> Array:
    if not isinstance(place, str):
        return np.array(place)
    if place not in known:
        raise ConstraintError(unknown(what, place, known))
    return known[place]


def _direction(direction: Direction, axes: Mapping[str, Array], points: Mapping[str, Array], where: str) -> Array:
    match direction:
        case Between(start, end):
            way = _point(end, points, f"point {where}") - _point(start, points, f"point {where}")
            if np.linalg.norm(way) < 1e-9:
                raise ConstraintError(f"from {start!r} to {end!r} is no direction: they are the same point")
            return way
        case str():
            name = direction.removeprefix("-").strip()
            if name not in axes:
                raise ConstraintError(unknown(f"axis {where}", name, axes))
            return -axes[name] if direction.startswith("-") else axes[name]
        case _:
            return np.array(direction)
