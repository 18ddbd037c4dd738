"""A batch of configurations with what follows from them: poses and Jacobians of the hand and of the tool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kpam.compiled import compiled
from kpam.errors import ArmError
from kpam.transforms import Array


class Mechanism(Protocol):
    """What moves the hand by n coordinates: an arm by its joints, or a free body by its pose."""

    lower: Array
    upper: Array
    joints: tuple[str, ...]

    def forward_and_jacobian(self, q: Array) -> tuple[Array, Array]:
        """Return T_base_hand (b, 4, 4) and the hand's Jacobian (b, 6, n) at coordinates (b, n)."""
        ...


@dataclass(frozen=True, eq=False)
class Kinematics:
    """What constraints are evaluated at; `Kinematics.of` makes it.

    Jacobians stack the linear velocity of the frame's origin and its angular velocity, both in base axes.

    Attributes:
        arm: the mechanism.
        q: (b, n) its coordinates, rad.
        T: (b, 4, 4) T_base_tool: the hand moved by the tool's symmetry.
        J: (b, 6, n) the tool's Jacobian.
        T_hand: (b, 4, 4) T_base_hand.
        J_hand: (b, 6, n) the hand's Jacobian.
    """

    arm: Mechanism
    q: Array
    T: Array
    J: Array
    T_hand: Array
    J_hand: Array

    @classmethod
    def of(cls, arm: Mechanism, q: Array, tool: Array | None = None) -> Kinematics:
        """Return the kinematics of configurations (b, n), or of a single one (n,) as a batch of one.

        Args:
            arm: the mechanism.
            q: coordinates, rad.
            tool: T_hand_tool, (4, 4) for all or (b, 4, 4); None where the tool's frame is the hand's.

        Raises:
            ArmError: `q` does not fit the arm, or `tool` the batch.
        """
        q = np.atleast_2d(np.ascontiguousarray(q, dtype=np.float64))
        T_hand, J_hand = arm.forward_and_jacobian(q)
        bare = cls(arm, q, T_hand, J_hand, T_hand, J_hand)
        return bare if tool is None else bare.with_tool(tool)

    def with_tool(self, tool: Array) -> Kinematics:
        """Return the same configurations with another tool, (4, 4) or (b, 4, 4), for a third of what `of` takes.

        Raises ArmError where `tool` does not fit the batch.
        """
        if tool.shape not in ((4, 4), (len(self), 4, 4)):
            raise ArmError(f"tool of shape {tool.shape}; give (4, 4), or ({len(self)}, 4, 4) for this batch")
        T, J = _moved(self.T_hand, self.J_hand, np.ascontiguousarray(tool.reshape(-1, 4, 4)))
        return Kinematics(self.arm, self.q, T, J, self.T_hand, self.J_hand)

    def __len__(self) -> int:
        """The number of configurations, b."""
        return len(self.q)

    def __getitem__(self, rows: slice | NDArray[np.integer] | NDArray[np.bool_]) -> Kinematics:
        """Return some of the batch: a slice, indices or a mask."""
        return Kinematics(self.arm, self.q[rows], self.T[rows], self.J[rows], self.T_hand[rows], self.J_hand[rows])

    def point(self, point: Array) -> tuple[Array, Array]:
        """Return where a point (3,) of the tool is, R p + t, (b, 3), and its Jacobian J_v - [R p] J_w, (b, 3, n).

        A point for each configuration, (b, 3), does too.
        """
        return _point(self.T, self.J, point.reshape(-1, 3))

    def axis(self, axis: Array) -> tuple[Array, Array]:
        """Return where an axis (3,) of the tool points, R a, (b, 3), and its Jacobian -[R a] J_w, (b, 3, n).

        An axis for each configuration, (b, 3), does too.
        """
        return _axis(self.T, self.J, axis.reshape(-1, 3))


@compiled
def _moved(T_hand: Array, J_hand: Array, T_hand_tool: Array) -> tuple[Array, Array]:
    """Return T_base_hand T_hand_tool, and the Jacobian with its linear part taken over to the tool's origin."""
    b, _, n = J_hand.shape
    T, J = np.empty_like(T_hand), J_hand.copy()
    for k in range(b):
        tool = T_hand_tool[k % len(T_hand_tool)]
        for r in range(4):
            for c in range(4):
                T[k, r, c] = (
                    T_hand[k, r, 0] * tool[0, c]
                    + T_hand[k, r, 1] * tool[1, c]
                    + T_hand[k, r, 2] * tool[2, c]
                    + T_hand[k, r, 3] * tool[3, c]
                )
        x, y, z = T[k, 0, 3] - T_hand[k, 0, 3], T[k, 1, 3] - T_hand[k, 1, 3], T[k, 2, 3] - T_hand[k, 2, 3]
        for i in range(n):
            u, v, w = J[k, 3, i], J[k, 4, i], J[k, 5, i]
            J[k, 0, i] += v * z - w * y
            J[k, 1, i] += w * x - u * z
            J[k, 2, i] += u * y - v * x
    return T, J


@compiled
def _point(T: Array, J: Array, points: Array) -> tuple[Array, Array]:
    b, _, n = J.shape
    position, jacobian = np.empty((b, 3)), np.empty((b, 3, n))
    for k in range(b):
        px, py, pz = points[k % len(points)]
        x = T[k, 0, 0] * px + T[k, 0, 1] * py + T[k, 0, 2] * pz
        y = T[k, 1, 0] * px + T[k, 1, 1] * py + T[k, 1, 2] * pz
        z = T[k, 2, 0] * px + T[k, 2, 1] * py + T[k, 2, 2] * pz
        position[k, 0], position[k, 1], position[k, 2] = x + T[k, 0, 3], y + T[k, 1, 3], z + T[k, 2, 3]
        for i in range(n):
            u, v, w = J[k, 3, i], J[k, 4, i], J[k, 5, i]
            jacobian[k, 0, i] = J[k, 0, i] + v * z - w * y
            jacobian[k, 1, i] = J[k, 1, i] + w * x - u * z
            jacobian[k, 2, i] = J[k, 2, i] + u * y - v * x
    return position, jacobian


@compiled
def _axis(T: Array, J: Array, axes: Array) -> tuple[Array, Array]:
    b, _, n = J.shape
    direction, jacobian = np.empty((b, 3)), np.empty((b, 3, n))
    for k in range(b):
        ax, ay, az = axes[k % len(axes)]
        x = T[k, 0, 0] * ax + T[k, 0, 1] * ay + T[k, 0, 2] * az
        y = T[k, 1, 0] * ax + T[k, 1, 1] * ay + T[k, 1, 2] * az
        z = T[k, 2, 0] * ax + T[k, 2, 1] * ay + T[k, 2, 2] * az
        direction[k, 0], direction[k, 1], direction[k, 2] = x, y, z
        for i in range(n):
            u, v, w = J[k, 3, i], J[k, 4, i], J[k, 5, i]
            jacobian[k, 0, i] = v * z - w * y
            jacobian[k, 1, i] = w * x - u * z
            jacobian[k, 2, i] = u * y - v * x
    return direction, jacobian
