"""A problem's constraints and workspace as one stack of residuals, over a batch of configurations."""

from __future__ import annotations

import numpy as np

from kpam.kinematics import Kinematics
from kpam.problem import KeypointProblem, Workspace
from kpam.robot import Arm
from kpam.transforms import Array

# A radian counts as much as this many metres: about the lever on which the wrist turns a tool.
METRES_PER_RADIAN = 0.3


class ResidualStack:
    """The residuals of all constraints, then of the workspace, as a function of q, for a batch of tool symmetries.

    Args:
        problem: its constraints and workspace.
        arm: its kinematics.
        by_tolerance: measure each residual in its tolerance, rather than metres in radians.
        slack: let each residual be smaller by this share of its tolerance before it counts.
    """

    def __init__(self, problem: KeypointProblem, arm: Arm, *, by_tolerance: bool = False, slack: float = 0.0) -> None:
        self.arm = arm
        self.constraints = problem.constraints
        self.workspace = problem.workspace
        self.slack = slack
        tightest = min((constraint.tolerance for constraint in problem.constraints), default=1.0)
        self.scales = [
            tightest / constraint.tolerance
            if by_tolerance
            else 1.0 / METRES_PER_RADIAN
            if constraint.unit == "m"
            else 1.0
            for constraint in problem.constraints
        ]

    def norms(self, at: Kinematics) -> Array:
        """Return the norms (b,) of the constraints' residuals."""
        rows = [s * constraint.evaluate(at)[0] for constraint, s in zip(self.constraints, self.scales, strict=True)]
        return np.linalg.norm(np.concatenate(rows, axis=-1), axis=-1)

    def evaluate(self, q: Array, symmetry: Array) -> tuple[Array, Array]:
        """Return residuals (b, m) and Jacobians (b, m, n) at q (b, n), the tool moved by symmetry (b, 4, 4)."""
        at = Kinematics.of(self.arm, q, symmetry)
        rows: list[Array] = []
        gradients: list[Array] = []
        for constraint, scale in zip(self.constraints, self.scales, strict=True):
            residual, gradient = constraint.evaluate(at)
            residual, gradient = scale * residual, scale * gradient
            if self.slack:
                residual, gradient = _loosened(residual, gradient, self.slack * scale * constraint.tolerance)
            rows.append(residual)
            gradients.append(gradient)
        outside = outside_workspace(self.workspace, at.T_hand)
        rows.append(outside / METRES_PER_RADIAN)
        gradients.append((outside != 0)[..., None] * at.J_hand[:, :3] / METRES_PER_RADIAN)
        return np.concatenate(rows, axis=-1), np.concatenate(gradients, axis=-2)


def outside_workspace(workspace: Workspace, T_hand: Array) -> Array:
    """Return by how much the hand's origin is outside the box along each axis, (..., 3) metres, signed; 0 inside."""
    position = T_hand[..., :3, 3]
    return position - np.clip(position, workspace.lower, workspace.upper)


def _loosened(residual: Array, gradient: Array, free: float) -> tuple[Array, Array]:
    """Shorten residual vectors by `free`, to nothing where they are shorter than that."""
    length = np.linalg.norm(residual, axis=-1, keepdims=True)
    direction = residual / np.maximum(length, 1e-12)
    along = direction[..., None, :] @ gradient
    beyond = length > free
    return np.where(beyond, (length - free), 0.0), np.where(beyond[..., None], along, 0.0)
