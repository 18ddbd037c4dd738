"""The angle between an axis of the hand and an axis of the scene, and its derivative."""

from __future__ import annotations

import numpy as np

from kpam.transforms import Array, cross


def angle_between(T_base_hand: Array, tool_axis: Array, target_axis: Array) -> Array:
    """Return the angle in radians, shape (...), between R a and b; exact near 0 and pi too."""
    axis = T_base_hand[..., :3, :3] @ tool_axis
    return np.arctan2(np.linalg.norm(cross(axis, target_axis), axis=-1), axis @ target_axis)


def angle_jacobian(T_base_hand: Array, J_hand: Array, tool_axis: Array, target_axis: Array) -> Array:
    """Return d angle / dq = -n . J_w, shape (..., n), with n the unit vector along R a x b.

    Where the axes are parallel n is not defined; any direction orthogonal to b leads away, and one is taken.
    """
    axis = T_base_hand[..., :3, :3] @ tool_axis
    normal = cross(axis, target_axis)
    length = np.linalg.norm(normal, axis=-1, keepdims=True)
    normal = normal / np.maximum(length, 1e-9)
    if np.any(length < 1e-9):
        normal = np.where(length < 1e-9, _orthogonal(target_axis), normal)
    return -(normal[..., None, :] @ J_hand[..., 3:, :])[..., 0, :]


def _orthogonal(axis: Array) -> Array:
    other = np.eye(3)[int(np.argmin(np.abs(axis)))]
    normal = cross(axis, other)
    return normal / np.linalg.norm(normal)


def explain_angle(name: str, angle: float, wanted: float, tolerance: float) -> str:
    """Return a sentence on an angle (radians) that should have been another, in degrees."""
    degrees = np.degrees([angle, wanted, abs(angle - wanted), tolerance])
    return (
        f"{name}: the axes are {degrees[0]:.1f} degrees apart instead of {degrees[1]:.1f} "
        f"(off by {degrees[2]:.2f}, allowed {degrees[3]:.2f})"
    )
