"""From what a file says to the problem that is solved."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import Any, cast

import numpy as np

from kpam.conflict import LIMITS, WORKSPACE
from kpam.constraints import CONSTRAINTS
from kpam.constraints.base import Constraint
from kpam.errors import FileError, KpamError
from kpam.files.document import Along, Between, ConstraintEntry, Document, PlanEntry, Vector
from kpam.files.document import Obstacle as Shape
from kpam.files.places import Places, matrix
from kpam.files.plan import build_plan
from kpam.files.schema import FILLED, Form, constraint_schema
from kpam.keypoints import Keypoints, Tool
from kpam.motion.collision import CollisionModel
from kpam.motion.frames import Frames
from kpam.motion.obstacle import Obstacle
from kpam.motion.plan import MotionPlan
from kpam.problem import Costs, KeypointProblem, Workspace
from kpam.robot import Arm
from kpam.transforms import Array

MOST_ALTERNATIVES = 64


@dataclass(frozen=True)
class Setting:
    """What a document leaves open.

    Attributes:
        arm: the arm.
        q_start: (n,) where it starts unless the document says so, rad.
        tools: tools that a document may name.
        objects: objects that a document may speak of without describing them.
    """

    arm: Arm
    q_start: Array
    tools: Mapping[str, Tool] = field(default_factory=dict[str, Tool])
    objects: Mapping[str, Keypoints] = field(default_factory=dict[str, Keypoints])


def build(document: Document, setting: Setting) -> KeypointProblem:
    """Return the problem that a document describes.

    Raises:
        FileError: naming the line of a name that does not exist, or of a value that a constraint refuses.
    """
    q_start = np.array(setting.q_start if document.start is None else document.start)
    if q_start.shape != setting.arm.lower.shape:
        raise FileError(f"{document.source}: start has {q_start.size} joints; this arm has {len(setting.arm.joints)}")
    maker = _Maker(setting.arm, q_start, document, _names(document))
    every = places_of(document, setting)
    lists = [
        tuple(maker.constraint(number, entry, places) for number, entry in enumerate(document.constraints))
        for places in every
    ]
    lower, upper = document.workspace or (Workspace().lower, Workspace().upper)
    return KeypointProblem(
        constraints=lists[0],
        q_start=q_start,
        costs=Costs(**document.costs),
        workspace=Workspace(_three(lower), _three(upper)),
        symmetries=every[0].tool.symmetries(),
        alternatives=tuple(lists[1:]),
    )


def build_motions(document: Document, setting: Setting) -> tuple[MotionPlan, Frames]:
    """Return the document's motion plan, an empty one if it has none, and the frames that its steps mean.

    Raises:
        FileError: naming the line of the plan or joint in which something does not exist.
    """
    plan = document.plan or PlanEntry()
    try:
        return build_plan(plan, places_of(document, setting)[0])
    except FileError:
        raise
    except KpamError as error:
        line = plan.line if plan.joint is None else plan.joint.line
        raise FileError(f"{document.source}:{line}: {error}") from error


def places_of(document: Document, setting: Setting) -> tuple[Places, ...]:
    """Return where a document's names are: as they are, then with symmetric objects turned, for each alternative.

    Raises:
        FileError: a tool or body cannot be meant, or there are too many alternatives.
    """
    try:
        places = Places.of(document, setting.tools, setting.objects)
    except KpamError as error:
        raise FileError(f"{document.source}: {error}") from error
    symmetric = [body for body in places.objects.values() if body.turns]
    turned = [[body.at(moved @ body.pose) for moved in body.symmetries()] for body in symmetric]
    if math.prod(map(len, turned)) > MOST_ALTERNATIVES:
        raise FileError(
            f"{document.source}: the objects' symmetries allow {math.prod(map(len, turned))} ways to solve it; "
            f"at most {MOST_ALTERNATIVES}: declare fewer turns"
        )
    return tuple(
        replace(places, objects={**places.objects, **{body.name: body for body in bodies}})
        for bodies in product(*turned)
    )


def collision_obstacles(shapes: Iterable[Shape]) -> list[Obstacle]:
    """Return a document's obstacles as what a collision model takes."""
    return [Obstacle(shape.name, shape.kind, shape.size, matrix(shape.pose)) for shape in shapes]


@dataclass(frozen=True)
class _Maker:
    """Makes constraints out of what a document says."""

    arm: Arm
    q_start: Array
    document: Document
    names: tuple[str, ...]

    def constraint(self, number: int, entry: ConstraintEntry, places: Places) -> Constraint:
        """Return a constraint; raises FileError with the line of the field that is wrong."""
        schema = constraint_schema(entry.kind)
        values: dict[str, Any] = {"name": self.names[number]}
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
                return self.arm.forward(self.q_start)
            case _:
                return self._model

    @cached_property
    def _model(self) -> CollisionModel:
        return CollisionModel(self.arm, collision_obstacles(self.document.obstacles))

    def _error(self, entry: ConstraintEntry, name: str, error: KpamError) -> FileError:
        line = entry.lines.get(name, entry.lines.get("", 0))
        return FileError(f"{self.document.source}:{line}: {error}")


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
        case "number" | "names":
            return value


def _names(document: Document) -> tuple[str, ...]:
    """Return a name for each constraint: its own, or its kind with the places, or else the numbers, it is about."""
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


def _said(value: str | Between | Along) -> str:
    match value:
        case Between(start, end):
            return f"{start} to {end}"
        case Along(frame, components):
            return f"{list(components)} in {frame}"
        case _:
            return value


def _three(corner: Vector) -> tuple[float, float, float]:
    x, y, z = corner
    return x, y, z
