"""The least that constraints can be missed by, to the last figure, near where descents ended."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np

from kpam.constraints.base import Constraint
from kpam.kinematics import Kinematics, Mechanism
from kpam.transforms import Array

optimize: Any = import_module("scipy.optimize")  # without type information
_ITERATIONS = 60
_PRECISION = 1e-9  # of the sum of squares
_SHARE = 0.99  # of each tolerance, for what linearisation leaves


def least(
    arm: Mechanism, q: Array, tool: Array, missed: Sequence[tuple[float, Constraint]], kept: Sequence[Constraint]
) -> Array:
    """Return a configuration (n,) at which the squares of some residuals have a smaller sum, while others are kept.

    A step of `kpam.descent` takes a residual as linear. Where one of half a metre must remain that is far from true,
    and descents stop before the bottom; sequential quadratic programming (Kraft 1988, SLSQP) learns the curvature.

    Args:
        arm: the mechanism, whose limits are kept.
        q: (n,) where to begin.
        tool: (4, 4) T_hand_tool, the symmetry of the tool.
        missed: scales, and the constraints whose residuals times these are squared.
        kept: what is kept within its tolerance, each row of a residual within its share.
    """

    def stacked(pairs: Sequence[tuple[float, Constraint]], q: Array) -> tuple[Array, Array]:
        at = Kinematics.of(arm, q, tool)
        found = [(scale, *one.evaluate(at)) for scale, one in pairs]
        residual = np.concatenate([scale * residual[0] for scale, residual, _ in found])
        return residual, np.concatenate([scale * jacobian[0] for scale, _, jacobian in found])

    def square(q: Array) -> tuple[float, Array]:
        residual, jacobian = stacked(missed, q)
        return float(residual @ residual), 2.0 * residual @ jacobian

    # each row is divided by its share of the tolerance, so that it is to stay between -1 and 1
    shares = [(np.sqrt(max(one.parts)) / (_SHARE * one.reach), one) for one in kept]

    def room(q: Array) -> Array:
        residual, _ = stacked(shares, q)
        return np.concatenate([1.0 - residual, 1.0 + residual])

    def room_changes(q: Array) -> Array:
        _, jacobian = stacked(shares, q)
        return np.concatenate([-jacobian, jacobian])

    found = optimize.minimize(
        square,
        np.clip(q, arm.lower, arm.upper),
        jac=True,
        method="SLSQP",
        bounds=list(zip(arm.lower, arm.upper, strict=True)),
        constraints=[{"type": "ineq", "fun": room, "jac": room_changes}] if shares else (),
        options={"maxiter": _ITERATIONS, "ftol": _PRECISION},
    )
    return np.clip(found.x, arm.lower, arm.upper)
