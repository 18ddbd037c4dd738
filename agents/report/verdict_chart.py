"""Charts of a verdict as inline SVG, in the page's own colours, so that they follow light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from envs.verification.digest import Curve

ROW = 26
LABEL = 250
TRACK = 330
TAIL = 190
PANEL = (300, 190)
"""Width and height of one curve, in units of the drawing."""
MARGIN = (42, 14, 14, 40)
"""Left, right, top and bottom of the plot in a panel."""


@dataclass(frozen=True)
class Measured:
    """A rate to draw: its name, successes of trials, its interval, and whether it is the one that decides."""

    name: str
    successes: int
    trials: int
    interval: tuple[float, float]
    decides: bool = False

    @property
    def rate(self) -> float:
        """The share that succeeded."""
        return self.successes / self.trials if self.trials else 0.0


def rates(rows: Sequence[Measured]) -> Markup:
    """Return rates below each other on one axis from 0 to 100 %, each with its 95 % interval."""
    width, height = LABEL + TRACK + TAIL, ROW * len(rows) + 24
    parts = [_open(width, height, "rates with their 95 % intervals", "rates")]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = LABEL + share * TRACK
        parts.append(f'<line class="grid" x1="{x:g}" y1="2" x2="{x:g}" y2="{height - 20}"/>')
        parts.append(f'<text class="tick" x="{x:g}" y="{height - 5}" text-anchor="middle">{share:.0%}</text>')
    for number, row in enumerate(rows):
        y = ROW * number + ROW / 2 + 1
        kind = "decides" if row.decides else "reported"
        parts.append(f'<text class="{kind}" x="0" y="{y + 4:g}">{escape(row.name)}</text>')
        if not row.trials:
            parts.append(f'<text class="tick" x="{LABEL + TRACK + 14}" y="{y + 4:g}">not run</text>')
            continue
        low, high = (LABEL + end * TRACK for end in row.interval)
        parts.append(f'<line class="span {kind}" x1="{low:.1f}" y1="{y:g}" x2="{high:.1f}" y2="{y:g}"/>')
        parts.append(f'<circle class="{kind}" cx="{LABEL + row.rate * TRACK:.1f}" cy="{y:g}" r="5"/>')
        said = f"{row.successes} of {row.trials} ({row.interval[0]:.0%} to {row.interval[1]:.0%})"
        parts.append(f'<text class="figure" x="{LABEL + TRACK + 14}" y="{y + 4:g}">{said}</text>')
    return Markup("".join([*parts, "</svg>"]))


def curve(drawn: Curve, unchanged: float) -> Markup:
    """Return one curve of robustness; a dashed line stands at the rate where nothing is changed."""
    width, height = PANEL
    left, right, top, bottom = MARGIN
    high, wide = height - top - bottom, width - left - right
    steps = max(1, len(drawn.points) - 1)
    inset = 26  # so that the first and the last whisker stand clear of the frame

    def x(number: int) -> float:
        return left + inset + (wide - 2 * inset) * (number / steps if len(drawn.points) > 1 else 0.5)

    def y(rate: float) -> float:
        return top + high * (1.0 - rate)

    parts = [_open(width, height, f"success by {drawn.what}", "curve")]
    for share in (0.0, 0.5, 1.0):
        parts.append(f'<line class="grid" x1="{left}" y1="{y(share):g}" x2="{width - right}" y2="{y(share):g}"/>')
        parts.append(f'<text class="tick" x="{left - 6}" y="{y(share) + 4:g}" text-anchor="end">{share:.0%}</text>')
    parts.append(
        f'<line class="unchanged" x1="{left}" y1="{y(unchanged):.1f}" x2="{width - right}" y2="{y(unchanged):.1f}">'
        f"<title>nothing changed: {unchanged:.0%}</title></line>"
    )
    line = " ".join(f"{x(k):.1f},{y(drawn.rate(point)):.1f}" for k, point in enumerate(drawn.points))
    parts.append(f'<polyline class="line" points="{line}"/>')
    for number, point in enumerate(drawn.points):
        low, top_end = drawn.interval(point)
        said = f"{drawn.value(point)}: {point.successes} of {point.trials}"
        at = f"{x(number):.1f}"
        parts.append(f'<line class="whisker" x1="{at}" y1="{y(low):.1f}" x2="{at}" y2="{y(top_end):.1f}"/>')
        parts.append(
            f'<circle class="decides" cx="{at}" cy="{y(drawn.rate(point)):.1f}" r="4"><title>{said}</title></circle>'
        )
        parts.append(f'<text class="tick" x="{at}" y="{height - 24}" text-anchor="middle">{drawn.value(point)}</text>')
    parts.append(
        f'<text class="name" x="{left + wide / 2:g}" y="{height - 7}" text-anchor="middle">{escape(drawn.title)}</text>'
    )
    return Markup("".join([*parts, "</svg>"]))


def _open(width: int, height: int, label: str, kind: str) -> str:
    return (
        f'<svg class="chart {kind}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(label)}">'
    )
