"""One problem that both solvers are given, and a check of answers that neither of them has a part in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kpam.constraints import AxisAntiparallel, AxisAtAngle, AxisOrthogonal, AxisParallel, PointToPoint
from kpam.constraints.base import Constraint
from kpam.motion.collision import Obstacle
from kpam.problem import KeypointProblem, Workspace
from kpam.robot import Arm
from kpam.transforms import Array, apply, rotate

STARTS = 9
IMPOSSIBLE = "impossible by construction"
"""The group of problems that have no solution."""
ALLOWED = 1.02
"""Share of a tolerance that counts as kept: SNOPT counts cos(angle) and metres within 1e-6 of a bound as on it."""


class UnknownKindError(TypeError):
    """A constraint of a kind that the benchmark does not pose to both solvers."""


@dataclass(frozen=True, eq=False)
class Case:
    """A problem with its starts.

    Attributes:
        name: what it is called.
        group: the row of the table it counts in.
        problem: hard constraints, and the objective as soft ones.
        starts: (9, n) where Drake starts, rad; kpam draws as many of its own.
        scene: what stands around, for the motion to it.
        held: what the hand holds, poses in the hand's frame.
        record: what the data file says about it; empty for generated ones.
    """

    name: str
    group: str
    problem: KeypointProblem
    starts: Array
    scene: tuple[Obstacle, ...] = ()
    held: tuple[Obstacle, ...] = ()
    record: Mapping[str, Any] = field(default_factory=dict)


def hard(problem: KeypointProblem) -> tuple[Constraint, ...]:
    """Return the constraints that must hold."""
    return tuple(constraint for constraint in problem.constraints if constraint.weight is None)


def angle_bounds(constraint: Constraint) -> tuple[Array, Array, float, float]:
    """Return tool axis, target axis, and the ends of the angles allowed between them, below 0 or above pi even.

    Raises:
        UnknownKindError: the constraint is not about an angle.
    """
    match constraint:
        case AxisParallel():
            least = most = 0.0
        case AxisAntiparallel():
            least = most = np.pi
        case AxisOrthogonal():
            least = most = np.pi / 2
        case AxisAtAngle():
            least, most = constraint.angle, constraint.angle if constraint.upper is None else constraint.upper
        case _:
            raise UnknownKindError(f"{type(constraint).__name__} {constraint.name!r}: give a point or an angle")
    return constraint.tool_axis, constraint.target_axis, least - constraint.tolerance, most + constraint.tolerance


def excess(problem: KeypointProblem, arm: Arm, q: Array) -> float:
    """Return the worst miss at a configuration (n,) as a share of its tolerance: at most 1 where everything holds.

    A point is measured along each axis, as Drake's bounding box does; limits and workspace against 1e-4 rad and m.
    """
    T = arm.forward(q)
    misses = [max(0.0, float(np.max(np.maximum(arm.lower - q, q - arm.upper)))) / 1e-4]
    misses.append(_outside(problem.workspace, T) / 1e-4)
    for constraint in hard(problem):
        if isinstance(constraint, PointToPoint):
            off = apply(T, constraint.tool_point) - constraint.target
            misses.append(float(np.max(np.abs(off))) / constraint.tolerance)
            continue
        tool, target, lower, upper = angle_bounds(constraint)
        axis = rotate(T, tool)
        angle = float(np.arctan2(np.linalg.norm(np.cross(axis, target)), axis @ target))
        misses.append(1.0 + max(lower - angle, angle - upper) / constraint.tolerance)
    return max(misses)


def _outside(workspace: Workspace, T: Array) -> float:
    beyond = np.maximum(np.array(workspace.lower) - T[:3, 3], T[:3, 3] - np.array(workspace.upper))
    return max(0.0, float(np.max(beyond)))
