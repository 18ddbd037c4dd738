"""Where things can be put: hollows that are open to one side, and flat tops, found on a grid."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from envs.assets.contact import inside
from envs.assets.geometry import bounds, extreme_points
from envs.assets.model import Shape
from kpam.transforms import Array

CELLS = 36
"""Cells along the longest edge of what is looked at; the others have at least 12."""
FEWEST = 14
SMALLEST = 0.02
"""Metres that the shorter edges of a hollow have at least."""
SHALLOWEST = 0.012
FLATTEST = 0.04
"""Metres that the edges of a top have at least."""


@dataclass(frozen=True)
class Hollow:
    """A box, by its corners in metres, that is free and walled on all sides but one."""

    low: Array
    high: Array

    @property
    def volume(self) -> float:
        """Its volume in m^3."""
        return float(np.prod(self.high - self.low))


@dataclass(frozen=True)
class Top:
    """A level rectangle: its middle (3,) and its edges along x and y, metres."""

    centre: Array
    size: tuple[float, float]


@dataclass(frozen=True)
class _Grid:
    filled: NDArray[np.bool_]
    axes: tuple[Array, Array, Array]


def hollows(shapes: Sequence[Shape], *, towards: int, most: int = 6) -> list[Hollow]:
    """Return the hollows of shapes that are open towards +x (0) or +z (2), largest first.

    The columns that end on the shapes are a landscape; what water would stand in it when it is turned up is a hollow
    (priority flood, Barnes et al. 2014), and the largest box in each is returned.
    """
    grid = _occupied(shapes)
    ahead = grid.axes[towards]
    filled = np.moveaxis(grid.filled, towards, 2)
    # The first filled cell that a straight line meets from outside.
    floor = np.where(filled.any(axis=2), filled.shape[2] - 1 - np.argmax(filled[:, :, ::-1], axis=2), -1)
    level = _flooded(floor)
    across = [axis for axis in range(3) if axis != towards]
    first, second = grid.axes[across[0]], grid.axes[across[1]]
    found: list[Hollow] = []
    wet = (level > floor) & (floor >= 0)  # a hole right through holds nothing
    for _ in range(most):
        best = _largest(wet, floor, level, first, second, ahead)
        if best is None:
            break
        (a, b), (c, d), low, high = best
        wet = wet.copy()
        wet[a : b + 1, c : d + 1] = False
        corners = np.empty((2, 3))
        corners[:, across[0]] = first[a], first[b]
        corners[:, across[1]] = second[c], second[d]
        corners[:, towards] = ahead[low], ahead[high]
        found.append(Hollow(corners[0], corners[1]))
    return sorted(found, key=lambda hollow: -hollow.volume)


def flat_top(shapes: Sequence[Shape], others: Sequence[Shape] = ()) -> Top | None:
    """Return the largest level rectangle on the highest place of shapes, where none of the others is above; or None."""
    grid = _occupied([*shapes, *others])
    height = np.where(
        grid.filled.any(axis=2), grid.filled.shape[2] - 1 - np.argmax(grid.filled[:, :, ::-1], axis=2), -1
    )
    x, y, z = grid.axes
    top = int(height.max())
    best = _rectangle(height == top, x, y)
    if best is None:
        return None
    (a, b), (c, d) = best
    size = (float(x[b] - x[a]), float(y[d] - y[c]))
    middle = np.array([(x[a] + x[b]) / 2, (y[c] + y[d]) / 2])
    exact = _upper_end(shapes, middle, float(z[top]), float(z[1] - z[0]))
    if min(size) < FLATTEST or exact is None:
        return None
    return Top(np.array([*middle, exact]), size)


def _upper_end(shapes: Sequence[Shape], middle: Array, start: float, step: float) -> float | None:
    """Return the height at which shapes end above a place (x, y) that is filled at `start`, to 0.1 mm; or None."""
    heights = start + np.arange(0.0, 1.5 * step, 1e-4)
    points = np.column_stack([np.full(len(heights), middle[0]), np.full(len(heights), middle[1]), heights])
    filled = np.any([inside(shape, points, 1e-9) for shape in shapes], axis=0)
    return None if not filled[0] else float(heights[filled][-1])


def _occupied(shapes: Sequence[Shape]) -> _Grid:
    """Return which cells' middles are in a shape."""
    low, high = bounds(extreme_points(shape) for shape in shapes)
    edges = high - low
    counts = [max(FEWEST, round(CELLS * edge / edges.max())) for edge in edges]
    x, y, z = (low[k] + (np.arange(counts[k]) + 0.5) / counts[k] * edges[k] for k in range(3))
    points = np.stack(np.meshgrid(x, y, z, indexing="ij"), axis=-1).reshape(-1, 3)
    filled = np.zeros(len(points), dtype=bool)
    for shape in shapes:
        corners = extreme_points(shape)
        near = np.all((points >= corners.min(axis=0) - 1e-9) & (points <= corners.max(axis=0) + 1e-9), axis=1)
        filled[near] |= inside(shape, points[near], 1e-9)
        filled |= _thin(corners, (x, y, z))
    return _Grid(filled.reshape(len(x), len(y), len(z)), (x, y, z))


def _thin(corners: Array, axes: tuple[Array, Array, Array]) -> NDArray[np.bool_]:
    """Return the cells that a shape thinner than a cell along an axis lies in, by its box; no cell for thick ones."""
    low, high = corners.min(axis=0), corners.max(axis=0)
    masks: list[NDArray[np.bool_]] = []
    thin = False
    for k, axis in enumerate(axes):
        step = axis[1] - axis[0]
        if high[k] - low[k] < step:
            mask = np.abs(axis - (low[k] + high[k]) / 2) <= step / 2 + 1e-12
            thin = True
        else:
            mask = (axis >= low[k]) & (axis <= high[k])
        masks.append(mask)
    cells = masks[0][:, None, None] & masks[1][None, :, None] & masks[2][None, None, :]
    return (cells if thin else np.zeros_like(cells)).ravel()


def _flooded(floor: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the level at which water stands over a landscape whose border drains."""
    rows, columns = floor.shape
    level = np.full_like(floor, -2)
    heap: list[tuple[int, int, int]] = []
    for i in range(rows):
        for j in range(columns):
            if i in (0, rows - 1) or j in (0, columns - 1):
                level[i, j] = floor[i, j]
                heapq.heappush(heap, (int(floor[i, j]), i, j))
    while heap:
        here, i, j = heapq.heappop(heap)
        for a, b in ((i + 1, j), (i - 1, j), (i, j + 1), (i, j - 1)):
            if 0 <= a < rows and 0 <= b < columns and level[a, b] == -2:
                level[a, b] = max(here, floor[a, b])
                heapq.heappush(heap, (int(level[a, b]), a, b))
    return level


def _largest(
    wet: NDArray[np.bool_],
    floor: NDArray[np.int64],
    level: NDArray[np.int64],
    first: Array,
    second: Array,
    ahead: Array,
) -> tuple[tuple[int, int], tuple[int, int], int, int] | None:
    """Return the box of the largest volume that stands in the water: spans of cells, and from which to which level."""
    best: tuple[float, tuple[tuple[int, int], tuple[int, int], int, int]] | None = None
    if not wet.any():
        return None
    for bottom in np.unique(floor[wet]):
        for surface in np.unique(level[wet & (floor <= bottom)]):
            depth = float(ahead[surface] - ahead[bottom + 1])
            if depth < SHALLOWEST:
                continue
            found = _rectangle(wet & (floor <= bottom) & (level >= surface), first, second)
            if found is None:
                continue
            (a, b), (c, d) = found
            size = (float(first[b] - first[a]), float(second[d] - second[c]))
            if min(size) < SMALLEST:
                continue
            volume = depth * size[0] * size[1]
            if best is None or volume > best[0]:
                best = volume, ((a, b), (c, d), int(bottom) + 1, int(surface))
    return None if best is None else best[1]


def _rectangle(mask: NDArray[np.bool_], first: Array, second: Array) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the spans of rows and of columns, ends included, of the largest rectangle of cells that are all set."""
    rows, columns = mask.shape
    best: tuple[float, tuple[tuple[int, int], tuple[int, int]]] | None = None
    for top in range(rows):
        alive = np.ones(columns, dtype=bool)
        for bottom in range(top, rows):
            alive &= mask[bottom]
            if not alive.any():
                break
            edges = np.flatnonzero(np.diff(np.concatenate([[0], alive.astype(np.int8), [0]])))
            starts, ends = edges[::2], edges[1::2] - 1
            widest = int(np.argmax(ends - starts))
            a, b = int(starts[widest]), int(ends[widest])
            area = float((first[bottom] - first[top] + 1e-9) * (second[b] - second[a] + 1e-9))
            if best is None or area > best[0]:
                best = area, ((top, bottom), (a, b))
    return None if best is None else best[1]
