"""Many alike as one: a rope of beads and a pile of small things, where each member starts and what ties them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from envs.assets.model import AssetModel
from envs.frozen import Frozen, Name
from envs.task.spec import MAX_OBJECTS, Region, Tie
from kpam.transforms import Array

GAP = 0.001  # metres at least between neighbours of a group
COILS = 1.6  # how many pitches at least lie between beads of a rope that are not neighbours
DRAWS = 40  # shapes drawn of one group before its place is given up

Spot = tuple[float, float, float]
"""Where a member stands: x and y of its origin in metres, and its yaw in radians."""


class RopeRequest(Frozen):
    """A rope: beads in a row, each tied to the next half way between them, along a line or a smooth curve."""

    kind: Literal["rope"] = "rope"
    name: Name
    members: tuple[Name, ...] = Field(min_length=2, max_length=MAX_OBJECTS)
    region: Region
    length: float = Field(gt=0, le=1, description="metres from the middle of the first bead to that of the last")
    bend: float = Field(ge=0, le=1.5, description="radians by which it turns off its course at most; 0 is straight")

    @property
    def pitch(self) -> float:
        """Metres from one bead's middle to the next."""
        return self.length / (len(self.members) - 1)


class PileRequest(Frozen):
    """Many of one kind: close together, or scattered over a region."""

    kind: Literal["pile"] = "pile"
    name: Name
    members: tuple[Name, ...] = Field(min_length=2, max_length=MAX_OBJECTS)
    region: Region
    scattered: bool


GroupRequest = Annotated[RopeRequest | PileRequest, Field(discriminator="kind")]


def spots(
    request: RopeRequest | PileRequest, asset: AssetModel, rng: np.random.Generator, free: Callable[[Spot], bool]
) -> list[Spot] | None:
    """Draw where the members of a group stand, in their order; None where this draw finds no room in the region.

    `free` says whether a member may stand at a spot, for all that stands there already.
    """
    if isinstance(request, PileRequest) and request.scattered:
        return _scattered(request, asset, rng, free)
    found = _rope(request, rng) if isinstance(request, RopeRequest) else _heap(request, asset, rng)
    return found if found is not None and all(free(spot) for spot in found) else None


def ties(request: RopeRequest | PileRequest, asset: AssetModel) -> tuple[Tie, ...]:
    """Return the ball joints that make a rope of beads; a pile has none."""
    if not isinstance(request, RopeRequest):
        return ()
    x, y, z = asset.centre
    half = request.pitch / 2
    return tuple(
        Tie(first=first, second=second, first_point=(x + half, y, z), second_point=(x - half, y, z))
        for first, second in zip(request.members, request.members[1:], strict=False)
    )


def too_tight(request: RopeRequest | PileRequest, asset: AssetModel) -> str | None:
    """Return what is wrong where a group's members do not fit side by side at all, or None."""
    if isinstance(request, RopeRequest) and request.pitch < asset.size[0] + GAP:
        room = (len(request.members) - 1) * (asset.size[0] + GAP)
        return (
            f"rope {request.name!r}: {len(request.members)} beads {asset.size[0] * 1000:.1f} mm across do not fit into "
            f"{request.length * 1000:.0f} mm; give fewer beads, or a length of {room:.2f} m or more"
        )
    return None


def _rope(request: RopeRequest, rng: np.random.Generator) -> list[Spot] | None:
    """Lay chords of one length along a course that sways; the middles of the chords are where beads are."""
    count = len(request.members)
    share = np.arange(count) / (count - 1)
    sway = request.bend * np.sin(2 * np.pi * rng.uniform(0.3, 0.9) * share + rng.uniform(0, 2 * np.pi))
    heading = rng.uniform(-np.pi, np.pi) + sway
    chords = request.pitch * np.column_stack([np.cos(heading), np.sin(heading)])
    middles = np.cumsum(chords, axis=0) - chords / 2
    apart = np.linalg.norm(middles[:, None] - middles[None], axis=2)
    if count > 2 and apart[np.triu_indices(count, 2)].min() < COILS * request.pitch:
        return None
    placed = _into(middles, request.region, rng)
    if placed is None:
        return None
    return [(float(x), float(y), float(yaw)) for (x, y), yaw in zip(placed, heading, strict=True)]


def _heap(request: PileRequest, asset: AssetModel, rng: np.random.Generator) -> list[Spot] | None:
    """Put members on a honeycomb's cells nearest to its middle, each turned at random."""
    pitch = float(np.hypot(asset.size[0], asset.size[1])) + GAP
    count = len(request.members)
    placed = _into(_honeycomb(count, pitch, rng), request.region, rng)
    if placed is None:
        return None
    yaws = rng.uniform(-np.pi, np.pi, count)
    return [(float(x), float(y), float(yaw)) for (x, y), yaw in zip(placed, yaws, strict=True)]


def _honeycomb(count: int, pitch: float, rng: np.random.Generator) -> Array:
    """Return the `count` cells (count, 2) of a honeycomb that are nearest to a random point of it."""
    reach = int(np.ceil(np.sqrt(count))) + 2
    i, j = (grid.ravel() for grid in np.mgrid[-reach : reach + 1, -reach : reach + 1])
    cells = pitch * np.column_stack([i + j / 2, j * np.sqrt(0.75)])
    offset, turn = rng.uniform(-pitch / 2, pitch / 2, 2), rng.uniform(0, np.pi / 3)
    cells = cells - offset
    nearest = cells[np.argsort(np.linalg.norm(cells, axis=1), kind="stable")[:count]]
    c, s = np.cos(turn), np.sin(turn)
    return nearest @ np.array([[c, s], [-s, c]])


def _scattered(
    request: PileRequest, asset: AssetModel, rng: np.random.Generator, free: Callable[[Spot], bool]
) -> list[Spot] | None:
    """Throw members into the region one by one, each clear of those before it at any angle."""
    apart = float(np.hypot(asset.size[0], asset.size[1])) + GAP
    region, count = request.region, len(request.members)
    low, high = (region.x[0], region.y[0], -np.pi), (region.x[1], region.y[1], np.pi)
    found: Array = np.empty((0, 3))
    for drawn in rng.uniform(low, high, (count * DRAWS, 3)):
        x, y, yaw = drawn.tolist()
        if (np.linalg.norm(found[:, :2] - drawn[:2], axis=1) >= apart).all() and free((x, y, yaw)):
            found = np.vstack([found, drawn])
            if len(found) == count:
                return [(float(x), float(y), float(yaw)) for x, y, yaw in found]
    return None


def _into(shape: Array, region: Region, rng: np.random.Generator) -> Array | None:
    """Return points (n, 2) shifted as one to a random place of a region that holds them all, or None."""
    low, high = shape.min(axis=0), shape.max(axis=0)
    first, last = np.array([region.x[0], region.y[0]]) - low, np.array([region.x[1], region.y[1]]) - high
    if (first > last).any():
        return None
    return shape + rng.uniform(first, last)
