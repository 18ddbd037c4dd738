"""From an answer to what is drawn of it: points, axes, and how far off each constraint is that is missed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from agents.report.drawing import Arc, Axis, Box, Drawing, Gap, Point
from kpam.files.document import Between, ConstraintEntry, Document
from kpam.files.places import Places
from kpam.files.schema import constraint_schema
from kpam.problem import ConstraintReport, KeypointProblem, KeypointSolution
from kpam.transforms import Array, about_axis, apply, inverse, rotate, unit


def drawing_of(document: Document, places: Places, problem: KeypointProblem, solution: KeypointSolution) -> Drawing:
    """Return what is drawn of an answer.

    Args:
        document: what was asked.
        places: where its names are, for the alternative that was solved.
        problem: what was solved.
        solution: the answer.
    """
    tool = solution.T_base_hand @ problem.symmetries[solution.symmetry]
    drawing, origin = Drawing(), solution.T_base_hand[:3, 3]
    hand, there = _anchors(document, places, tool)
    for number, report in enumerate(solution.reports, start=1):
        good = report.satisfied or report.soft
        if number > len(document.constraints):
            if not good:
                _around(drawing, number, report, problem, origin)
            continue
        entry = document.constraints[number - 1]
        found = _found(entry, places, tool)
        _add_places(drawing, number, entry, found, good, (hand, there))
        if entry.kind in ("point_in_box", "hand_workspace"):
            drawing.boxes.append(Box(found.get("T_base_box", np.eye(4)), found["lower"], found["upper"], good))
        if not good:
            gap, arc = _gap(found, origin, entry), _arc(found, entry)
            if arc is not None:
                drawing.arcs.append(Arc(hand, *arc, f"{number} {missed(report)}"))
            elif gap is None:
                drawing.notes.append(_note(number, report))
            else:
                drawing.gaps.append(Gap(*gap, f"{number} {missed(report)}"))
    return drawing


def missed(report: ConstraintReport) -> str:
    """Return by how much a constraint is missed, for a label."""
    if report.unit == "m":
        return f"off by {1e3 * report.violation:.3g} mm"
    return (
        f"off by {math.degrees(report.violation):.3g} deg" if report.unit == "rad" else f"off by {report.violation:.2g}"
    )


def _note(number: int, report: ConstraintReport) -> str:
    """Return what the report says, with a constraint's number for its name."""
    return f"{number} {report.text.removeprefix(report.name).removeprefix(': ')}"


def _found(entry: ConstraintEntry, places: Places, tool: Array) -> dict[str, Any]:
    """Return the fields of a constraint that are places, directions (of length 1), poses or corners, in the base."""
    look: dict[str, Callable[[Any], Any]] = {
        "tool point": lambda value: apply(tool, places.tool_point(value)),
        "tool axis": lambda value: unit(rotate(tool, places.tool_direction(value))),
        "point": places.point,
        "direction": lambda value: unit(places.direction(value)),
        "pose": places.pose,
        "numbers": np.array,
        "number": float,
    }
    schema = constraint_schema(entry.kind)
    if entry.kind in ("joint_limits", "posture", "joint_change"):
        return {}
    forms = {name: schema[name].form for name in entry.fields}
    given = {name: value for name, value in entry.fields.items() if value is not None and forms[name] in look}
    found = {name: look[forms[name]](value) for name, value in given.items()}
    if entry.kind == "height":
        found = {"target": np.zeros(3), "normal": np.eye(3)[2], **found}
    return found


def _add_places(
    drawing: Drawing,
    number: int,
    entry: ConstraintEntry,
    found: dict[str, Any],
    good: bool,
    anchors: tuple[Array, Array],
) -> None:
    """Add the points and axes of a constraint that are named or written in it."""
    schema = constraint_schema(entry.kind)
    for name, value in entry.fields.items():
        form = schema[name].form
        if name not in found:
            continue
        if form in ("tool point", "point"):
            point = Point(found[name], (number,), value if isinstance(value, str) else "", form == "tool point", good)
            _merge(drawing.points, point, lambda old, new: np.allclose(old.place, new.place, atol=1e-5))
        if form in ("tool axis", "direction"):
            own = found.get("target", anchors[1]) if form == "direction" else anchors[0]
            axis = Axis(own, found[name], (number,), _called(value), form == "tool axis", good)
            _merge(drawing.axes, axis, lambda old, new: np.allclose(old.way, new.way, atol=1e-5))


def _merge(kept: list[Any], new: Any, same: Callable[[Any, Any], bool]) -> None:
    """Add a point or axis, or only its number to one of the same name that is there already."""
    for i, old in enumerate(kept):
        if old.tool == new.tool and old.name == new.name and same(old, new):
            kept[i] = replace(old, numbers=(*old.numbers, *new.numbers), good=old.good and new.good)
            return
    kept.append(new)


def _gap(found: dict[str, Any], origin: Array, entry: ConstraintEntry) -> tuple[Array, Array] | None:
    """Return from where something is to where a constraint would have it; None for what is no place."""
    if entry.kind == "hand_workspace":
        return origin, np.clip(origin, found["lower"], found["upper"])
    if entry.kind == "hand_motion" and "T_start" in found:
        return origin, found["T_start"][:3, 3]
    if "tool_axis" in found or "tool_point" not in found:
        return None
    point = found["tool_point"]
    if "T_base_box" in found:
        inside = np.clip(apply(inverse(found["T_base_box"]), point), found["lower"], found["upper"])
        return point, apply(found["T_base_box"], inside)
    target = found["target"]
    lower, upper = found.get("lower", -np.inf), found.get("upper", np.inf)
    if entry.kind == "distance":
        away = point - target
        length = float(np.linalg.norm(away))
        return point, target + away / max(length, 1e-9) * np.clip(length, lower, upper)
    if entry.kind == "height":
        height = found["normal"] @ (point - target)
        return point, point + found["normal"] * (np.clip(height, lower, upper) - height)
    if "direction" in found:
        return point, target + found["direction"] * (found["direction"] @ (point - target))
    if "normal" in found:
        return point, point - found["normal"] * (found["normal"] @ (point - target))
    return point, target


def _arc(found: dict[str, Any], entry: ConstraintEntry) -> tuple[Array, Array] | None:
    """Return a tool's axis and the nearest direction in which it would hold; None for what is about no axis."""
    if "tool_axis" not in found:
        return None
    axis, target = found["tool_axis"], found["target_axis"]
    bounds = {"axis_parallel": (0.0, 0.0), "axis_antiparallel": (math.pi, math.pi)}
    low, high = bounds.get(entry.kind, (0.5 * math.pi, 0.5 * math.pi))
    if entry.kind == "axis_at_angle":
        low = found["angle"]
        high = found.get("upper", low)
    angle = math.acos(float(np.clip(axis @ target, -1.0, 1.0)))
    turn = np.cross(target, axis)
    if np.linalg.norm(turn) < 1e-9:
        turn = np.cross(axis, np.eye(3)[int(np.argmin(np.abs(axis)))])
    return axis, rotate(about_axis(turn, float(np.clip(angle, low, high)) - angle), axis)


def _around(drawing: Drawing, number: int, report: ConstraintReport, problem: KeypointProblem, origin: Array) -> None:
    """Add what is said of the workspace, or of the joint limits, that every problem has."""
    lower, upper = np.array(problem.workspace.lower), np.array(problem.workspace.upper)
    if report.name != "workspace":
        drawing.notes.append(_note(number, report))
        return
    drawing.boxes.append(Box(np.eye(4), lower, upper, False))
    drawing.gaps.append(Gap(origin, np.clip(origin, lower, upper), f"{number} {missed(report)}"))


def _anchors(document: Document, places: Places, tool: Array) -> tuple[Array, Array]:
    """Return where axes begin: at the first point of the tool that is meant, and at the first target."""
    points = [entry.fields["tool_point"] for entry in document.constraints if "tool_point" in entry.fields]
    targets = [entry.fields["target"] for entry in document.constraints if "target" in entry.fields]
    named = next(iter(places.tool.points.values()), np.zeros(3))
    hand = apply(tool, places.tool_point(points[0]) if points else named)  # pyright: ignore[reportArgumentType]
    return hand, places.point(targets[0]) if targets else hand  # pyright: ignore[reportArgumentType]


def _called(value: object) -> str:
    if isinstance(value, Between):
        return f"{_short(value.start)} > {_short(value.end)}"
    return value if isinstance(value, str) else ""


def _short(name: str) -> str:
    return name.rpartition(".")[2]
