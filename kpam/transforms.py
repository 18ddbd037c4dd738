"""Rigid transforms as 4x4 homogeneous matrices, named `T_a_b`: the pose of frame b seen from frame a."""

# scipy has no type stubs
# pyright: reportMissingTypeStubs=false
from __future__ import annotations

import math
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.transform import Rotation

pin: Any = import_module("pinocchio")  # a compiled module without type information
Array = NDArray[np.float64]

AXES: Array = np.eye(3)
"""The three axes of a frame, in it."""
_NEXT, _LAST = [1, 2, 0], [2, 0, 1]


def transform(position: ArrayLike = (0.0, 0.0, 0.0), quaternion: ArrayLike = (1.0, 0.0, 0.0, 0.0)) -> Array:
    """Build a (4, 4) transform from a position in metres and a quaternion wxyz."""
    T = np.eye(4)
    T[:3, :3] = Rotation.from_quat(np.asarray(quaternion, dtype=float), scalar_first=True).as_matrix()
    T[:3, 3] = position
    return T


def from_rotation(rotation: ArrayLike, position: ArrayLike = (0.0, 0.0, 0.0)) -> Array:
    """Build a (4, 4) transform from a (3, 3) rotation matrix and a position in metres."""
    T = np.eye(4)
    T[:3, :3] = rotation
    T[:3, 3] = position
    return T


def quaternion(T: ArrayLike) -> Array:
    """Return the quaternion wxyz, with w >= 0, of a (4, 4) transform."""
    q = Rotation.from_matrix(np.asarray(T)[:3, :3]).as_quat(scalar_first=True)
    return -q if q[0] < 0 else q


def inverse(T: Array) -> Array:
    """Return the inverse of a rigid (4, 4) transform."""
    R = T[:3, :3].T
    return from_rotation(R, -R @ T[:3, 3])


def apply(T: Array, points: ArrayLike) -> Array:
    """Map points of shape (..., 3) from frame b to frame a, with T = T_a_b."""
    return np.asarray(points) @ T[:3, :3].T + T[:3, 3]


def rotate(T: Array, directions: ArrayLike) -> Array:
    """Rotate directions of shape (..., 3) from frame b to frame a, with T = T_a_b."""
    return np.asarray(directions) @ T[:3, :3].T


def about_axis(axis: ArrayLike, angle: float, point: ArrayLike = (0.0, 0.0, 0.0)) -> Array:
    """Return the (4, 4) rotation by `angle` radians about the line through `point` along `axis`."""
    direction = np.asarray(axis, dtype=float)
    R = Rotation.from_rotvec(direction / np.linalg.norm(direction) * angle).as_matrix()
    p = np.asarray(point, dtype=float)
    return from_rotation(R, p - R @ p)


def rotation_angle(R_a: Array, R_b: Array) -> float:
    """Return the angle in radians between two (3, 3) rotation matrices, from |R_a - R_b| = 2 sqrt(2) sin(angle / 2)."""
    half = float(np.linalg.norm(R_a - R_b)) / math.sqrt(8.0)
    return 2.0 * math.asin(min(1.0, half))


def rotation_vector(R: Array) -> Array:
    """Return the axis times the angle in radians, (3,), of a (3, 3) rotation matrix: the logarithm of SO(3)."""
    return np.asarray(pin.log3(R))


def rotation_of(vector: Array) -> Array:
    """Return the (3, 3) rotation matrix of an axis times an angle in radians: the exponential of SO(3)."""
    return np.asarray(pin.exp3(vector))


def is_rigid(transform: ArrayLike) -> bool:
    """Say whether an array is a finite (4, 4) transform that turns and moves, and does nothing else."""
    T = np.asarray(transform, dtype=float)
    if T.shape != (4, 4) or not np.all(np.isfinite(T)) or np.any(T[3] != (0.0, 0.0, 0.0, 1.0)):
        return False
    R = T[:3, :3]
    return bool(np.abs(R @ R.T - np.eye(3)).max() < 1e-5 and np.linalg.det(R) > 0.0)


def unit(vector: ArrayLike) -> Array:
    """Return a vector scaled to length 1; raises ValueError for a vector of no length."""
    v = np.asarray(vector, dtype=float)
    length = np.linalg.norm(v)
    if length < 1e-12:
        raise ValueError(f"direction {v.tolist()} has no length; give a non-zero vector")
    return v / length


def cross(a: ArrayLike, b: ArrayLike) -> Array:
    """Return the cross products of vectors (..., 3); several times faster than numpy's on small batches."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return a[..., _NEXT] * b[..., _LAST] - a[..., _LAST] * b[..., _NEXT]


def across(direction: Array) -> Array:
    """Return two unit vectors, (2, 3), orthogonal to each other and to a unit vector (3,)."""
    first = unit(cross(direction, AXES[int(np.argmin(np.abs(direction)))]))
    return np.array([first, cross(direction, first)])
