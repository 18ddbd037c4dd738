"""GenSim2's problems in `benchmarks/data/kpam_problems.json`, each with what Drake answered on another machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.kpam.case import Case
from benchmarks.kpam.objective import Objective
from kpam.constraints import AxisAntiparallel, AxisAtAngle, AxisOrthogonal, AxisParallel, PointToPoint
from kpam.constraints.base import Constraint
from kpam.problem import Costs, KeypointProblem, Workspace
from kpam.robot import Arm
from kpam.transforms import Array

DATA = Path(__file__).parents[1] / "data" / "kpam_problems.json"
GROUP = "recorded from GenSim2"


def read(path: Path = DATA) -> dict[str, Any]:
    """Return the data file."""
    return json.loads(path.read_text(encoding="utf-8"))


def recorded_cases(data: dict[str, Any], arm: Arm) -> list[Case]:
    """Return the problems, with the objective that the file states."""
    objective, q_start, starts = Objective.read(data["objective"]), np.array(data["q_start"]), np.array(data["starts"])
    workspace = Workspace(tuple(data["hand_box"][0]), tuple(data["hand_box"][1]))
    return [
        Case(
            name=record["id"],
            group=GROUP,
            problem=KeypointProblem(
                (*_constraints(record), *objective.soft(q_start, arm)),
                q_start,
                costs=Costs(joint_change=0.0, posture=0.0),
                workspace=workspace,
            ),
            starts=starts,
            record=record,
        )
        for record in data["problems"]
    ]


def _constraints(record: dict[str, Any]) -> tuple[Constraint, ...]:
    tool = {name: np.array(point) for name, point in record["tool_keypoints_in_hand"].items()}
    scene = {name: np.array(point) for name, point in record["object_keypoints_base"].items()}
    return tuple(_constraint(i, given, tool, scene) for i, given in enumerate(record["constraints"]))


def _constraint(i: int, given: dict[str, Any], tool: dict[str, Array], scene: dict[str, Array]) -> Constraint:
    name, tolerance = f"{i}:{given['type']}", float(given["tolerance"])
    if given["type"] == "point2point_constraint":
        return PointToPoint(
            name, tool[given["keypoint_name"]], scene[given["target_keypoint_name"]], tolerance, componentwise=True
        )
    axis = tool[given["axis_to_keypoint_name"]] - tool[given["axis_from_keypoint_name"]]
    if given["type"].startswith("keypoint"):
        target = scene[given["target_axis_to_keypoint_name"]] - scene[given["target_axis_from_keypoint_name"]]
    else:
        target = np.array(given["target_axis"], dtype=float)
    inner = float(given["target_inner_product"])
    if inner == 0.0:
        return AxisOrthogonal(name, axis, target, tolerance)
    if inner == 1.0:
        return AxisParallel(name, axis, target, tolerance)
    if inner == -1.0:
        return AxisAntiparallel(name, axis, target, tolerance)
    return AxisAtAngle(name, axis, target, float(np.arccos(inner)), tolerance)
