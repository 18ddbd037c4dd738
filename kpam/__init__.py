"""Keypoint constraints for robot arms: where must the hand be, and how does it get there?

A problem is an arm, points and axes of a tool, and constraints between these and the scene. In Python:

    from kpam import KeypointProblem, Tool, diagnose, solve
    from kpam.constraints import AxisParallel, PointToPoint

    tool = Tool("gripper", points={"grasp": (0, 0, 0.1)}, axes={"approach": (0, 0, 1)})
    problem = KeypointProblem(
        (
            PointToPoint("meet", tool.point("grasp"), (0.5, 0.1, 0.3)),
            AxisParallel("from above", tool.axis("approach"), (0, 0, -1), tolerance=0.05),
        ),
        q_start=arm.middle,
    )
    solution = solve(problem, arm)
    print(solution.explain() if solution.feasible else diagnose(problem, solution, arm).text)

`arm` is an `Arm`, read from a URDF. As files: `read` a file, `Built(document, setting).problem`; docs/kpam.md has the
schema, and says what is where. The names below are imported from their modules when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kpam.batch import solve_many
    from kpam.errors import KpamError
    from kpam.explain import diagnose, find_conflicts
    from kpam.files.build import Built
    from kpam.files.reader import read
    from kpam.files.setting import Setting
    from kpam.files.writer import write
    from kpam.keypoints import Keypoints, Tool, Turns
    from kpam.motion.collision import CollisionModel
    from kpam.motion.obstacle import Obstacle
    from kpam.motion.plan import MotionPlan
    from kpam.motion.stage import plan_stage
    from kpam.pose import PoseProblem, solve_held, solve_pose
    from kpam.problem import KeypointProblem, KeypointSolution
    from kpam.robot import Arm
    from kpam.solver import solve, solve_all

__all__ = [
    "Arm",
    "Built",
    "CollisionModel",
    "KeypointProblem",
    "KeypointSolution",
    "Keypoints",
    "KpamError",
    "MotionPlan",
    "Obstacle",
    "PoseProblem",
    "Setting",
    "Tool",
    "Turns",
    "diagnose",
    "find_conflicts",
    "plan_stage",
    "read",
    "solve",
    "solve_all",
    "solve_held",
    "solve_many",
    "solve_pose",
    "write",
]

_MODULES = {
    "batch": ("solve_many",),
    "errors": ("KpamError",),
    "explain": ("diagnose", "find_conflicts"),
    "files.build": ("Built",),
    "files.reader": ("read",),
    "files.setting": ("Setting",),
    "files.writer": ("write",),
    "keypoints": ("Keypoints", "Tool", "Turns"),
    "motion.collision": ("CollisionModel",),
    "motion.obstacle": ("Obstacle",),
    "motion.plan": ("MotionPlan",),
    "motion.stage": ("plan_stage",),
    "pose": ("PoseProblem", "solve_held", "solve_pose"),
    "problem": ("KeypointProblem", "KeypointSolution"),
    "robot": ("Arm",),
    "solver": ("solve", "solve_all"),
}


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"kpam.{module}"), name)
    raise AttributeError(f"module 'kpam' has no attribute {name!r}")
