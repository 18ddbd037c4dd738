"""A keypoint problem and its answer as one picture: robot, points, axes, and a row for each constraint."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from agents.report.drawing import Axis, Drawing
from agents.report.keypoint_cameras import near_camera, whole_camera
from agents.report.keypoint_drawing import drawing_of
from agents.report.marks import BAD, PAPER, TARGET, TOOL, Colour, Marks
from agents.report.residual_table import residual_table
from agents.report.still import FINGERS, Standing, picture, still
from envs.task.spec import RobotName
from kpam.files.document import Document
from kpam.files.places import Places
from kpam.problem import KeypointProblem, KeypointSolution
from kpam.transforms import Array, unit

WHOLE, NEAR = (560, 620), (760, 620)
"""Width and height of the two views, pixels."""


def draw(
    name: str,
    document: Document,
    places: Places,
    problem: KeypointProblem,
    solution: KeypointSolution,
    *,
    posture: Array,
    robot: RobotName = "panda",
    things: Sequence[Standing] = (),
    why: str = "",
) -> Image.Image:
    """Return the picture of an answer: the whole scene, the hand from near by, and how each constraint stands.

    Args:
        name: what the problem is called.
        document: what was asked.
        places: where its names are.
        problem: what was solved.
        solution: the answer.
        posture: (n,) where the arm is, rad.
        robot: whose arm it is.
        things: what stands in the scene, and in the hand.
        why: what is in the way, to be written beneath.
    """
    width = None if document.plan is None else document.plan.options.get("contact_width")
    scene = still(posture, things, width=width if isinstance(width, float) else FINGERS, robot=robot)
    drawing = drawing_of(document, places, problem, solution)
    views = [(whole_camera(scene, drawing, things, WHOLE), False), (near_camera(scene, drawing, NEAR), True)]
    table = residual_table(name, solution, why, WHOLE[0] + NEAR[0])
    page = Image.new("RGB", (table.width, WHOLE[1] + table.height), PAPER)
    left = 0
    for camera, closely in views:
        marks = Marks(picture(scene, camera), camera)
        _mark(marks, drawing, closely=closely)
        page.paste(marks.image(), (left, 0))
        left += camera.width
    page.paste(table, (0, WHOLE[1]))
    return page


def _mark(marks: Marks, drawing: Drawing, *, closely: bool) -> None:
    """Draw all marks, then the labels: from far away of what is missed, from near by of everything."""
    length = 0.075 if closely else 0.12
    for box in drawing.boxes:
        marks.box(box.pose, box.lower, box.upper, TARGET if box.good else BAD)
    ends: list[tuple[Array, Axis]] = []
    for axis in sorted(drawing.axes, key=lambda axis: axis.tool):
        reach, width = (length, 4.0) if axis.tool else (1.5 * length, 2.5)
        colour = TOOL if axis.tool else TARGET
        ends.append((marks.arrow(axis.base, axis.way, reach, colour, width if closely else 0.7 * width), axis))
    for gap in drawing.gaps:
        marks.line(gap.start, gap.end, BAD, 2.5, dashed=True)
    for arc in drawing.arcs:
        marks.arrow(arc.base, arc.end, length, BAD, 2.0)
        marks.arc(arc.base, arc.start, arc.end, 0.8 * length, BAD, 2.0)
    for point in drawing.points:
        if point.tool:
            marks.dot(point.place, TOOL, 6.0 if closely else 4.0)
        else:
            marks.ring(point.place, TARGET, 9.0 if closely else 6.0)
    if closely:
        for note in drawing.notes:
            marks.banner(note, BAD)
    for gap in drawing.gaps:
        shares = [gap.start + share * (gap.end - gap.start) for share in (0.5, 0.25, 0.1, 0.0, 0.75, 1.0)]
        marks.label(next((place for place in shares if marks.shows(place)), gap.start), gap.text, BAD, loud=True)
    for arc in drawing.arcs:
        marks.label(arc.base + 0.8 * length * unit(arc.start + arc.end), arc.text, BAD, loud=True)
    named = [*((point.place, point) for point in drawing.points), *ends] if closely else []
    for place, item in named:
        if item.label:
            marks.label(place, item.label, _edge(item.tool, item.good))


def _edge(tool: bool, good: bool) -> Colour:
    if not good:
        return BAD
    return TOOL if tool else TARGET
