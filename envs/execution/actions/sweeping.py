"""Which stroke of a blade brings most of some small things into a place: computed on the table, without physics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from envs.execution.actions.strokes import Pusher, Stroke
from kpam.transforms import Array

DIRECTIONS = 16
"""Strokes are tried along so many directions."""
STANDOFF = 0.008
"""Metres behind the hindmost thing at which the blade comes down."""
KEPT = 0.006
"""Metres from the edge within which something is not counted on to have come into the place."""
ESCAPES = 1.2
"""Times its half width from the blade's end within which something is not counted on to stay before the blade."""
PACKED = 0.85
"""Share of the blade's width that things which lie side by side before it take up."""
SHORTEST = 0.02
"""Metres below which a stroke is not worth its while."""


@dataclass(frozen=True)
class Table:
    """What lies on the table, seen from above, metres.

    Attributes:
        things: (n, 2) the middles of what is to be swept.
        radius: half the width of one of them.
        others: (m, 2) middles of what is not to be touched.
        reaches: (m,) how far each of those reaches from its middle.
        T: (2, 3) rotation and origin of the place: its axes as columns, then its middle.
        size: (2,) the place's edges.
    """

    things: Array
    radius: float
    others: Array
    reaches: Array
    T: Array
    size: Array

    def within(self, points: Array, margin: float = 0.0) -> NDArray[np.bool_]:
        """Return which of points (..., 2) lie in the place, further than a margin from its edges."""
        return self.depth(points) >= margin

    def depth(self, points: Array) -> Array:
        """Return by how many metres points (..., 2) lie within the place's edges; less than 0 outside."""
        local = (points - self.T[:, 2]) @ self.T[:, :2]
        return np.min(self.size / 2 - np.abs(local), axis=-1)

    def meets(self, tool: Pusher, way: Array, side: float, start: float, front: float) -> bool:
        """Return whether what is not to be touched lies before a blade that goes a way, between two points along it."""
        along, aside = self.others @ way, np.abs(self.others @ np.array([-way[1], way[0]]) - side)
        near = aside < tool.half_width + self.reaches
        return bool((near & (along > start - self.reaches) & (along < front + self.reaches)).any())


@dataclass(frozen=True)
class Prospect:
    """A stroke, and by how many more things there are in the place after it."""

    stroke: Stroke
    gain: int


def strokes(table: Table, tool: Pusher) -> list[Prospect]:
    """Return strokes that bring things into the place and touch nothing else, those that bring most first.

    Of those that bring as many the shortest comes first.
    """
    found = [prospect for prospect in _candidates(table, tool) if prospect.gain > 0]
    return sorted(found, key=lambda item: (-item.gain, round(item.stroke.length, 4)))


def _candidates(table: Table, tool: Pusher) -> Iterator[Prospect]:
    outside = table.things[~table.within(table.things)]
    for k in range(DIRECTIONS):
        angle = 2 * np.pi * k / DIRECTIONS
        way = np.array([np.cos(angle), np.sin(angle)])
        across = np.array([-way[1], way[0]])
        for side in np.unique(np.round(outside @ across, 3)):
            for end in _ends(table, tool, way):
                prospect = _prospect(table, tool, way, float(side), end)
                if prospect is not None:
                    yield prospect


def _ends(table: Table, tool: Pusher, way: Array) -> tuple[float, float, float]:
    """Return how far along a direction the blade may go: to before, in and behind the middle of the place."""
    half = float(np.abs(table.T[:, :2].T @ way) @ table.size) / 2
    middle = float(table.T[:, 2] @ way)
    return middle - 0.6 * half, middle - 0.2 * half, middle + 0.2 * half


def _prospect(table: Table, tool: Pusher, way: Array, side: float, end: float) -> Prospect | None:
    """Return what comes of a stroke whose blade's middle keeps to one side and goes as far as an end."""
    across = np.array([-way[1], way[0]])
    along, aside = table.things @ way, np.abs(table.things @ across - side)
    met = (aside < tool.half_width + table.radius) & (along < end + tool.half_thickness + table.radius)
    if not met.any():
        return None
    start = float(along[met].min()) - table.radius - tool.half_thickness - STANDOFF
    if end - start < SHORTEST:
        return None
    lane = np.flatnonzero(aside < tool.half_width - ESCAPES * table.radius)
    lane = lane[np.argsort(along[lane], kind="stable")]
    across_lane = max(1, int(PACKED * tool.half_width / table.radius))
    face = end + tool.half_thickness
    row = face + table.radius * (1 + 2 * (np.arange(len(lane)) // across_lane))
    reached = np.maximum(along[lane], row)
    if table.meets(tool, way, side, start, float(reached.max(initial=face)) + table.radius):
        return None
    after = table.things.copy()
    after[lane] += (reached - along[lane])[:, None] * way
    before, moved = table.within(table.things), np.zeros(len(after), dtype=bool)
    moved[lane] = reached > along[lane]
    there = np.where(moved, table.within(after, KEPT), before)
    return Prospect(Stroke(start * way + side * across, way, end - start), int(there.sum()) - int(before.sum()))
