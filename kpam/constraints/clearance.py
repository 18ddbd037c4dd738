"""The arm, and what it holds, keeps a distance from what stands around, and does not touch itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np

from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.motion.arm_geometry import arm_geometry
from kpam.motion.collision import CollisionModel
from kpam.transforms import Array

pin: Any = import_module("pinocchio")
coal: Any = import_module("coal")

_ROWS = 4  # pairs of shapes that push at once
_DEEPEST = -10.0  # metres: coal answers with less where it finds no depth of penetration, and no direction either


@dataclass(frozen=True, eq=False)
class Clearance(Constraint):
    """d_i >= distance, for the signed distances d_i of the pairs of shapes that the collision model checks.

    The residual has a row min(d_i - distance, 0) for each of the four worst pairs. With n the unit vector from the
    witness point x_1 of one shape to x_2 of the other, d = n . (x_2 - x_1) and dd/dq = n . (J(x_2) - J(x_1)), where
    J(x) is the Jacobian of the point on its link (Schulman et al. 2014, TrajOpt, eq. 11). Distances are coal's,
    between convex hulls; those within the arm itself have a bound of their own, since its links are always near.

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
    _wanted: Array = field(init=False, repr=False)
    _depths: tuple[int, ...] = field(init=False, repr=False)
    _data: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        check_strictness(self.name, self.tolerance, self.weight)
        for what in ("distance", "self_distance", "width"):
            value = getattr(self, what)
            if not (np.isfinite(value) and value >= 0):
                raise ConstraintError(f"constraint {self.name!r}: {what} {value}; give metres from 0")
        arm, geometry = self.model.arm, self.model.geometry
        for shape in geometry.geometryObjects:
            shape.geometry.computeLocalAABB()
        data, own = geometry.createData(), len(arm_geometry(arm).names)
        wanted = np.full(len(geometry.collisionPairs), -np.inf)
        for i in self.model.checked_pairs(self.ignore):
            within = geometry.collisionPairs[i].second < own
            wanted[i] = self.self_distance if within else self.distance
            # a new request: the default one starts from the last answer, which would make results depend on history
            request = coal.DistanceRequest(True)
            request.gjk_initial_guess = coal.GJKInitialGuess.BoundingVolumeGuess
            data.distanceRequests[i] = request
        for i in np.flatnonzero(np.isinf(wanted)):
            data.deactivateCollisionPair(int(i))
        # how many of the arm's joints move each shape: fingers move with all of them
        order = {int(arm.model.getJointId(name)): i + 1 for i, name in enumerate(arm.joints)} | {0: 0}
        depths = tuple(order.get(int(shape.parentJoint), len(arm.joints)) for shape in geometry.geometryObjects)
        object.__setattr__(self, "_wanted", wanted)
        object.__setattr__(self, "_depths", depths)
        object.__setattr__(self, "_data", data)

    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return what is missing of the distances, (b, 4) metres, from the worst pair on, and its derivative."""
        residual, jacobian = np.zeros((len(at), _ROWS)), np.zeros((len(at), _ROWS, at.q.shape[1]))
        for k, q in enumerate(at.q):
            spare = self._spare(q)
            for row, pair in enumerate(np.argsort(spare, kind="stable")[:_ROWS].tolist()):
                residual[k, row] = min(spare[pair], 0.0)
                if _DEEPEST < spare[pair] < 0:
                    jacobian[k, row] = self._gradient(pair, at.T_hand[k], at.J_hand[k])
        return residual, jacobian

    def violation(self, at: Kinematics) -> Array:
        """Return what the worst pair misses of its distance, (b,) metres."""
        return np.array([max(0.0, -self._spare(q).min(initial=np.inf)) for q in at.q])

    def explain(self, at: Kinematics) -> str:
        """Return which pair is worst, and its distance."""
        spare = self._spare(at.q[0])
        worst = int(np.argmin(spare))
        pair: Any = self.model.geometry.collisionPairs[worst]
        distance = 1e3 * (spare[worst] + self._wanted[worst])
        return (
            f"{self.name}: {self.model.names[pair.first]} is {distance:.1f} mm from {self.model.names[pair.second]} "
            f"(wanted are {1e3 * self._wanted[worst]:.1f} mm, allowed {1e3 * self.tolerance:.1f} mm less)"
        )

    def _spare(self, q: Array) -> Array:
        """Return each pair's distance less the wanted one at a configuration (n,); witness points are kept."""
        arm = self.model.arm
        pin.computeDistances(arm.model, arm.data, self.model.geometry, self._data, arm.full(q, self.width))
        distances = np.array([result.min_distance for result in self._data.distanceResults])
        return np.maximum(distances - self._wanted, _DEEPEST)

    def _gradient(self, pair: int, T_hand: Array, J_hand: Array) -> Array:
        """Return the derivative (n,) of a pair's distance, from what `_spare` kept and the hand's Jacobian."""
        result, shapes = self._data.distanceResults[pair], self.model.geometry.collisionPairs[pair]
        normal, gradient = np.array(result.normal), np.zeros(J_hand.shape[1])
        points = (result.getNearestPoint1(), result.getNearestPoint2())
        for sign, shape, point in zip((-1.0, 1.0), (int(shapes.first), int(shapes.second)), points, strict=True):
            # n . (v + z x (x - p)) for the joints before the shape, with the hand's origin p
            lever = np.cross(np.asarray(point) - T_hand[:3, 3], normal)
            moved = slice(self._depths[shape])
            gradient[moved] += sign * (normal @ J_hand[:3] + lever @ J_hand[3:])[moved]
        return gradient
