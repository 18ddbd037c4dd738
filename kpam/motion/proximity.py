"""Signed distances between the shapes of a collision model that are near each other, and how they change."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kpam.compiled import compiled
from kpam.kinematics import Kinematics
from kpam.motion.arm_geometry import arm_geometry
from kpam.motion.collision import CollisionModel
from kpam.transforms import Array, cross

pin: Any = import_module("pinocchio")
coal: Any = import_module("coal")

# coal answers with minus infinity, nearly, where it finds no depth of penetration, and has no direction either
_DEEPEST = -10.0  # m
_KEPT = 4  # batches that are answered from memory when they are asked for again


class Gaps(NamedTuple):
    """The pairs of shapes that are nearer than wanted, for each of a batch those first that miss most of it.

    Attributes:
        pair: (b, k) their numbers, for `Proximity.names`; -1 where there are no more.
        missing: (b, k) their distance less what is wanted, metres; negative, 0 where there are no more.
        gradient: (b, k, n) derivative of their distance by the joints.
    """

    pair: NDArray[np.intp]
    missing: Array
    gradient: Array


class Proximity:
    """Which shapes of a collision model are nearer than wanted.

    A compiled sweep bounds all distances of a batch from below by the shapes' boxes; coal measures, between convex
    hulls, only pairs that may be among the worst. Answers do not depend on what was asked before.

    Args:
        model: the arm, what it holds and what stands around.
        distance: wanted from what is not the arm, metres.
        self_distance: wanted between links of the arm, metres.
        width: opening between the fingers, metres.
        ignore: obstacles that the hand, its fingers and what they hold may touch, as in `CollisionModel`.
    """

    def __init__(
        self,
        model: CollisionModel,
        distance: float,
        self_distance: float,
        *,
        width: float = 0.04,
        ignore: Collection[str] = (),
    ) -> None:
        self.model, self.width = model, width
        arm, self._geometry = model.arm, model.geometry
        shapes = list(self._geometry.geometryObjects)
        pairs = [(int(pair.first), int(pair.second)) for pair in self._geometry.collisionPairs]
        self._checked = model.checked_pairs(ignore)
        self._pairs = np.array(pairs, dtype=np.intp).reshape(-1, 2)[list(self._checked)]
        own = len(arm_geometry(arm).names)
        self.wanted: Array = np.where(self._pairs.max(axis=1, initial=0) < own, self_distance, distance)
        # how many of the arm's joints move each shape: fingers move with all of them
        order = {int(arm.model.getJointId(name)): i + 1 for i, name in enumerate(arm.joints)} | {0: 0}
        self._depths = np.array([order.get(int(shape.parentJoint), len(arm.joints)) for shape in shapes])
        self._boxes: Array = np.array([_box(shape.geometry) for shape in shapes])
        self._data: Any = self._geometry.createData()
        self._axes, self._poses = self._at_zero()
        self._answered: dict[tuple[bytes, int], Gaps] = {}
        # a new request: the default one starts from the last answer, which would make results depend on history
        request = coal.DistanceRequest(True)
        request.gjk_initial_guess = coal.GJKInitialGuess.BoundingVolumeGuess
        for pair in self._checked:
            self._data.distanceRequests[pair] = request

    def names(self, pair: int) -> tuple[str, str]:
        """Return what the two shapes of a pair belong to."""
        return self.model.names[int(self._pairs[pair, 0])], self.model.names[int(self._pairs[pair, 1])]

    def gaps(self, at: Kinematics, most: int) -> Gaps:
        """Return up to so many pairs for each configuration of a batch, the worst first.

        With n the unit vector from the witness point x_1 of one shape to x_2 of the other, the distance is
        n . (x_2 - x_1) and its derivative n . (J(x_2) - J(x_1)), where J(x) is the Jacobian of the point on its link
        (Schulman et al. 2014, TrajOpt, eq. 11).
        """
        # symmetries of the tool and alternatives ask about the same configurations, one after the other
        key = (at.q.tobytes(), most)
        if key not in self._answered:
            if len(self._answered) == _KEPT:
                del self._answered[next(iter(self._answered))]
            self._answered[key] = self._measured(at, most)
        return self._answered[key]

    def _measured(self, at: Kinematics, most: int) -> Gaps:
        arm, b = self.model.arm, len(at)
        bounds = _lower_bounds(at.q, self._axes, self._poses, self._depths, self._boxes, self._pairs) - self.wanted
        pair, missing = np.full((b, most), -1, dtype=np.intp), np.zeros((b, most))
        witnesses = np.zeros((b, most, 3, 3))
        for k in np.flatnonzero(bounds.min(axis=1, initial=0.0) < 0.0).tolist():
            pin.updateGeometryPlacements(arm.model, arm.data, self._geometry, self._data, arm.full(at.q[k], self.width))
            for row, (short, which, result) in enumerate(self._worst(bounds[k], most)):
                pair[k, row], missing[k, row] = which, short
                if short + self.wanted[which] > _DEEPEST:
                    witnesses[k, row] = result.normal, result.getNearestPoint1(), result.getNearestPoint2()
        return Gaps(pair, missing, _gradients(pair, witnesses, self._pairs, self._depths, at.T_hand, at.J_hand))

    def _worst(self, bounds: Array, most: int) -> list[tuple[float, int, Any]]:
        """Return the worst pairs of one configuration: what is missing, which, and coal's result."""
        found: list[tuple[float, int, Any]] = []
        near = np.flatnonzero(bounds < 0.0)
        for which in near[np.argsort(bounds[near], kind="stable")].tolist():
            if len(found) == most and bounds[which] >= found[-1][0]:
                break
            result = pin.computeDistance(self._geometry, self._data, self._checked[which])
            short = max(result.min_distance, _DEEPEST) - float(self.wanted[which])
            if short < 0.0:
                insort(found, (short, which, result), key=lambda entry: entry[:2])
                del found[most:]
        return found

    def _at_zero(self) -> tuple[Array, Array]:
        """Return each joint's axis and a point of it, (n, 2, 3), and the shapes' poses (s, 4, 4), where q is zero."""
        arm, zero = self.model.arm, np.zeros(len(self.model.arm.joints))
        T, J = arm.forward_and_jacobian(zero)
        axes = J[3:].T
        at_origin = J[:3].T - cross(axes, T[:3, 3])  # how a joint moves the point of its link at the base's origin
        pin.updateGeometryPlacements(arm.model, arm.data, self._geometry, self._data, arm.full(zero, self.width))
        return np.stack([axes, cross(axes, at_origin)], axis=1), np.array([T.homogeneous for T in self._data.oMg])


def _box(geometry: Any) -> Array:
    """Return the centre and half the edges, (2, 3) metres, of the box about a shape in its own frame."""
    geometry.computeLocalAABB()
    low, high = np.array(geometry.aabb_local.min_), np.array(geometry.aabb_local.max_)
    return np.array([0.5 * (low + high), 0.5 * (high - low)])


@compiled
def _lower_bounds(
    q: Array, axes: Array, zero: Array, depths: NDArray[np.intp], boxes: Array, pairs: NDArray[np.intp]
) -> Array:
    """Return for each pair (p, 2) of shapes what their signed distance is at least, (b, p) metres.

    Shapes are placed by the product of exponentials: that of the joints before a shape, times its pose at zero (Lynch
    and Park 2017, Modern Robotics, eq. 4.14). Then, in the frame of either box, the gaps between it and the other box's
    shadows on its axes are the sides of a right-angled way between them; where all overlap, the least overlap is what
    it takes to part them.
    """
    b, n = q.shape
    s, p = len(zero), len(pairs)
    bounds = np.empty((b, p))
    moved, turn = np.zeros((n + 1, 3, 4)), np.empty((3, 4))
    R, centres = np.empty((s, 3, 3)), np.empty((s, 3))
    for r in range(3):
        moved[0, r, r] = 1.0
    for k in range(b):
        for i in range(n):
            sine, cosine = np.sin(q[k, i]), np.cos(q[k, i])
            x, y, z = axes[i, 0]
            rest = 1.0 - cosine
            turn[0, 0], turn[0, 1], turn[0, 2] = cosine + rest * x * x, rest * x * y - sine * z, rest * x * z + sine * y
            turn[1, 0], turn[1, 1], turn[1, 2] = rest * x * y + sine * z, cosine + rest * y * y, rest * y * z - sine * x
            turn[2, 0], turn[2, 1], turn[2, 2] = rest * x * z - sine * y, rest * y * z + sine * x, cosine + rest * z * z
            for r in range(3):
                turn[r, 3] = axes[i, 1, r]
                for c in range(3):
                    turn[r, 3] -= turn[r, c] * axes[i, 1, c]
            for r in range(3):
                for c in range(4):
                    moved[i + 1, r, c] = moved[i, r, 3] if c == 3 else 0.0
                    for t in range(3):
                        moved[i + 1, r, c] += moved[i, r, t] * turn[t, c]
        for j in range(s):
            before = moved[depths[j]]
            for r in range(3):
                centres[j, r] = before[r, 3]
                for c in range(3):
                    R[j, r, c] = (
                        before[r, 0] * zero[j, 0, c] + before[r, 1] * zero[j, 1, c] + before[r, 2] * zero[j, 2, c]
                    )
                    centres[j, r] += R[j, r, c] * boxes[j, 0, c] + before[r, c] * zero[j, c, 3]
        for j in range(p):
            bounds[k, j] = -np.inf
            for side in range(2):
                own, other = pairs[j, side], pairs[j, 1 - side]
                apart, least = 0.0, -np.inf
                for c in range(3):
                    along = 0.0
                    for r in range(3):
                        along += R[own, r, c] * (centres[other, r] - centres[own, r])
                    gap = abs(along) - boxes[own, 1, c]
                    for t in range(3):
                        cosine = 0.0
                        for r in range(3):
                            cosine += R[own, r, c] * R[other, r, t]
                        gap -= abs(cosine) * boxes[other, 1, t]
                    least = max(least, gap)
                    apart += max(gap, 0.0) ** 2
                bounds[k, j] = max(bounds[k, j], np.sqrt(apart) if apart > 0.0 else least)
    return bounds


@compiled
def _gradients(
    pair: NDArray[np.intp],
    witnesses: Array,
    pairs: NDArray[np.intp],
    depths: NDArray[np.intp],
    T_hand: Array,
    J_hand: Array,
) -> Array:
    """Return n . (J(x_2) - J(x_1)), (b, k, n), for witnesses (b, k, 3, 3): n, x_1 and x_2; 0 without a pair.

    Of the joints before a shape, one with the axis z that moves the hand's origin p by v moves x by v + z x (x - p).
    """
    b, most = pair.shape
    gradient = np.zeros((b, most, J_hand.shape[2]))
    for k in range(b):
        J = J_hand[k]
        for row in range(most):
            if pair[k, row] < 0:
                continue
            a, d, e = witnesses[k, row, 0]
            for side in range(2):
                sign = 2.0 * side - 1.0
                x = witnesses[k, row, 1 + side, 0] - T_hand[k, 0, 3]
                y = witnesses[k, row, 1 + side, 1] - T_hand[k, 1, 3]
                z = witnesses[k, row, 1 + side, 2] - T_hand[k, 2, 3]
                # n . (z x r) = z . (r x n)
                u, v, w = y * e - z * d, z * a - x * e, x * d - y * a
                for i in range(depths[pairs[pair[k, row], side]]):
                    moved = a * J[0, i] + d * J[1, i] + e * J[2, i] + u * J[3, i] + v * J[4, i] + w * J[5, i]
                    gradient[k, row, i] += sign * moved
    return gradient
