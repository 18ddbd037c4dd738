"""A keypoint problem and its answer as one picture: robot, points, axes, and a row for each constraint."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
from PIL import Image, ImageDraw

from agents.report.marks import BAD, GOOD, INK, PAPER, Colour, Marks, font
from agents.report.still import Standing, obstacles, picture, still
from envs.render.camera import Camera
from envs.render.raycast import RaycastRenderer
from envs.worlds.state import WorldState
from kpam.files.document import Between, Document
from kpam.files.places import Places
from kpam.files.schema import constraint_schema
from kpam.problem import ConstraintReport, KeypointProblem, KeypointSolution
from kpam.transforms import Array, apply, inverse, rotate

TOOL: Colour = (30, 90, 200)
TARGET: Colour = (225, 125, 15)
SOFT: Colour = (165, 110, 0)
WIDE, NEAR, HEIGHT = 560, 760, 620
"""Widths of the two views and their height, pixels."""
ROW = 26
CLOSEST = 0.17
"""Metres from the middle of the near view to its edge, at least."""
HIDDEN = 0.035
"""Metres of something before a mark that hide it; a grasp's point is inside what is grasped."""
FAR = 0.45
"""Metres from the hand beyond which marks are left to the view of the whole."""


@dataclass(frozen=True)
class Point:
    """A point to be drawn: where, what it is called, whether it is the tool's, and whether its constraint holds."""

    place: Array
    name: str
    tool: bool
    good: bool


@dataclass(frozen=True)
class Axis:
    """An axis to be drawn: from where, which way, the numbers of its constraints, and as in `Point`."""

    base: Array
    way: Array
    name: str
    tool: bool
    good: bool


@dataclass(frozen=True)
class Drawing:
    """Everything to be drawn of a problem, in the base frame. `gaps` are pairs of points that should meet."""

    points: tuple[Point, ...]
    axes: tuple[Axis, ...]
    gaps: tuple[tuple[Array, Array, str], ...]
    boxes: tuple[tuple[Array, Array, Array], ...]


def draw(
    document: Document,
    places: Places,
    problem: KeypointProblem,
    solution: KeypointSolution,
    *,
    things: Sequence[Standing] = (),
    why: str = "",
) -> Image.Image:
    """Return the picture of an answer: the whole scene, the hand from near by, and how each constraint stands.

    Args:
        document: what was asked.
        places: where its names are.
        problem: what was solved.
        solution: the answer.
        things: assets that stand in the scene; the document's obstacles are added.
        why: what is in the way, to be written beneath.
    """
    scene = still(solution.q, [*things, *obstacles(document.obstacles)])
    tool = solution.T_base_hand @ problem.symmetries[solution.symmetry]
    drawing = _drawing(document, places, tool, solution.reports)
    views = Image.new("RGB", (WIDE + NEAR, HEIGHT), PAPER)
    whole, near = _whole(scene, drawing), _near(scene, drawing)
    for camera, left, closely in ((whole, 0, False), (near, WIDE, True)):
        marks = Marks(picture(scene, camera), camera)
        _mark(marks, drawing, closely=closely)
        views.paste(marks.image(), (left, 0))
    table = _table(document.name, solution, why)
    whole_page = Image.new("RGB", (views.width, HEIGHT + table.height), PAPER)
    whole_page.paste(views, (0, 0))
    whole_page.paste(table, (0, HEIGHT))
    return whole_page


def _drawing(document: Document, places: Places, tool: Array, reports: Sequence[ConstraintReport]) -> Drawing:
    """Collect what the constraints are about; the tool's frame is at `tool` (4, 4)."""
    points: list[Point] = []
    axes: dict[tuple[str, bool], Axis] = {}
    gaps: list[tuple[Array, Array, str]] = []
    boxes: list[tuple[Array, Array, Array]] = []
    hand, there = _anchors(document, places, tool)
    for number, (entry, report) in enumerate(zip(document.constraints, reports, strict=False), start=1):
        good = report.satisfied or report.soft
        given, forms = entry.fields, {name: item.form for name, item in constraint_schema(entry.kind).items()}
        found: dict[str, Array] = {}
        for name, value in given.items():
            match forms[name]:
                case "tool point":
                    found[name] = apply(tool, places.tool_point(value))  # pyright: ignore[reportArgumentType]
                    points.append(Point(found[name], str(value) if isinstance(value, str) else "", True, good))
                case "point":
                    found[name] = places.point(value)  # pyright: ignore[reportArgumentType]
                    points.append(Point(found[name], str(value) if isinstance(value, str) else "", False, good))
                case "tool axis":
                    way = rotate(tool, places.tool_direction(value))  # pyright: ignore[reportArgumentType]
                    base = apply(tool, places.tool.point(value.start)) if isinstance(value, Between) else hand
                    _add(axes, Axis(base, way, f"{number} {_called(value)}", True, good))
                case "direction":
                    way = places.direction(value)  # pyright: ignore[reportArgumentType]
                    base = places.point(value.start) if isinstance(value, Between) else found.get("target", there)
                    _add(axes, Axis(base, way, f"{number} {_called(value)}", False, good))
                    found[name] = way / np.linalg.norm(way)
                case _:
                    pass
        if "tool_point" in found and "target" in found and not good:
            gaps.append((found["tool_point"], _nearest(found), _gap(report)))
        if "T_base_box" in given:
            pose = places.pose(given["T_base_box"])  # pyright: ignore[reportArgumentType]
            boxes.append((pose, np.array(given["lower"]), np.array(given["upper"])))
    return Drawing(_distinct(points), tuple(axes.values()), tuple(gaps), tuple(boxes))


def _nearest(found: dict[str, Array]) -> Array:
    """Return where a constraint would have the point of the tool: its target, or the nearest of a line or plane."""
    point, target = found["tool_point"], found["target"]
    if "direction" in found:
        return target + found["direction"] * (found["direction"] @ (point - target))
    if "normal" in found:
        return point - found["normal"] * (found["normal"] @ (point - target))
    return target


def _add(axes: dict[tuple[str, bool], Axis], axis: Axis) -> None:
    """Add an axis, or its number to the one that is drawn there already."""
    number, _, name = axis.name.partition(" ")
    key = (name, axis.tool)
    if key in axes:
        old = axes[key]
        numbers = old.name.partition(" ")[0]
        axes[key] = Axis(old.base, old.way, f"{numbers},{number} {name}", old.tool, old.good and axis.good)
    else:
        axes[key] = axis


def _anchors(document: Document, places: Places, tool: Array) -> tuple[Array, Array]:
    """Return where axes without a place of their own begin: the first point of the tool that is meant, and a target."""
    hand, there = apply(tool, next(iter(places.tool.points.values()), np.zeros(3))), None
    for entry in reversed(document.constraints):
        hand = apply(tool, places.tool_point(entry.fields["tool_point"])) if "tool_point" in entry.fields else hand  # pyright: ignore[reportArgumentType]
        there = places.point(entry.fields["target"]) if "target" in entry.fields else there  # pyright: ignore[reportArgumentType]
    return hand, hand if there is None else there


def _distinct(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return every point once; it is good where all its constraints hold."""
    kept: dict[tuple[str, bool, tuple[float, ...]], Point] = {}
    for point in points:
        key = (point.name, point.tool, tuple(np.round(point.place, 5).tolist()))
        old = kept.get(key, point)
        kept[key] = Point(point.place, point.name, point.tool, point.good and old.good)
    return tuple(kept.values())


def _called(value: object) -> str:
    if isinstance(value, Between):
        return f"{value.start.partition('.')[2] or value.start} > {value.end.partition('.')[2] or value.end}"
    return value if isinstance(value, str) else ""


def _gap(report: ConstraintReport) -> str:
    return f"{1e3 * report.violation:.0f} mm" if report.unit == "m" else f"{math.degrees(report.violation):.1f} deg"


def _mark(marks: Marks, drawing: Drawing, *, closely: bool) -> None:
    """Draw all marks; labels only where there is room for them."""
    length = 0.075 if closely else 0.12
    for pose, lower, upper in drawing.boxes:
        marks.box(pose, lower, upper, TARGET)
    ends: list[tuple[Array, Axis]] = []
    for axis in sorted(drawing.axes, key=lambda axis: axis.tool):
        reach, width = (length, 4.0) if axis.tool else (1.5 * length, 2.5)
        colour = TOOL if axis.tool else TARGET
        ends.append((marks.arrow(axis.base, axis.way, reach, colour, width if closely else 0.7 * width), axis))
    for start, end, _ in drawing.gaps:
        marks.line(start, end, BAD, 2.5, dashed=True)
    for point in drawing.points:
        if point.tool:
            marks.dot(point.place, TOOL, 6.0 if closely else 4.0)
        else:
            marks.ring(point.place, TARGET, 9.0 if closely else 6.0)
    for start, end, text in drawing.gaps:
        marks.label((start + end) / 2, text, BAD)
    if closely:
        for point in drawing.points:
            if point.name:
                marks.label(point.place, point.name, GOOD if point.good else BAD)
        for tip, axis in ends:
            marks.label(tip, axis.name.strip(), GOOD if axis.good else BAD)


def _whole(scene: tuple[RaycastRenderer, WorldState], drawing: Drawing) -> Camera:
    """Return a camera that sees the arm and all marks, from the side from which more of them shows."""
    places = np.array(
        [*(point.place for point in drawing.points), scene[1].robot.T_world_hand[:3, 3], (0.0, 0.0, 0.35)]
    )
    middle = 0.5 * (places.min(axis=0) + places.max(axis=0))
    radius = max(0.62, float(np.max(np.linalg.norm(places - middle, axis=1))) + 0.25)
    return _camera("whole", middle, radius, -1.15, 0.42, WIDE)


def _near(scene: tuple[RaycastRenderer, WorldState], drawing: Drawing) -> Camera:
    """Return a camera that sees the marks from near by: not along an axis, and with little in between."""
    hand = scene[1].robot.T_world_hand[:3, 3]
    shown = [point.place for point in drawing.points] + [axis.base for axis in drawing.axes]
    tips = [axis.base + 0.1 * axis.way / np.linalg.norm(axis.way) for axis in drawing.axes]
    places = np.array([hand, *(place for place in (*shown, *tips) if np.linalg.norm(place - hand) < FAR)])
    middle = 0.5 * (places.min(axis=0) + places.max(axis=0))
    radius = max(CLOSEST, 1.12 * float(np.max(np.linalg.norm(places - middle, axis=1))))
    best, most = _camera("near", middle, radius, -1.15, 0.42, NEAR), -np.inf
    for azimuth in np.radians(np.arange(0, 360, 24)):
        for elevation in np.radians((18.0, 40.0)):
            camera = _camera("near", middle, radius, float(azimuth), float(elevation), NEAR)
            score = _clearness(scene, camera, places, drawing)
            if score > most:
                best, most = camera, score
    return best


def _camera(name: str, middle: Array, radius: float, azimuth: float, elevation: float, width: int) -> Camera:
    """Return a camera that sees a ball, from an azimuth (0 looks from +x) and an elevation in radians."""
    fov = math.radians(36)
    away = radius / math.sin(fov / 2) * max(1.0, HEIGHT / width)
    way = np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])
    x, y, z = (float(v) for v in middle + away * way)
    tx, ty, tz = (float(v) for v in middle)
    return Camera(name=name, position=(x, y, max(z, 0.03)), target=(tx, ty, tz), fov=fov, width=width, height=HEIGHT)


def _clearness(scene: tuple[RaycastRenderer, WorldState], camera: Camera, places: Array, drawing: Drawing) -> float:
    """Return how well a camera shows places (k, 3): the share that nothing hides, and that no axis points at it."""
    small = camera.sized(96, round(96 * camera.height / camera.width))
    depth = picture(scene, small, supersample=1).depth
    local = apply(inverse(small.T_world_camera), places)
    seen = local @ small.intrinsics.T
    column, row = (
        np.clip(seen[:, i] / seen[:, 2], 0, limit - 1).astype(np.intp) for i, limit in enumerate((96, small.height))
    )
    met = np.asarray(depth[row, column], dtype=float)
    free = np.count_nonzero((met == 0) | (met > local[:, 2] - HIDDEN)) / len(places)
    view = small.T_world_camera[:3, 2]
    across = [float(np.linalg.norm(np.cross(view, axis.way / np.linalg.norm(axis.way)))) for axis in drawing.axes]
    return free + 0.5 * min(across, default=1.0)


def _table(name: str, solution: KeypointSolution, why: str) -> Image.Image:
    """Return the rows beneath: each constraint's number, name, violation and tolerance, and what is in the way."""
    rows, said = solution.reports, wrap(why, 150)
    table = Image.new("RGB", (WIDE + NEAR, ROW * (len(rows) + len(said) + 2) + 14), PAPER)
    pen = ImageDraw.Draw(table)
    verdict = "solved" if solution.feasible else "infeasible"
    pen.text(
        (14, 10), f"{name or 'keypoint problem'}: {verdict}", fill=GOOD if solution.feasible else BAD, font=font(19)
    )
    _legend(pen, table.width)
    for number, report in enumerate(rows, start=1):
        y = 12 + ROW * (number + 0.35)
        colour = GOOD if report.satisfied else SOFT if report.soft else BAD
        pen.text((14, y), str(number), fill=colour, font=font(16))
        name = _fitting(pen, report.name, 720)
        pen.text((46, y), name, fill=INK if report.satisfied else colour, font=font(16))
        pen.text((790, y), f"{_measure(report.violation, report.unit)} off", fill=colour, font=font(16))
        pen.text((940, y), f"allowed {_measure(report.tolerance, report.unit)}", fill=INK, font=font(16))
        pen.text(
            (1090, y),
            "holds" if report.satisfied else "soft, costs" if report.soft else "is missed",
            fill=colour,
            font=font(16),
        )
    return table


def _fitting(pen: ImageDraw.ImageDraw, text: str, width: float) -> str:
    """Return a text, cut short where it would be wider than so many pixels."""
    shown = text
    while pen.textlength(shown, font=font(16)) > width:
        text = text[:-1]
        shown = f"{text}..."
    return shown


def _legend(pen: ImageDraw.ImageDraw, width: int) -> None:
    x = width - 560
    for colour, text in ((TOOL, "point or axis of the tool"), (TARGET, "where it should be")):
        pen.ellipse((x, 15, x + 12, 27), fill=colour)
        pen.text((x + 20, 11), text, fill=INK, font=font(16))
        x += 270


def _measure(value: float, unit: str) -> str:
    if unit == "m":
        return f"{1e3 * value:.2f} mm"
    return f"{math.degrees(value):.2f} deg" if unit == "rad" else f"{value:.3f}"
