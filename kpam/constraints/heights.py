"""The height of a point of the tool above a plane of the scene, and its derivative."""

from __future__ import annotations

import numpy as np

from kpam.compiled import compiled
from kpam.kinematics import Kinematics
from kpam.transforms import Array


def height_above(at: Kinematics, tool_point: Array, target: Array, normal: Array) -> tuple[Array, Array]:
    """Return n . (R p + t - target), (b, 1) metres, and n . (J_v - [R p] J_w), (b, 1, n).

    The tool point p, a point of the plane and its normal n are (3,), or (b, 3).
    """
    position, jacobian = at.point(tool_point)
    return _along(position, jacobian, target.reshape(-1, 3), normal.reshape(-1, 3))


@compiled
def _along(position: Array, jacobian: Array, targets: Array, normals: Array) -> tuple[Array, Array]:
    b, _, n = jacobian.shape
    height, gradient = np.empty((b, 1)), np.empty((b, 1, n))
    for k in range(b):
        target, (x, y, z) = targets[k % len(targets)], normals[k % len(normals)]
        height[k, 0] = (
            x * (position[k, 0] - target[0]) + y * (position[k, 1] - target[1]) + z * (position[k, 2] - target[2])
        )
        for i in range(n):
            gradient[k, 0, i] = x * jacobian[k, 0, i] + y * jacobian[k, 1, i] + z * jacobian[k, 2, i]
    return height, gradient
