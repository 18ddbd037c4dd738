"""The ways in which a list of hand constraints can be met: exactly, or by the slack in its angles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from envs.task.stages import AtAngle, HandConstraint

EXACT = 0.01
"""Radians within which an angle is kept before its slack is used."""
LEAN = 0.3
"""Radians between the leaning angles that are tried."""


def leaning(constraints: Sequence[HandConstraint]) -> list[list[HandConstraint]]:
    """Return lists of constraints that each imply the given ones, best first, and the given ones as the last.

    A solver that is given an angle with slack meets it exactly where the arm can, which is not always where the hand
    can come in and go on: so the first list keeps every angle within 0.01 rad, and the next ones lean by 0.3 rad,
    0.6 rad, ... as far as the slack of one constraint goes.
    """
    exact = [_kept(spec, 0.0) for spec in constraints]
    leans = [
        (slack, [*exact[:i], _kept(spec, slack), *exact[i + 1 :]])
        for i, spec in enumerate(constraints)
        if isinstance(spec, AtAngle)
        for slack in _slacks(spec.tolerance)
    ]
    return [exact, *(specs for _, specs in sorted(leans, key=lambda item: item[0])), list(constraints)]


def _slacks(tolerance: float) -> list[float]:
    count = round((tolerance - EXACT) / LEAN)
    return [(tolerance - EXACT) * (k + 1) / count for k in range(count)]


def _kept(spec: HandConstraint, lean: float) -> HandConstraint:
    """Return a constraint whose angle leans by radians, if it has one, with hardly any slack left."""
    if not isinstance(spec, AtAngle):
        return spec
    angle = spec.angle + lean if spec.angle + lean <= np.pi else spec.angle - lean
    return spec.model_copy(update={"angle": angle, "tolerance": min(spec.tolerance, EXACT)})
