"""Where the names in a document are: what is the tool's in the hand's frame, all else in the base's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from kpam.errors import KeypointError, unknown
from kpam.files.document import Along, Between, Body, Direction, Document, Place, Pose
from kpam.keypoints import Keypoints, Tool, Turns
from kpam.transforms import Array, rotate, transform

WORLD = "world"
Kind = TypeVar("Kind", bound=Keypoints)


@dataclass(frozen=True)
class Places:
    """Looks names up: `grasp` on the tool, `mug.handle` on an object or on what is held, `world.z`.

    Attributes:
        tool: the tool, with what it holds.
        objects: what stands in the scene, by name.
    """

    tool: Tool
    objects: Mapping[str, Keypoints]

    @classmethod
    def of(cls, document: Document, tools: Mapping[str, Tool], objects: Mapping[str, Keypoints]) -> Places:
        """Return the places of a document, with tools that it may name and objects that it leaves to others.

        Raises:
            KeypointError: the tool is unknown, an object stands in both, or a point or axis is malformed.
        """
        tool = keypoints(Tool, "tool", document.tool) if isinstance(document.tool, Body) else None
        if tool is None:
            if document.tool not in tools:
                raise KeypointError(unknown("tool", str(document.tool), tools))
            tool = tools[str(document.tool)]
        if document.held is not None:
            name, body = document.held
            tool = tool.holding(keypoints(Keypoints, name, body), matrix(body.pose))
        own = {name: keypoints(Keypoints, name, body) for name, body in document.objects.items()}
        for name in own:
            if name in objects or name == WORLD:
                raise KeypointError(f"an object of the file is called {name!r}, which is taken; rename it")
        return cls(tool, {**objects, **own})

    def tool_direction(self, direction: Direction) -> Array:
        """Return an axis of the tool (3,); raises KeypointError for an unknown name."""
        match direction:
            case Between(start, end):
                return self.tool.between(start, end)
            case Along():
                raise KeypointError(f"direction in {direction.frame!r}; an axis of the tool is in the hand's frame")
            case str():
                return self.tool.axis(direction)
            case _:
                return np.array(direction)

    def tool_point(self, place: Place) -> Array:
        """Return a point of the tool (3,); raises KeypointError for an unknown name."""
        return self.tool.point(place) if isinstance(place, str) else np.array(place)

    def point(self, place: Place) -> Array:
        """Return a point of the scene (3,); raises KeypointError for an unknown name."""
        if not isinstance(place, str):
            return np.array(place)
        body, name = self._split(place)
        return body.point(name)

    def direction(self, direction: Direction) -> Array:
        """Return a direction of the scene (3,); raises KeypointError for an unknown name."""
        match direction:
            case Between(start, end):
                way = self.point(end) - self.point(start)
                if np.linalg.norm(way) < 1e-9:
                    raise KeypointError(f"from {start!r} to {end!r} is no direction: they are in the same place")
                return way
            case Along(frame, components):
                return rotate(self._object(frame).pose, components)
            case str():
                body, name = self._split(direction.removeprefix("-"))
                return body.axis(f"-{name}" if direction.startswith("-") else name)
            case _:
                return np.array(direction)

    def pose(self, pose: str | Pose) -> Array:
        """Return a pose (4, 4): an object's by its name, or as written."""
        return matrix(pose) if isinstance(pose, Pose) else self._object(pose).pose

    def _split(self, name: str) -> tuple[Keypoints, str]:
        """Return the body of `body.name`, and the name of its point or axis."""
        body, dot, rest = name.partition(".")
        if not dot:
            raise KeypointError(f"{name!r} does not say whose it is; write for example 'mug.handle' or 'world.z'")
        return self._object(body), rest

    def _object(self, name: str) -> Keypoints:
        if name == WORLD:
            return Keypoints(WORLD)
        if name not in self.objects:
            raise KeypointError(unknown("object", name, [*self.objects, WORLD]))
        return self.objects[name]


def matrix(pose: Pose) -> Array:
    """Return a pose as a (4, 4) transform."""
    return transform(pose.position, pose.quaternion)


def keypoints(kind: type[Kind], name: str, body: Body) -> Kind:
    """Return a body of a document as keypoints; raises KeypointError where a symmetry is about an unknown axis."""
    pose = np.eye(4) if issubclass(kind, Tool) else matrix(body.pose)
    points = {key: np.array(point) for key, point in body.points.items()}
    axes = {key: np.array(axis) for key, axis in body.axes.items()}
    bare = Keypoints(name, points, axes)
    turns = tuple(
        Turns(
            bare.axis(turn.about) if isinstance(turn.about, str) else np.array(turn.about),
            turn.count,
            bare.point(turn.through) if isinstance(turn.through, str) else np.array(turn.through),
        )
        for turn in body.symmetries
    )
    return kind(name, points, axes, pose, turns)
