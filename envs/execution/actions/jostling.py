"""Where small things come to lie that a blade pushes into each other: discs on a table, computed without physics."""

from __future__ import annotations

import numpy as np

from envs.execution.actions.strokes import Pusher
from kpam.transforms import Array

ROOM = 1.3
"""Times its half width: the radius of the disc that a thing is taken for, as it lies at any angle to its neighbours."""
STEP = 0.5
"""Of a thing's half width: how far the blade goes at a time."""
ROUNDS = 8
"""How often discs that are too close are moved apart for each step of the blade."""
SHARE = 0.7
"""Of what is missing between two discs that one round gives: each may be close to several."""


def jostled(things: Array, radius: float, tool: Pusher, starts: Array, ways: Array, steps: int) -> Array:
    """Return where things lie as a blade goes on, for each of some strokes.

    What the blade meets goes along before it, and what that comes too close to gives way. All else stays where it is,
    as close to its neighbours as it was.

    Args:
        things: (n, 2) their middles, metres.
        radius: half the width of one of them.
        tool: the blade.
        starts: (k, 2) where the blade's middle begins.
        ways: (k, 2) unit directions.
        steps: how many steps the blade makes, each of `STEP` times the radius.

    Returns:
        (steps, k, n, 2) their middles after each step.
    """
    axes = np.stack([ways, np.column_stack([-ways[:, 1], ways[:, 0]])], axis=1)
    local = np.einsum("kij,knj->kni", axes, things[None] - starts[:, None])
    half = np.array([tool.half_thickness, tool.half_width])
    least = np.minimum(np.linalg.norm(things[:, None] - things[None], axis=2), 2 * ROOM * radius)
    found: list[Array] = []
    for step in range(1, steps + 1):
        blade = np.array([step * STEP * radius, 0.0])
        for _ in range(ROUNDS):
            _part(local, least)
            _shove(local, blade, half, radius)
        found.append(np.einsum("kij,kni->knj", axes, local) + starts[:, None])
    return np.array(found)


def _part(local: Array, least: Array) -> None:
    """Move discs (k, n, 2) apart that are closer to each other than at least (n, n), both alike."""
    between = local[:, :, None] - local[:, None]
    apart = np.sqrt(np.einsum("knmi,knmi->knm", between, between))
    scale = np.maximum(least - apart, 0.0) / np.maximum(apart, 1e-9)
    local += SHARE / 2 * np.einsum("knm,knmi->kni", scale, between)


def _shove(local: Array, blade: Array, half: Array, radius: float) -> None:
    """Move discs (k, n, 2) out of a blade with its middle at (2,): to its front, or off its ends."""
    off = local - blade
    front = (np.abs(off[..., 1]) <= half[1]) & (off[..., 0] > -half[0]) & (off[..., 0] < half[0] + radius)
    local[..., 0] = np.where(front, blade[0] + half[0] + radius, local[..., 0])
    beyond = off - np.clip(off, -half, half)
    apart = np.linalg.norm(beyond, axis=2)
    ends = ~front & (apart > 0) & (apart < radius)
    local += np.where(ends, radius / np.maximum(apart, 1e-9) - 1.0, 0.0)[..., None] * beyond
