"""How each constraint of a keypoint problem stands, as rows beneath its picture."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from agents.report.marks import BAD, GOOD, INK, PAPER, TARGET, TOOL, Colour, font
from kpam.problem import ConstraintReport, KeypointSolution

SOFT: Colour = (165, 110, 0)
FAINT: Colour = (120, 124, 132)
ROW = 25
_NAME, _OFF, _ALLOWED, _STANDS = 46, 850, 1000, 1180
"""Pixels from the left at which columns begin."""


def residual_table(name: str, solution: KeypointSolution, why: str, width: int) -> Image.Image:
    """Return a picture, so many pixels wide: a title, what is in the way, and a row for each constraint."""
    reports = solution.reports
    names = [_lines(report.name, _OFF - _NAME - 20) for report in reports]
    said = _lines(why, width - 40)
    height = ROW * (2 + len(said) + sum(map(len, names))) + 8
    table = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(table)
    verdict, colour = ("solved", GOOD) if solution.feasible else ("infeasible", BAD)
    pen.text((14, 10), f"{name}: {verdict}", fill=colour, font=font(19))
    _legend(pen, width, missed=bool(solution.conflicts))
    y = 12 + 1.35 * ROW
    for line in said:
        pen.text((14, y), line, fill=BAD, font=font(16))
        y += ROW
    for number, (report, lines) in enumerate(zip(reports, names, strict=True), start=1):
        colour = INK if report.satisfied else SOFT if report.soft else BAD
        pen.text((14, y), str(number), fill=colour, font=font(16))
        pen.text((_OFF, y), f"{measure(report.violation, report.unit)} off", fill=colour, font=font(16))
        pen.text((_ALLOWED, y), f"allowed {measure(report.tolerance, report.unit)}", fill=FAINT, font=font(16))
        pen.text((_STANDS, y), _stands(report), fill=GOOD if report.satisfied else colour, font=font(16))
        for line in lines:
            pen.text((_NAME, y), line, fill=colour, font=font(16))
            y += ROW
    return table


def measure(value: float, unit: str) -> str:
    """Return a violation or tolerance in three figures: millimetres, degrees, or a bare number."""
    number = abs({"m": 1e3 * value, "rad": math.degrees(value)}.get(unit, value))
    name = {"m": " mm", "rad": " deg"}.get(unit, "")
    return f"{number:.3g}{name}" if number >= 1e-3 or number == 0 else f"<0.001{name}"


def _stands(report: ConstraintReport) -> str:
    if report.satisfied:
        return "holds"
    return "soft, costs" if report.soft else "MISSED"


def _lines(text: str, width: float) -> list[str]:
    """Return a text as lines no wider than so many pixels; a longer word stays whole."""
    pen, lines = ImageDraw.Draw(Image.new("RGB", (1, 1))), [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and pen.textlength(longer, font=font(16)) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line for line in lines if line]


def _legend(pen: ImageDraw.ImageDraw, width: int, *, missed: bool) -> None:
    x = width - 600
    shown = [(TOOL, "of the tool"), (TARGET, "where it should be"), (BAD, "missed, and by how much")]
    for colour, text in shown if missed else shown[:-1]:
        pen.ellipse((x, 14, x + 12, 26), fill=colour)
        pen.text((x + 19, 10), text, fill=INK, font=font(16))
        x += 44 + round(pen.textlength(text, font=font(16)))
