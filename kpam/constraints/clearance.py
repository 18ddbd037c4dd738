"""The arm, and what it holds, keeps a distance from what stands around, and does not touch itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.motion.collision import CollisionModel
from kpam.motion.proximity import Proximity
from kpam.transforms import Array

_ROWS = 4  # pairs of shapes that push at once


@dataclass(frozen=True, eq=False)
class Clearance(Constraint):
    """d_i >= distance, for the signed distances d_i of the pairs of shapes that the collision model checks.

    The residual has a row min(d_i - distance, 0) for each of the four worst pairs; `Proximity` has the derivative.
    Distances within the arm have a bound of their own, since its links are always near each other.

    Args:
        name: what explanations call it.
        model: the arm, what it holds and what stands around.
        distance: the smallest distance wanted from what is not the arm, metres, from 0.
        self_distance: the smallest distance wanted between links of the arm, metres, from 0.
        tolerance: how much smaller they may be, metres.
        weight: None if it must hold, or the cost of a squared metre.
        width: opening between the fingers, metres.
        ignore: obstacles that the hand, its fingers and what they hold may touch, as in `CollisionModel`.

    Raises:
        ConstraintError: a distance or the width is negative, or tolerance or weight is not positive.
    """

    name: str
    model: CollisionModel
    distance: float = 0.01
    self_distance: float = 0.0
    tolerance: float = 1e-3
    weight: float | None = None
    width: float = 0.04
    ignore: Collection[str] = ()

    size = _ROWS
    unit = "m"
    _proximity: Proximity = field(init=False, repr=False)

    def __post_init__(self) -> None:
        check_strictness(self.name, self.tolerance, self.weight)
        for what in ("distance", "self_distance", "width"):
            value = getattr(self, what)
            if not (np.isfinite(value) and value >= 0):
                raise ConstraintError(f"constraint {self.name!r}: {what} {value}; give metres from 0")
        proximity = Proximity(self.model, self.distance, self.self_distance, width=self.width, ignore=self.ignore)
        object.__setattr__(self, "_proximity", proximity)

    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return what is missing of the distances, (b, 4) metres, from the worst pair on, and its derivative."""
        gaps = self._proximity.gaps(at, _ROWS)
        return gaps.missing.copy(), gaps.gradient.copy()

    def violation(self, at: Kinematics) -> Array:
        """Return what the worst pair misses of its distance, (b,) metres."""
        return np.abs(self._proximity.gaps(at, _ROWS).missing[:, 0])

    def explain(self, at: Kinematics) -> str:
        """Return which pair misses most of its distance."""
        gaps = self._proximity.gaps(at, _ROWS)
        pair, missing = int(gaps.pair[0, 0]), float(gaps.missing[0, 0])
        if pair < 0:
            return f"{self.name}: nothing is nearer than {1e3 * self.distance:.1f} mm"
        first, second = self._proximity.names(pair)
        wanted = float(self._proximity.wanted[pair])
        apart = 1e3 * (wanted + missing)
        where = f"{apart:.1f} mm from" if apart >= 0 else f"{-apart:.1f} mm inside"
        return (
            f"{self.name}: {first} is {where} {second} (wanted are "
            f"{1e3 * wanted:.1f} mm, allowed {1e3 * self.tolerance:.1f} mm less)"
        )
