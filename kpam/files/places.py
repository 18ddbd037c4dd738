"""Where the names in a document are: what is the tool's in the hand's frame, all else in the base's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from kpam.errors import FileError, KeypointError, KpamError, unknown
from kpam.files.document import Along, Between, Body, Direction, Document, Hold, Place, Pose
from kpam.files.setting import Setting, Thing, matrix, thing
from kpam.keypoints import Keypoints, Tool
from kpam.transforms import Array, from_rotation, inverse, rotate

WORLD = "world"
Made = TypeVar("Made")


@dataclass(frozen=True)
class Places:
    """Looks names up: `grasp` on the tool, `mug.handle` on an object or on what is held, `world.z`.

    Attributes:
        tool: the tool, with what it holds; the object itself where it is the object that moves.
        objects: what stands in the scene, by name.
    """

    tool: Tool
    objects: Mapping[str, Keypoints]

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


@dataclass(frozen=True)
class Cast:
    """The bodies of a document.

    Attributes:
        hand: the empty tool.
        things: the objects of the document by name, in their own frames; what stands in the scene besides is not here.
        held: what is in the hand, in its own frame; None for an empty hand.
        T_hand_held: (4, 4) how it is held.
        places: where all names are, objects as they stand.
    """

    hand: Tool
    things: Mapping[str, Thing]
    held: Thing | None
    T_hand_held: Array
    places: Places


def cast_of(document: Document, setting: Setting) -> Cast:
    """Return the bodies of a document.

    Raises:
        FileError: naming the line of a tool, body or asset that is unknown, or of a body that cannot be meant.
    """

    def made(line: int, make: Callable[[], Made]) -> Made:
        try:
            return make()
        except KpamError as error:
            raise FileError(f"{document.source}:{line}: {error}") from error

    hand = made(document.lines.get("tool", 1), lambda: _tool(document.tool, setting))
    things = {
        name: made(body.line, lambda n=name, b=body: _named(n, b, setting)) for name, body in document.objects.items()
    }
    placed = {name: thing.places.at(matrix(document.objects[name].pose)) for name, thing in things.items()}
    objects = {**setting.objects, **placed}
    if document.held is None:
        return Cast(hand, things, None, np.eye(4), Places(hand, objects))
    name, body, hold = document.held.name, document.held.body, document.held.hold
    held = made(body.line, lambda: thing(name, body, setting))
    T = made(body.line, lambda: hold_of(hold, held.places, hand))
    return Cast(hand, things, held, T, Places(hand.holding(held.places, T), objects))


def hold_of(hold: Hold, body: Keypoints, hand: Tool) -> Array:
    """Return T_hand_body, (4, 4): for a grasp, that at which the tool's `grasp`, `approach` and `fingers` meet its own.

    Raises:
        KeypointError: the body or the tool lacks one of them, or the grasp's axes are not at a right angle.
    """
    if isinstance(hold, Pose):
        return matrix(hold)
    point = body.point(hold.point) if isinstance(hold.point, str) else np.array(hold.point)
    approach, closing = (_axis(body, axis) for axis in (hold.approach, hold.closing))
    if abs(approach @ closing) > 0.02:
        raise KeypointError(
            f"a grasp of {body.name!r} approaches along {hold.approach} and closes along {hold.closing}, "
            "which are not at a right angle; give axes that are"
        )
    T_body_grasp = _frame(approach, closing, point)
    return _frame(hand.axis("approach"), hand.axis("fingers"), hand.point("grasp")) @ inverse(T_body_grasp)


def _axis(body: Keypoints, axis: str | tuple[float, ...]) -> Array:
    if isinstance(axis, str):
        return body.axis(axis)
    return np.array(axis) / np.linalg.norm(axis)


def _frame(approach: Array, fingers: Array, point: Array) -> Array:
    """Return the frame (4, 4) at a point whose z is the approach and whose y is along the fingers, or nearly."""
    x = np.cross(fingers, approach)
    x = x / np.linalg.norm(x)
    return from_rotation(np.column_stack([x, np.cross(approach, x), approach]), point)


def _tool(tool: str | Body, setting: Setting) -> Tool:
    if isinstance(tool, Body):
        places = thing("tool", tool, setting).places
        return Tool("tool", places.points, places.axes, turns=places.turns)
    if tool not in setting.tools:
        raise KeypointError(unknown("tool", tool, setting.tools))
    return setting.tools[tool]


def _named(name: str, body: Body, setting: Setting) -> Thing:
    if name in setting.objects or name == WORLD:
        raise KeypointError(f"an object of the file is called {name!r}, which is taken; rename it")
    return thing(name, body, setting)
