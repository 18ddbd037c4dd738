"""Which stroke of a blade brings most small things into a place that they nearly fill, where each moves the others."""

from __future__ import annotations

import math

import numpy as np

from envs.execution.actions.jostling import STEP, jostled
from envs.execution.actions.strokes import Pusher, Stroke
from envs.execution.actions.sweeping import DIRECTIONS, KEPT, SHORTEST, STANDOFF, Table
from kpam.transforms import Array

ASIDE = 0.012
"""Metres between the courses of strokes along one way."""
BEYOND = 0.2
"""Share of half the place by which the blade goes past its middle at most."""
NEARER = 1.0
"""What a metre by which one thing is brought nearer counts, where a thing that is brought in counts 1."""
LEAST = 0.1
"""What a stroke must be worth."""


def packing(table: Table, tool: Pusher) -> list[Stroke]:
    """Return strokes that bring things into the place and touch nothing else, the worthiest first."""
    courses = [
        (way, side, begin)
        for k in range(DIRECTIONS)
        for way in (_way(table, k),)
        for side in _sides(table, way)
        if (begin := _begin(table, tool, way, side)) is not None
    ]
    if not courses:
        return []
    ways = np.array([way for way, _, _ in courses])
    starts = np.array([begin * way + side * _across(way) for way, side, begin in courses])
    goes = [_end(table, way) - begin for way, _, begin in courses]
    pace = STEP * table.radius
    after = jostled(table.things, table.radius, tool, starts, ways, max(1, math.ceil(max(goes) / pace)))
    worth = _worth(table.depth(after)) - _worth(table.depth(table.things))
    lengths = pace * np.arange(1, len(after) + 1)
    found: list[tuple[float, float, Stroke]] = []
    for k, (way, side, begin) in enumerate(courses):
        may = (lengths >= SHORTEST) & (lengths <= goes[k] + pace)
        step = int(np.where(may, worth[:, k] - 1e-3 * np.arange(len(after)), -np.inf).argmax())
        if not may[step] or worth[step, k] < LEAST:
            continue
        front = float((after[step, k] @ way)[np.any(after[step, k] != table.things, axis=1)].max())
        if not table.meets(tool, way, side, begin, front + table.radius):
            stroke = Stroke(starts[k], way, float(lengths[step]))
            found.append((-float(worth[step, k]), stroke.length, stroke))
    return [stroke for _, _, stroke in sorted(found, key=lambda item: item[:2])]


def _worth(depth: Array) -> Array:
    """Return how many things count as being there (...), of how deep they lie within the edges (..., n)."""
    return (np.clip(0.5 + depth / (2 * KEPT), 0.0, 1.0) + NEARER * np.minimum(depth, 0.0)).sum(axis=-1)


def _way(table: Table, k: int) -> Array:
    """Return one of the directions (2,), of which some are along the place's sides."""
    angle = 2 * np.pi * k / DIRECTIONS + np.arctan2(table.T[1, 0], table.T[0, 0])
    return np.array([np.cos(angle), np.sin(angle)])


def _across(way: Array) -> Array:
    return np.array([-way[1], way[0]])


def _sides(table: Table, way: Array) -> list[float]:
    """Return where across a direction the blade's middle may be: amid the place, and behind things outside."""
    kept = [float(table.T[:, 2] @ _across(way))]
    for side in np.sort(table.things[~table.within(table.things)] @ _across(way)).tolist():
        if all(abs(side - other) >= ASIDE for other in kept):
            kept.append(side)
    return kept


def _begin(table: Table, tool: Pusher, way: Array, side: float) -> float | None:
    """Return how far along a direction the blade comes down, behind what it will meet; None where that is nothing."""
    along, aside = table.things @ way, np.abs(table.things @ _across(way) - side)
    met = (aside < tool.half_width + table.radius) & (along < _end(table, way))
    return float(along[met].min()) - table.radius - tool.half_thickness - STANDOFF if met.any() else None


def _end(table: Table, way: Array) -> float:
    """Return how far along a direction the blade may go."""
    half = float(np.abs(table.T[:, :2].T @ way) @ table.size) / 2
    return float(table.T[:, 2] @ way) + BEYOND * half
