"""The second form of the problem: where must an object be, and how does an arm hold it there?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kpam.constraints import AxisParallel, Clearance, HandWorkspace, JointLimits, Manipulability, PointToPoint, Posture
from kpam.constraints.base import Constraint
from kpam.errors import ConstraintError
from kpam.family import Family
from kpam.free_body import FreeBody
from kpam.problem import Costs, KeypointProblem, KeypointSolution, Workspace
from kpam.robot import Arm
from kpam.solver import assess, solve, solve_all
from kpam.transforms import Array, is_rigid

_BOX = Workspace()
_TRIED = 4  # poses of the object that the arm is asked to hold it in
_PLACED = 5e-6  # m, and rad, by which the arm may miss the pose, which may itself be at the edge of a tolerance


@dataclass(frozen=True, eq=False)
class PoseProblem:
    """Where must an object be? Constraints on its keypoints and axes, which are given in the object's frame.

    Attributes:
        constraints: what must hold; only kinds that are about a pose, not about an arm's joints.
        T_start: (4, 4) T_base_object as it is; poses near it are preferred.
        region: the box in which the object's origin must lie.
        symmetries: T_object_object' (4, 4) under which the object is the same, the identity among them; what lies
            between those of a family is searched too.
    """

    constraints: tuple[Constraint, ...]
    T_start: Array
    region: Workspace = _BOX
    symmetries: Sequence[Array] = field(default_factory=lambda: (np.eye(4),))

    @property
    def turns(self) -> Family[Array]:
        """The symmetries, and what lies between them."""
        return self.symmetries if isinstance(self.symmetries, Family) else Family.of(self.symmetries)

    def free(self) -> tuple[KeypointProblem, FreeBody]:
        """Return the problem as one of a freely moving body.

        Raises:
            ConstraintError: `T_start` is no pose, the region no box, or a constraint is about an arm's joints.
        """
        if not is_rigid(self.T_start):
            raise ConstraintError(f"T_start {self.T_start.tolist()}; give a finite (4, 4) pose of the object")
        HandWorkspace("region", np.array(self.region.lower), np.array(self.region.upper))
        for one in self.constraints:
            if isinstance(one, JointLimits | Posture | Manipulability | Clearance):
                raise ConstraintError(f"constraint {one.name!r} is about an arm's joints; give those about a pose")
        body = FreeBody(self.T_start, self.region)
        costs = Costs(joint_change=1.0, posture=0.0)
        return KeypointProblem(self.constraints, body.q_start, costs, self.region, self.symmetries), body

    def tools(self, grasps: Sequence[Array]) -> Family[Array]:
        """Return T_hand_object (4, 4) for each of several grasps and each symmetry.

        The first of a member's coordinates is the number of the grasp, the others are those of the symmetry.
        """
        turns = self.turns
        counts, continuous = (len(grasps), *turns.counts), (False, *turns.continuous)
        return Family(lambda at: grasps[int(at[0])] @ turns.make(at[1:]), counts, continuous)

    def held(self, grasps: Sequence[Array], q_start: Array, workspace: Workspace) -> KeypointProblem:
        """Return the same constraints as a problem of the arm that holds the object: its tools are its symmetries."""
        return KeypointProblem(self.constraints, q_start, workspace=workspace, symmetries=self.tools(grasps))


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
    """Solve for the object's pose, then for the arm that holds it there (Manuelli et al. 2019, kPAM).

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
    for number, grasp in enumerate(grasps):
        if not is_rigid(grasp):
            raise ConstraintError(f"grasp {number} is {np.asarray(grasp).tolist()}; give a finite (4, 4) T_hand_object")
    poses = solve_poses(problem, seed=seed, starts=starts)
    held, tools, turns = problem.held(grasps, q_start, workspace), problem.tools(grasps), problem.turns
    for pose in poses[:_TRIED] if poses[0].feasible else ():
        there = KeypointProblem(_at(pose.T_base_object), q_start, workspace=workspace, symmetries=tuple(grasps))
        found = solve(there, arm, seed=seed, starts=starts)
        tool = tools.number((found.symmetry, *turns.coordinates(pose.answer.symmetry)))
        answer = assess(held, arm, found.q, symmetry=tool, start=found.start, iterations=found.iterations)
        if answer.feasible:
            return _held(pose, answer, found.symmetry, grasps)
    answer = solve(held, arm, seed=seed, starts=starts)
    return _held(poses[0], answer, int(tools.coordinates(answer.symmetry)[0]), grasps)


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
