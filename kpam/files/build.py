"""From what a file says to the problem that is solved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from kpam.constraints import CONSTRAINTS
from kpam.constraints.base import Constraint
from kpam.errors import FileError, KpamError, unknown
from kpam.files.document import Between, Body, ConstraintEntry, Document, Turns, Vector
from kpam.files.document import Obstacle as Shape
from kpam.files.places import Places, matrix
from kpam.files.schema import FILLED, Form, constraint_schema
from kpam.motion.collision import CollisionModel, Obstacle
from kpam.problem import Costs, KeypointProblem, Workspace
from kpam.robot import Arm
from kpam.transforms import Array, about_axis

STEPS = 12
"""Turns that are tried of a symmetry that allows any."""


@dataclass(frozen=True)
class Setting:
    """What a document leaves open: the arm, the tools that it may name, and where the arm starts unless it says so."""

    arm: Arm
    tools: Mapping[str, Body]
    q_start: Array


def build(document: Document, setting: Setting) -> KeypointProblem:
    """Return the problem that a document describes.

    Raises:
        FileError: naming the line of a name that does not exist, or of a value that a constraint refuses.
    """
    q_start = np.array(setting.q_start if document.start is None else document.start)
    if q_start.shape != setting.arm.lower.shape:
        raise FileError(f"{document.source}: start has {q_start.size} joints; this arm has {len(setting.arm.joints)}")
    tool = the_tool(document, setting.tools)
    places = Places(document, tool)
    maker = _Maker(setting.arm, q_start, places, document, _names(document))
    lower, upper = document.workspace or (Workspace().lower, Workspace().upper)
    return KeypointProblem(
        constraints=tuple(maker.constraint(i, entry) for i, entry in enumerate(document.constraints)),
        q_start=q_start,
        costs=Costs(**document.costs),
        workspace=Workspace(_three(lower), _three(upper)),
        symmetries=maker.symmetries(tool.symmetries),
    )


def the_tool(document: Document, tools: Mapping[str, Body]) -> Body:
    """Return the document's tool, or the one of `tools` that it names; raises FileError for an unknown name."""
    if isinstance(document.tool, Body):
        return document.tool
    if document.tool not in tools:
        raise FileError(f"{document.source}: {unknown('tool', document.tool, tools)}")
    return tools[document.tool]


def collision_obstacles(shapes: Iterable[Shape]) -> list[Obstacle]:
    """Return a document's obstacles as what a collision model takes."""
    return [Obstacle(shape.name, shape.kind, shape.size, matrix(shape.pose)) for shape in shapes]


@dataclass(frozen=True)
class _Maker:
    """Makes constraints and symmetries out of what a document says."""

    arm: Arm
    q_start: Array
    places: Places
    document: Document
    names: tuple[str, ...]

    def constraint(self, number: int, entry: ConstraintEntry) -> Constraint:
        """Return a constraint; raises FileError with the line of the field that is wrong."""
        schema = constraint_schema(entry.kind)
        values: dict[str, Any] = {"name": self.names[number]}
        for name, value in entry.fields.items():
            try:
                values[name] = self._value(schema[name].form, value)
            except KpamError as error:
                raise self._error(entry, name, error) from error
        for kind, name in FILLED:
            if kind == entry.kind and name not in values:
                values[name] = self._filled(kind, name)
        try:
            return cast(Any, CONSTRAINTS[entry.kind])(**values)
        except KpamError as error:
            raise self._error(entry, "", error) from error

    def symmetries(self, turns: Iterable[Turns]) -> tuple[Array, ...]:
        """Return the transforms under which the tool is the same, every turn combined with every other."""
        found = [np.eye(4)]
        for turn in turns:
            steps = STEPS if turn.count == "any" else turn.count
            axis, point = self.places.tool_axis(turn.axis), self.places.tool_point(turn.point)
            angles = [2.0 * np.pi * k / steps for k in range(steps)]
            found = [T @ (about_axis(axis, angle, point) if angle else np.eye(4)) for T in found for angle in angles]
        return tuple(found)

    def _value(self, form: Form, value: Any) -> Any:
        match form:
            case "tool point":
                return self.places.tool_point(value)
            case "tool axis":
                return self.places.tool_axis(value)
            case "point":
                return self.places.point(value)
            case "direction":
                return self.places.direction(value)
            case "pose":
                return self.places.pose(value)
            case "numbers":
                return np.array(value)
            case "number" | "names":
                return value

    def _filled(self, kind: str, name: str) -> Any:
        """Return what a field is that the file left out; `FILLED` says it in words."""
        match kind, name:
            case "joint_limits", _:
                return getattr(self.arm, name)
            case "joint_change", _:
                return self.q_start
            case "hand_motion", _:
                return self.arm.forward(self.q_start)
            case _:
                return CollisionModel(self.arm, collision_obstacles(self.document.obstacles))

    def _error(self, entry: ConstraintEntry, name: str, error: KpamError) -> FileError:
        line = entry.lines.get(name, entry.lines.get("", 0))
        return FileError(f"{self.document.source}:{line}: {error}")


def _names(document: Document) -> tuple[str, ...]:
    """Return a name for each constraint: its own, or its kind with the places that it is about."""
    names: list[str] = []
    for entry in document.constraints:
        about = [_said(value) for value in entry.fields.values() if isinstance(value, str | Between)]
        name = entry.name or entry.kind + (f"({', '.join(about)})" if about else "")
        if name in names and entry.name:
            raise FileError(f"{document.source}:{entry.lines.get('name', 0)}: two constraints are called {name!r}")
        names.append(name if name not in names else f"{name} {len(names) + 1}")
    return tuple(names)


def _said(value: str | Between) -> str:
    return value if isinstance(value, str) else f"{value.start} to {value.end}"


def _three(corner: Vector) -> tuple[float, float, float]:
    x, y, z = corner
    return x, y, z
