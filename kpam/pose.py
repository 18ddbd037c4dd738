"""The second form of the problem: where must an object be, and how does an arm hold it there?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kpam.compiled import compiled
from kpam.constraints import AxisParallel, PointToPoint
from kpam.constraints.base import Constraint
from kpam.errors import ArmError, ConstraintError
from kpam.problem import Costs, KeypointProblem, KeypointSolution, Workspace
from kpam.robot import Arm
from kpam.solver import assess, solve, solve_all
from kpam.stack import METRES_PER_RADIAN
from kpam.transforms import Array

_BOX = Workspace()
_TRIED = 4  # poses of the object that the arm is asked to hold it in
_PLACED = 1e-4  # m, and rad, by which the arm may miss the object's pose


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

    joints = ("x", "y", "z", "turn_x", "turn_y", "turn_z")

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


@dataclass(frozen=True, eq=False)
class PoseProblem:
    """Where must an object be? Constraints on its keypoints and axes, which are given in the object's frame.

    Attributes:
        constraints: what must hold; only kinds that are about a pose, not about an arm's joints.
        T_start: (4, 4) T_base_object as it is; poses near it are preferred.
        region: the box in which the object's origin must lie.
        symmetries: T_object_object' (4, 4) under which the object is the same, the identity among them.
    """

    constraints: tuple[Constraint, ...]
    T_start: Array
    region: Workspace = _BOX
    symmetries: tuple[Array, ...] = field(default_factory=lambda: (np.eye(4),))

    def free(self) -> tuple[KeypointProblem, FreeBody]:
        """Return the problem as one of a freely moving body.

        Raises:
            ConstraintError: `T_start` is not a finite (4, 4) pose.
        """
        if self.T_start.shape != (4, 4) or not np.all(np.isfinite(self.T_start)):
            raise ConstraintError(f"T_start {self.T_start.tolist()}; give a finite (4, 4) pose of the object")
        body = FreeBody(self.T_start, self.region)
        costs = Costs(joint_change=1.0, posture=0.0)
        return KeypointProblem(self.constraints, body.q_start, costs, self.region, self.symmetries), body

    def held(self, grasps: Sequence[Array], q_start: Array, workspace: Workspace) -> KeypointProblem:
        """Return the same constraints as a problem of the arm that holds the object in one of several grasps.

        A grasp is T_hand_object, (4, 4). Grasp g under the object's symmetry s is symmetry g * len(symmetries) + s.
        """
        tools = tuple(grasp @ symmetry for grasp in grasps for symmetry in self.symmetries)
        return KeypointProblem(self.constraints, q_start, workspace=workspace, symmetries=tools)


@dataclass(frozen=True, eq=False)
class PoseSolution:
    """A pose of the object, (4, 4) T_base_object, and how each constraint stands there."""

    T_base_object: Array
    answer: KeypointSolution

    @property
    def feasible(self) -> bool:
        """Whether every constraint holds."""
        return self.answer.feasible

    def explain(self) -> str:
        """Return a sentence that says whether there is such a pose and, if not, what is missed by how much."""
        return self.answer.explain()


@dataclass(frozen=True, eq=False)
class HeldSolution:
    """Where the object goes, and how the arm holds it there.

    Attributes:
        pose: the object's pose that was solved for.
        answer: the arm's configuration, with the object's constraints assessed as the arm holds it.
        grasp: which of the grasps.
        T_base_object: (4, 4) where the arm holds the object.
    """

    pose: PoseSolution
    answer: KeypointSolution
    grasp: int
    T_base_object: Array

    @property
    def feasible(self) -> bool:
        """Whether every constraint holds, as the arm holds the object."""
        return self.answer.feasible

    def explain(self) -> str:
        """Return a sentence that says whether it is solved, and whether the object's pose or the arm is in the way."""
        if not self.pose.feasible:
            return f"no pose of the object: {self.pose.explain()}"
        return self.answer.explain() if self.feasible else f"the arm cannot hold it there: {self.answer.explain()}"


def solve_pose(problem: PoseProblem, *, seed: int = 0, starts: int = 8) -> PoseSolution:
    """Return the feasible pose nearest to where the object is, or the best compromise. See `solve_poses`."""
    return solve_poses(problem, seed=seed, starts=starts)[0]


def solve_poses(problem: PoseProblem, *, seed: int = 0, starts: int = 8) -> tuple[PoseSolution, ...]:
    """Return distinct poses at which the constraints hold, the nearest to the object's own first; never empty.

    Nearness is the squared angle of rotation (rad) plus the squared displacement in units of 0.3 m. When nothing is
    feasible, the one answer is the best compromise. Arguments and errors are those of `kpam.solver.solve_all`.
    """
    free, body = problem.free()
    return tuple(PoseSolution(answer.T_base_hand, answer) for answer in solve_all(free, body, seed=seed, starts=starts))


def solve_held(
    problem: PoseProblem,
    arm: Arm,
    q_start: Array,
    grasps: Sequence[Array],
    *,
    workspace: Workspace = _BOX,
    seed: int = 0,
    starts: int = 8,
) -> HeldSolution:
    """Solve for the object's pose, then for the arm that holds it there (Manuelli et al. 2019, kPAM, section 4.2).

    Up to four distinct poses are tried, the nearest to the object's own first, each with every grasp at once. Where the
    arm can take the object to none of them, it is asked for any pose that meets the constraints, which may differ along
    what they leave free.

    Args:
        problem: the object's constraints.
        arm: the arm.
        q_start: (n,) where the arm is, rad.
        grasps: T_hand_object (4, 4) for each way in which the object may be held.
        workspace: the box in which the hand's origin must lie.
        seed, starts: as in `kpam.solver.solve_all`.

    Returns:
        The first that the arm reaches; otherwise the best compromise.

    Raises:
        ConstraintError: there are no constraints or no grasps, or the problem is malformed.
        ArmError: `q_start` does not fit the arm.
    """
    if not grasps:
        raise ConstraintError("solve_held needs at least one grasp; give T_hand_object for each way to hold it")
    poses = solve_poses(problem, seed=seed, starts=starts)
    held = problem.held(grasps, q_start, workspace)
    for pose in poses[:_TRIED] if poses[0].feasible else ():
        there = KeypointProblem(_at(pose.T_base_object), q_start, workspace=workspace, symmetries=tuple(grasps))
        found = solve(there, arm, seed=seed, starts=starts)
        tool = found.symmetry * len(problem.symmetries) + pose.answer.symmetry
        answer = assess(held, arm, found.q, symmetry=tool, start=found.start, iterations=found.iterations)
        if answer.feasible:
            return _held(pose, answer, found.symmetry, grasps)
    answer = solve(held, arm, seed=seed, starts=starts)
    return _held(poses[0], answer, answer.symmetry // len(problem.symmetries), grasps)


def _held(pose: PoseSolution, answer: KeypointSolution, grasp: int, grasps: Sequence[Array]) -> HeldSolution:
    return HeldSolution(pose, answer, grasp, answer.T_base_hand @ grasps[grasp])


def _at(T_base_object: Array) -> tuple[Constraint, ...]:
    """Return the constraints of a tool whose frame is at a pose (4, 4)."""
    x, y, _ = np.eye(3)
    return (
        PointToPoint("object's origin", np.zeros(3), T_base_object[:3, 3], _PLACED),
        AxisParallel("object's x axis", x, T_base_object[:3, 0], _PLACED),
        AxisParallel("object's y axis", y, T_base_object[:3, 1], _PLACED),
    )


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
