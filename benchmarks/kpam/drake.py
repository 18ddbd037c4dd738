"""The same problems by Drake: InverseKinematics with SNOPT, from each start in turn, the feasible end of least cost.

Drake comes with the extra `bench` only. Without it `available` is false and nothing here can be called.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from time import process_time
from typing import Any
from xml.etree import ElementTree

import numpy as np

from benchmarks.kpam.case import Case, angle_bounds, hard
from benchmarks.kpam.objective import Objective
from kpam.constraints import PointToPoint
from kpam.robot import Arm
from kpam.transforms import Array

INSTALL = "pip install 'simwright[bench]'"


def available() -> bool:
    """Say whether Drake is installed."""
    return find_spec("pydrake") is not None


def version() -> str:
    """Return Drake's version."""
    return str(import_module("importlib.metadata").version("drake"))


class Drake:
    """Drake's model of an arm, made once from the URDF that kpam reads, without shapes and fingers."""

    def __init__(self, arm: Arm, objective: Objective) -> None:
        plants: Any = import_module("pydrake.multibody.plant")
        parsing: Any = import_module("pydrake.multibody.parsing")
        self._ik: Any = import_module("pydrake.multibody.inverse_kinematics").InverseKinematics
        self._rotation: Any = import_module("pydrake.math").RotationMatrix
        self._snopt: Any = import_module("pydrake.solvers").SnoptSolver()
        self.arm, self.objective = arm, objective
        self.plant: Any = plants.MultibodyPlant(0.0)
        parsing.Parser(self.plant).AddModelsFromString(bare_urdf(arm), "urdf")
        base = ElementTree.parse(arm.urdf).getroot().find("link")
        name = "" if base is None else str(base.get("name"))
        self.plant.WeldFrames(self.plant.world_frame(), self.plant.GetFrameByName(name))
        self.plant.Finalize()
        self._hand: Any = self.plant.GetFrameByName(arm.hand_frame)
        self._world: Any = self.plant.world_frame()

    def forward(self, q: Array) -> Array:
        """Return T_base_hand (4, 4), to see that it is the same arm."""
        context = self.plant.CreateDefaultContext()
        self.plant.SetPositions(context, q)
        return np.array(self._hand.CalcPoseInWorld(context).GetAsMatrix4())

    def solve(self, case: Case) -> tuple[Array | None, float]:
        """Pose a problem once and solve it from each of its starts.

        Returns the configuration (n,) of least cost among the ends that Drake calls feasible, if any, and the CPU
        time in milliseconds. Posing is a hundredth of it.
        """
        begin = process_time()
        program = self._posed(case)
        results = [self._snopt.Solve(program, start, None) for start in case.starts]
        solved = [result for result in results if result.is_success()]
        best = min(solved, key=lambda result: result.get_optimal_cost(), default=None)
        cpu_ms = 1e3 * (process_time() - begin)
        return None if best is None else np.array(best.get_x_val()), cpu_ms

    def _posed(self, case: Case) -> Any:
        problem, weight = case.problem, self.objective
        ik: Any = self._ik(self.plant)
        program: Any = ik.prog()
        box = (np.array(problem.workspace.lower), np.array(problem.workspace.upper))
        ik.AddPositionConstraint(self._hand, np.zeros(3), self._world, *box)
        for constraint in hard(problem):
            if isinstance(constraint, PointToPoint):
                point, target, tolerance = constraint.tool_point, constraint.target, constraint.tolerance
                ik.AddPositionConstraint(self._hand, point, self._world, target - tolerance, target + tolerance)
            else:
                tool, axis, lower, upper = angle_bounds(constraint)
                least, most = max(0.0, lower), min(np.pi, upper)
                ik.AddAngleBetweenVectorsConstraint(self._hand, tool, self._world, axis, least, most)
        q_start = np.asarray(problem.q_start)
        T = self.arm.forward(q_start)
        program.AddQuadraticErrorCost(np.diag(weight.joint_weights), q_start, ik.q())
        displacement = weight.hand_displacement * np.eye(3)
        ik.AddPositionCost(self._world, T[:3, 3], self._hand, np.zeros(3), displacement)
        turned, same = self._rotation(T[:3, :3]), self._rotation(np.eye(3))
        ik.AddOrientationCost(self._world, turned, self._hand, same, weight.hand_turn)
        return program


def bare_urdf(arm: Arm) -> str:
    """Return an arm's URDF as text without visuals, collision shapes, fingers, and with the arm's own joint limits."""
    root = ElementTree.parse(arm.urdf).getroot()
    kept = set(arm.joints)
    for joint in list(root.findall("joint")):
        if joint.get("type") != "fixed" and joint.get("name") not in kept:
            child = joint.find("child")
            _drop(root, "" if child is None else str(child.get("link")))
            root.remove(joint)
        elif joint.get("name") in kept:
            _limit(joint, arm.joints.index(str(joint.get("name"))), arm)
    for link in root.findall("link"):
        for part in [*link.findall("visual"), *link.findall("collision")]:
            link.remove(part)
    for other in [*root.findall("transmission"), *root.findall("gazebo")]:
        root.remove(other)
    return ElementTree.tostring(root, encoding="unicode")


def _drop(root: ElementTree.Element, name: str) -> None:
    """Remove a link and what hangs on it."""
    for link in root.findall(f"link[@name='{name}']"):
        root.remove(link)
    for joint in root.findall("joint"):
        parent, child = joint.find("parent"), joint.find("child")
        if parent is not None and child is not None and parent.get("link") == name:
            root.remove(joint)
            _drop(root, str(child.get("link")))


def _limit(joint: ElementTree.Element, i: int, arm: Arm) -> None:
    limit = joint.find("limit")
    if limit is None:
        limit = ElementTree.SubElement(joint, "limit", effort="0", velocity="0")
    limit.set("lower", repr(float(arm.lower[i])))
    limit.set("upper", repr(float(arm.upper[i])))


def misfit(drake: Drake, arm: Arm, configurations: Sequence[Array]) -> float:
    """Return the largest difference of any entry of the hand's pose between Drake's model and kpam's."""
    return max(float(np.max(np.abs(drake.forward(q) - arm.forward(q)))) for q in configurations)
