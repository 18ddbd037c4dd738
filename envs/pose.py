"""A rigid pose as plain data."""

from __future__ import annotations

import numpy as np
from pydantic import field_validator

from envs.frozen import Frozen, Quaternion, Vector3
from kpam.transforms import Array, quaternion, transform


class Pose(Frozen):
    """Position in metres and unit quaternion wxyz of one frame seen from another."""

    position: Vector3 = (0.0, 0.0, 0.0)
    quaternion: Quaternion = (1.0, 0.0, 0.0, 0.0)

    @field_validator("quaternion")
    @classmethod
    def _unit(cls, value: Quaternion) -> Quaternion:
        length = float(np.linalg.norm(value))
        if abs(length - 1.0) > 1e-6:
            raise ValueError(f"quaternion {value} has length {length:.6g}; give a unit quaternion, w first")
        return value

    def matrix(self) -> Array:
        """Return the pose as a (4, 4) transform."""
        return transform(self.position, self.quaternion)

    @classmethod
    def from_matrix(cls, T: Array) -> Pose:
        """Read a pose from a rigid (4, 4) transform."""
        x, y, z = (float(v) for v in T[:3, 3])
        qw, qx, qy, qz = (float(v) for v in quaternion(T))
        return cls(position=(x, y, z), quaternion=(qw, qx, qy, qz))
