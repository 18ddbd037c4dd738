"""Makes constraints out of what a document says of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from kpam.conflict import LIMITS, WORKSPACE
from kpam.constraints import CONSTRAINTS
from kpam.constraints.base import Constraint
from kpam.errors import FileError, KpamError
from kpam.files.document import Along, Between, ConstraintEntry, Document
from kpam.files.places import Places
from kpam.files.schema import ABOUT_JOINTS, FILLED, Form, constraint_schema
from kpam.motion.collision import CollisionModel
from kpam.robot import Arm
from kpam.transforms import Array


@dataclass(frozen=True)
class ConstraintMaker:
    """Makes the constraints of a document.

    Attributes:
        document: the document.
        arm: the arm; None where an object moves, which has no joints.
        q_start: (n,) where the arm starts, rad.
        T_start: (4, 4) where the hand, or the object that moves, is at the start.
        collision: returns what a clearance is from.
    """

    document: Document
    arm: Arm | None
    q_start: Array
    T_start: Array
    collision: Callable[[], CollisionModel]

    def constraints(self, places: Places) -> tuple[Constraint, ...]:
        """Return the constraints, where names are at `places`; raises FileError with the line of what is wrong."""
        names = constraint_names(self.document)
        return tuple(
            self._made(name, entry, places) for name, entry in zip(names, self.document.constraints, strict=True)
        )

    def _made(self, called: str, entry: ConstraintEntry, places: Places) -> Constraint:
        if self.arm is None and entry.kind in ABOUT_JOINTS:
            raise self._error(entry, "kind", f"{entry.kind} is about an arm's joints; an object that moves has none")
        schema = constraint_schema(entry.kind)
        values: dict[str, Any] = {"name": called}
        for name, value in entry.fields.items():
            try:
                values[name] = _value(schema[name].form, value, places)
            except KpamError as error:
                raise self._error(entry, name, error) from error
        for kind, name in FILLED:
            if kind == entry.kind and name not in values:
                values[name] = self._filled(kind, name)
        try:
            return cast(Any, CONSTRAINTS[entry.kind])(**values)
        except KpamError as error:
            raise self._error(entry, "", error) from error

    def _filled(self, kind: str, name: str) -> Any:
        """Return what a field is that the file left out; `FILLED` says it in words."""
        match kind, name:
            case "joint_limits", _:
                return getattr(self.arm, name)
            case "joint_change", _:
                return self.q_start
            case "hand_motion", _:
                return self.T_start
            case _:
                return self.collision()

    def _error(self, entry: ConstraintEntry, name: str, error: KpamError | str) -> FileError:
        line = entry.lines.get(name, entry.lines.get("", 0))
        return FileError(f"{self.document.source}:{line}: {error}")


def constraint_names(document: Document) -> tuple[str, ...]:
    """Return a name for each constraint: its own, or its kind with the places, or else the numbers, it is about.

    Raises:
        FileError: two of them were given the same name.
    """
    names: list[str] = []
    for entry in document.constraints:
        about = [_said(value) for value in entry.fields.values() if isinstance(value, str | Between | Along)]
        about = about or [
            f"{name} {value:g}"
            for name, value in entry.fields.items()
            if isinstance(value, float) and name not in ("tolerance", "weight")
        ]
        name = entry.name or f"{entry.kind}({', '.join(about)})"
        if entry.name and name in (*names, LIMITS, WORKSPACE):
            raise FileError(f"{document.source}:{entry.lines.get('name', 0)}: two constraints are called {name!r}")
        names.append(name if name not in names else f"{name} {len(names) + 1}")
    return tuple(names)


def _value(form: Form, value: Any, places: Places) -> Any:
    """Return what stands in a field as the constraint takes it; raises KpamError for unknown names."""
    match form:
        case "tool point":
            return places.tool_point(value)
        case "tool axis":
            return places.tool_direction(value)
        case "point":
            return places.point(value)
        case "direction":
            return places.direction(value)
        case "pose":
            return places.pose(value)
        case "numbers":
            return np.array(value)
        case "number" | "names" | "flag":
            return value


def _said(value: str | Between | Along) -> str:
    match value:
        case Between(start, end):
            return f"{start} to {end}"
        case Along(frame, components):
            return f"{list(components)} in {frame}"
        case _:
            return value
