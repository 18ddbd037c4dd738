"""A rigid body that moves freely, in the place of an arm."""

from __future__ import annotations

import numpy as np

from kpam.compiled import compiled
from kpam.errors import ArmError
from kpam.problem import Workspace
from kpam.stack import METRES_PER_RADIAN
from kpam.transforms import Array


class FreeBody:
    """A rigid body that moves freely, in the place of an arm: its pose is the "hand's", 6 numbers are its "joints".

    The coordinates are (p / 0.3 m, r): the position p of its origin, so scaled that a unit of each weighs the same,
    and the rotation vector r by which it is turned from where it started, in base axes: R = exp([r]) R_start. So the
    squared distance to `q_start` is the squared angle of rotation, plus the squared displacement in units of 0.3 m.
    The angular velocity is J_l(r) dr/dt, with the left Jacobian of SO(3), J_l = I + (1 - cos a) / a^2 [r] +
    (a - sin a) / a^3 [r]^2 and a = |r| (Barfoot 2017, State Estimation for Robotics, eq. 7.77). It is regular up to
    a = 2 pi, beyond what the bounds of pi for each component allow.

    Args:
        T_start: (4, 4) T_base_object.
        region: the box in which its origin must lie.
    """

    joints: tuple[str, ...] = ("x", "y", "z", "turn_x", "turn_y", "turn_z")

    def __init__(self, T_start: Array, region: Workspace) -> None:
        turn = np.full(3, np.pi)
        self.R_start: Array = np.ascontiguousarray(T_start[:3, :3], dtype=np.float64)
        self.lower: Array = np.concatenate([np.array(region.lower) / METRES_PER_RADIAN, -turn])
        self.upper: Array = np.concatenate([np.array(region.upper) / METRES_PER_RADIAN, turn])
        self.q_start: Array = np.concatenate([T_start[:3, 3] / METRES_PER_RADIAN, np.zeros(3)])

    @property
    def middle(self) -> Array:
        """The middle of each coordinate's range, (6,)."""
        return 0.5 * (self.lower + self.upper)

    def forward(self, q: Array) -> Array:
        """Return T_base_object, (4, 4) for q of shape (6,), (b, 4, 4) for (b, 6)."""
        return self.forward_and_jacobian(q)[0]

    def forward_and_jacobian(self, q: Array) -> tuple[Array, Array]:
        """Return T_base_object and the Jacobian, (6, 6) or (b, 6, 6): linear, then angular velocity in base axes."""
        batch = np.atleast_2d(np.ascontiguousarray(q, dtype=np.float64))
        if batch.shape[1:] != (6,):
            raise ArmError(f"q of shape {np.shape(q)}; a free body has 6 coordinates")
        T, J = _placed(batch, self.R_start, METRES_PER_RADIAN)
        return (T, J) if np.ndim(q) == 2 else (T[0], J[0])

    def within_limits(self, q: Array, margin: float = 0.0) -> bool:
        """Say whether every coordinate lies within its range drawn in by `margin`."""
        return bool(np.all(q >= self.lower + margin) and np.all(q <= self.upper - margin))


@compiled
def _placed(q: Array, R_start: Array, length: float) -> tuple[Array, Array]:
    """Return exp([r]) R_start at length * u, (b, 4, 4), and the Jacobian by (u, r), (b, 6, 6)."""
    b = len(q)
    T, J = np.zeros((b, 4, 4)), np.zeros((b, 6, 6))
    K, R = np.zeros((3, 3)), np.empty((3, 3))
    for k in range(b):
        x, y, z = q[k, 3], q[k, 4], q[k, 5]
        square = x * x + y * y + z * z
        angle = np.sqrt(square)
        if angle < 1e-4:
            # series: what is left out is below 1e-16
            first, second, third = 1.0 - square / 6.0, 0.5 - square / 24.0, 1.0 / 6.0 - square / 120.0
        else:
            first, second = np.sin(angle) / angle, (1.0 - np.cos(angle)) / square
            third = (1.0 - first) / square
        K[0, 1], K[0, 2], K[1, 2] = -z, y, -x
        K[1, 0], K[2, 0], K[2, 1] = z, -y, x
        for r in range(3):
            J[k, r, r] = length
            T[k, r, 3] = length * q[k, r]
            for c in range(3):
                squared = K[r, 0] * K[0, c] + K[r, 1] * K[1, c] + K[r, 2] * K[2, c]
                one = 1.0 if r == c else 0.0
                R[r, c] = one + first * K[r, c] + second * squared
                J[k, 3 + r, 3 + c] = one + second * K[r, c] + third * squared
        for r in range(3):
            for c in range(3):
                T[k, r, c] = R[r, 0] * R_start[0, c] + R[r, 1] * R_start[1, c] + R[r, 2] * R_start[2, c]
        T[k, 3, 3] = 1.0
    return T, J
