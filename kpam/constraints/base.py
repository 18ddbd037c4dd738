"""What every keypoint constraint offers."""

from __future__ import annotations

from typing import Literal, Protocol

from kpam.transforms import Array


class Constraint(Protocol):
    """A condition on the pose of the hand, with a residual that is zero where it holds exactly.

    Points and axes of the tool are given in the hand's frame, targets in the arm's base frame (metres, unit vectors).
    `residual` and `jacobian` also take batches: (..., 4, 4) and (..., 6, n) give (..., m) and (..., m, n).
    """

    @property
    def name(self) -> str:
        """What explanations call it."""
        ...

    @property
    def tolerance(self) -> float:
        """The largest residual norm at which it counts as satisfied, in `unit`."""
        ...

    @property
    def unit(self) -> Literal["m", "rad"]:
        """The unit of residual and tolerance."""
        ...

    def residual(self, T_base_hand: Array) -> Array:
        """Return the residual, shape (m,), at a hand pose (4, 4)."""
        ...

    def jacobian(self, T_base_hand: Array, J_hand: Array) -> Array:
        """Return d residual / dq, shape (m, n), from the hand's Jacobian (6, n).

        `J_hand` stacks the linear velocity of the hand's origin and its angular velocity, both in base axes.
        """
        ...

    def violation(self, T_base_hand: Array) -> float:
        """Return how far it is from holding in `unit`: the residual's norm as a distance or an angle."""
        ...

    def explain(self, T_base_hand: Array) -> str:
        """Return a sentence that says how it stands at a hand pose, with figures."""
        ...
