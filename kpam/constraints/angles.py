"""The angle between an axis of the tool and an axis of the scene, and its derivative."""

from __future__ import annotations

import numpy as np

from kpam.compiled import compiled
from kpam.kinematics import Kinematics
from kpam.transforms import Array


def angle_between(at: Kinematics, tool_axis: Array, target_axis: Array) -> tuple[Array, Array]:
    """Return the angle between R a and b, (b,) in radians, exact near 0 and pi too, and its derivative (b, n).

    d angle / dq = -n . J_w, with n the unit vector along R a x b. Where the axes are parallel n is not defined; any
    direction orthogonal to b leads away, and one is taken.
    """
    return _angle(at.T, at.J, tool_axis.reshape(-1, 3), target_axis.reshape(-1, 3))


def explain_angle(name: str, angle: float, wanted: float, tolerance: float) -> str:
    """Return a sentence on an angle (radians) that should have been another, in degrees."""
    degrees = np.degrees([angle, wanted, abs(angle - wanted), tolerance])
    return (
        f"{name}: the axes are {degrees[0]:.1f} degrees apart instead of {degrees[1]:.1f} "
        f"(off by {degrees[2]:.2f}, allowed {degrees[3]:.2f})"
    )


@compiled
def _angle(T: Array, J: Array, tool_axes: Array, target_axes: Array) -> tuple[Array, Array]:
    b, _, n = J.shape
    angle, gradient = np.empty(b), np.empty((b, n))
    for k in range(b):
        ax, ay, az = tool_axes[k % len(tool_axes)]
        bx, by, bz = target_axes[k % len(target_axes)]
        x = T[k, 0, 0] * ax + T[k, 0, 1] * ay + T[k, 0, 2] * az
        y = T[k, 1, 0] * ax + T[k, 1, 1] * ay + T[k, 1, 2] * az
        z = T[k, 2, 0] * ax + T[k, 2, 1] * ay + T[k, 2, 2] * az
        u, v, w = y * bz - z * by, z * bx - x * bz, x * by - y * bx
        length = np.sqrt(u * u + v * v + w * w)
        angle[k] = np.arctan2(length, x * bx + y * by + z * bz)
        if length < 1e-9:
            # across b and the base axis that is furthest from it
            if abs(bx) <= abs(by) and abs(bx) <= abs(bz):
                u, v, w = 0.0, bz, -by
            elif abs(by) <= abs(bz):
                u, v, w = -bz, 0.0, bx
            else:
                u, v, w = by, -bx, 0.0
            length = np.sqrt(u * u + v * v + w * w)
        for i in range(n):
            gradient[k, i] = -(u * J[k, 3, i] + v * J[k, 4, i] + w * J[k, 5, i]) / length
    return angle, gradient
