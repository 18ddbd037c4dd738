"""The answer to a file of a keypoint problem, in either of its forms: found, printed, and as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from agents.cli.output import Bar, Output
from agents.report.residual_table import measure
from kpam.conflict import Conflict
from kpam.explain import Diagnosis, diagnose
from kpam.files.build import Built
from kpam.kinematics import Mechanism
from kpam.motion.plan import StagePath
from kpam.motion.stage import plan_stage
from kpam.pose import solve_held, solve_pose
from kpam.problem import KeypointProblem, KeypointSolution
from kpam.solver import solve
from kpam.transforms import Array, quaternion


@dataclass(frozen=True)
class Answer:
    """How a problem stands.

    Attributes:
        problem, mechanism: what was solved, and what for: the arm, or the object that moves where no arm holds it.
        solution: the answer.
        posture: (n,) where the arm is, rad.
        T_base_object: (4, 4) where what moves goes; None where nothing does.
        grasp: which of the grasps holds it; None where no arm does.
        way: the way through the solution; None where the file has no plan, or there is no solution.
        why: why there is no solution; None where there is.
    """

    problem: KeypointProblem
    mechanism: Mechanism
    solution: KeypointSolution
    posture: Array
    T_base_object: Array | None = None
    grasp: int | None = None
    way: StagePath | None = None
    why: Diagnosis | None = None

    @property
    def solved(self) -> bool:
        """Whether there is a solution, and the way through it where one was asked for."""
        return self.solution.feasible and (self.way is None or self.way.found)


def answer(built: Built, *, seed: int, starts: int, move: Bar, way: bool = True) -> Answer:
    """Solve a problem, plan the way through the solution if `way` is set and the file has a plan, and say what fails.

    Args:
        built: the problem.
        seed, starts: as in `kpam.solver.solve`.
        move: called with what is being done, steps done, and steps in all.
        way: whether to plan the way.
    """
    move("solving", 0, 3)
    found = _solved(built, seed, starts)
    if found.solution.feasible and way and built.document.plan is not None and found.mechanism is built.setting.arm:
        move("planning", 1, 3)
        found = _planned(built, found, seed, starts)
    if not found.solution.feasible:
        move("looking for what is in the way", 1, 3)
        found = replace(found, why=diagnose(found.problem, found.solution, found.mechanism, seed=seed))
    move("solved", 2, 3)
    return found


def _solved(built: Built, seed: int, starts: int) -> Answer:
    arm = built.setting.arm
    if built.document.moves is None:
        solution = solve(built.problem, arm, seed=seed, starts=starts)
        return Answer(built.problem, arm, solution, solution.q)
    posture = built.setting.start(built.document)
    pose_problem, grasps = built.pose_problem, built.grasps
    if not grasps:
        pose = solve_pose(pose_problem, seed=seed, starts=starts)
        free, body = pose_problem.free()
        return Answer(free, body, pose.answer, posture, pose.T_base_object)
    problem = built.problem
    held = solve_held(pose_problem, arm, problem.q_start, grasps, workspace=problem.workspace, seed=seed, starts=starts)
    if not held.pose.feasible:
        free, body = pose_problem.free()
        return Answer(free, body, held.pose.answer, posture, held.pose.T_base_object)
    return Answer(problem, arm, held.answer, held.answer.q, held.T_base_object, held.grasp)


def _planned(built: Built, found: Answer, seed: int, starts: int) -> Answer:
    """Return the answer with a way; what moves stays in the grasp that was found."""
    plan, frames = built.motions
    problem, collision = found.problem, built.collision
    if found.grasp is not None:
        grasp = (built.grasps[found.grasp],)
        held = built.pose_problem.held(grasp, problem.q_start, problem.workspace)
        problem, collision = replace(held, costs=problem.costs), built.holding(found.grasp)
    way = plan_stage(problem, plan, built.setting.arm, collision, frames=frames, seed=seed, starts=starts)
    solution = way.solution
    object_pose = None if found.grasp is None else solution.T_base_hand @ built.grasps[found.grasp]
    return replace(found, problem=problem, solution=solution, posture=solution.q, T_base_object=object_pose, way=way)


def print_answer(output: Output, name: str, found: Answer) -> None:
    """Print the residual table, and where the arm and the object go, or what is in the way."""
    solution = found.solution
    rows = [
        (
            report.name,
            "soft" if report.soft else "hard",
            measure(report.violation, report.unit),
            measure(report.tolerance, report.unit),
            "holds" if report.satisfied else "costs" if report.soft else "MISSED",
        )
        for report in solution.reports
    ]
    output.table(name, ("constraint", "", "off by", "allowed", ""), rows)
    if found.why is not None:
        whose = "no pose of the object: " if found.T_base_object is not None and found.grasp is None else ""
        output.line(f"infeasible: {whose}{found.why.text}")
        return
    output.line(f"solved from start {solution.start} after {solution.iterations} iterations")
    if found.T_base_object is not None:
        held = "" if found.grasp is None else f", held in grasp {found.grasp}"
        output.line(f"object at {_pose_text(found.T_base_object)}{held}")
    if found.T_base_object is None or found.grasp is not None:
        output.line(f"joints {', '.join(f'{value:+.3f}' for value in found.posture)} rad")
    if found.way is not None:
        output.line(f"{'way' if found.way.found else 'no way'}: {found.way.explain()}")


def _pose_text(T: Array) -> str:
    """Return a pose (4, 4) as a file would say it."""
    position, turn = (", ".join(f"{value:.4g}" for value in part) for part in (T[:3, 3], quaternion(T)))
    return f"position [{position}], quaternion [{turn}]"


def as_data(found: Answer) -> dict[str, object]:
    """Return an answer as what is printed for a machine."""
    solution, T, way, why = found.solution, found.T_base_object, found.way, found.why
    constraints = [
        {
            "name": report.name,
            "violation": report.violation,
            "tolerance": report.tolerance,
            "unit": report.unit,
            "hard": not report.soft,
            "satisfied": report.satisfied,
        }
        for report in solution.reports
    ]
    data: dict[str, object] = {
        "feasible": solution.feasible,
        "q": found.posture.tolist(),
        "T_base_hand": solution.T_base_hand.tolist(),
        "cost": solution.cost,
        "start": solution.start,
        "symmetry": solution.symmetry,
        "iterations": solution.iterations,
        "constraints": constraints,
        "explanation": solution.explain() if why is None else why.text,
        "conflicts": [] if why is None else [_conflict(conflict) for conflict in why.conflicts],
    }
    if T is not None:
        if found.grasp is None:  # no arm was asked, or it was of no use to ask one
            del data["q"], data["T_base_hand"]
        data["object"] = {"position": T[:3, 3].tolist(), "quaternion": quaternion(T).tolist(), "grasp": found.grasp}
    if way is not None:
        data["way"] = {
            "found": way.found,
            "explanation": way.explain(),
            "legs": {leg.name: (len(leg.trajectory) - 1) / way.rate for leg in way.legs},
        }
    return data


def _conflict(conflict: Conflict) -> dict[str, object]:
    return {
        "kind": conflict.kind,
        "members": [asdict(member) for member in conflict.members],
        "enough": {relaxation.name: relaxation.enough for relaxation in conflict.relaxations},
        "out_of_reach": conflict.gap,
        "explanation": conflict.explain(),
    }
