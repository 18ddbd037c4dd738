"""Signed distances between the shapes of a collision model that are near each other, and how they change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpam.compiled import compiled
from kpam.motion.arm_geometry import arm_geometry
from kpam.motion.collision import CollisionModel
from kpam.transforms import Array, cross

pin: Any = import_module("pinocchio")
coal: Any = import_module("coal")

# coal answers with minus infinity, nearly, where it finds no depth of penetration, and has no direction either
_DEEPEST = -10.0  # m


@dataclass(frozen=True, eq=False)
class Gap:
    """Two shapes that are nearer than wanted.

    Attributes:
        first, second: what they belong to.
        distance: between them, metres; negative in penetration.
        wanted: the distance wanted, metres.
        gradient: (n,) derivative of the distance by the joints.
    """

    first: str
    second: str
    distance: float
    wanted: float
    gradient: Array


class Proximity:
    """Which shapes of a collision model are nearer than wanted.

    Shapes whose boxes are further apart are not looked at; distances between the others are coal's, between convex
    hulls. Answers do not depend on what was asked before.

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
        self._checked = np.array(model.checked_pairs(ignore), dtype=np.intp)
        self._pairs = np.array(pairs, dtype=np.intp).reshape(-1, 2)[self._checked]
        own = len(arm_geometry(arm).names)
        self._wanted = np.where(self._pairs.max(axis=1, initial=0) < own, self_distance, distance)
        # how many of the arm's joints move each shape: fingers move with all of them
        order = {int(arm.model.getJointId(name)): i + 1 for i, name in enumerate(arm.joints)} | {0: 0}
        self._depths = [order.get(int(shape.parentJoint), len(arm.joints)) for shape in shapes]
        self._moving = [i for i, depth in enumerate(self._depths) if depth]
        self._poses: Array = np.array([shape.placement.homogeneous for shape in shapes])
        self._boxes: Array = np.array([_box(shape.geometry) for shape in shapes])
        self._data: Any = self._geometry.createData()
        # a new request: the default one starts from the last answer, which would make results depend on history
        request = coal.DistanceRequest(True)
        request.gjk_initial_guess = coal.GJKInitialGuess.BoundingVolumeGuess
        for i in self._checked.tolist():
            self._data.distanceRequests[i] = request

    def gaps(self, q: Array, T_hand: Array, J_hand: Array) -> list[Gap]:
        """Return the pairs that are nearer than wanted, those first that miss most of it.

        With n the unit vector from the witness point x_1 of one shape to x_2 of the other, the distance is
        n . (x_2 - x_1) and its derivative n . (J(x_2) - J(x_1)), where J(x) is the Jacobian of the point on its link
        (Schulman et al. 2014, TrajOpt, eq. 11).

        Args:
            q: (n,) the configuration, rad.
            T_hand, J_hand: (4, 4) and (6, n), the hand's pose and Jacobian there.
        """
        arm = self.model.arm
        pin.updateGeometryPlacements(arm.model, arm.data, self._geometry, self._data, arm.full(q, self.width))
        for i in self._moving:
            self._poses[i] = self._data.oMg[i].homogeneous
        bounds = _lower_bounds(self._poses, self._boxes, self._pairs)
        found = [self._gap(k, T_hand, J_hand) for k in np.flatnonzero(bounds < self._wanted).tolist()]
        return sorted((gap for gap in found if gap is not None), key=lambda gap: gap.distance - gap.wanted)

    def _gap(self, k: int, T_hand: Array, J_hand: Array) -> Gap | None:
        """Return a pair's gap, or None where it is as wide as wanted."""
        pair, wanted = int(self._checked[k]), float(self._wanted[k])
        pin.computeDistance(self._geometry, self._data, pair)
        result = self._data.distanceResults[pair]
        distance = max(float(result.min_distance), _DEEPEST)
        if distance >= wanted:
            return None
        gradient, first, second = np.zeros(J_hand.shape[1]), int(self._pairs[k, 0]), int(self._pairs[k, 1])
        if distance > _DEEPEST:
            normal = np.array(result.normal)
            points = (result.getNearestPoint1(), result.getNearestPoint2())
            for sign, shape, point in zip((-1.0, 1.0), (first, second), points, strict=True):
                # n . (v + z x (x - p)) for the joints before the shape, with the hand's origin p
                moved = slice(self._depths[shape])
                lever = cross(point - T_hand[:3, 3], normal)
                gradient[moved] += sign * (normal @ J_hand[:3, moved] + lever @ J_hand[3:, moved])
        return Gap(self.model.names[first], self.model.names[second], distance, wanted, gradient)


def _box(geometry: Any) -> Array:
    """Return the centre and half the edges, (2, 3) metres, of the box about a shape in its own frame."""
    geometry.computeLocalAABB()
    low, high = np.array(geometry.aabb_local.min_), np.array(geometry.aabb_local.max_)
    return np.array([0.5 * (low + high), 0.5 * (high - low)])


@compiled
def _lower_bounds(poses: Array, boxes: Array, pairs: NDArray[np.intp]) -> Array:
    """Return for each pair (p, 2) of shapes a distance that they are at least apart, (p,) metres.

    The larger of two: from the centre of one's box to the other's box, less the radius of the sphere about the one's.
    """
    shapes = len(poses)
    centres, radii = np.empty((shapes, 3)), np.empty(shapes)
    for s in range(shapes):
        x, y, z = boxes[s, 0]
        for r in range(3):
            centres[s, r] = poses[s, r, 0] * x + poses[s, r, 1] * y + poses[s, r, 2] * z + poses[s, r, 3]
        radii[s] = np.sqrt(np.sum(boxes[s, 1] ** 2))
    bounds = np.empty(len(pairs))
    for k in range(len(pairs)):
        best = -np.inf
        for side in range(2):
            a, b = pairs[k, side], pairs[k, 1 - side]
            squared = 0.0
            for c in range(3):
                along = 0.0
                for r in range(3):
                    along += poses[b, r, c] * (centres[a, r] - centres[b, r])
                squared += max(0.0, abs(along) - boxes[b, 1, c]) ** 2
            best = max(best, np.sqrt(squared) - radii[a])
        bounds[k] = best
    return bounds
