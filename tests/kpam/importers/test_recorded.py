"""The problems that GenSim2 posed, read back as the configurations that they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from kpam.files.build import Built, Setting
from kpam.files.reader import read_text
from kpam.files.writer import write_text
from kpam.importers.gensim2 import read_gensim2
from kpam.keypoints import Keypoints, Tool
from kpam.kinematics import Kinematics
from kpam.robot import Arm
from kpam.solver import solve
from kpam.transforms import apply, inverse

DATA = Path(__file__).resolve().parents[3] / "benchmarks" / "data" / "kpam_problems.json"
RECORDED: dict[str, Any] = json.loads(DATA.read_text())


def configuration(problem: dict[str, Any]) -> str:
    """A problem as GenSim2 writes it; axes of objects were recorded as what they are in the base frame."""
    world = [
        {key: "world" if key == "target_axis_frame" else value for key, value in constraint.items()}
        for constraint in problem["constraints"]
    ]
    motions = {key: problem[key] for key in ("pre_actuation_motions", "post_actuation_motions")}
    return yaml.safe_dump({"task_name": problem["id"], "constraint_list": world, **motions})


def setting_of(problem: dict[str, Any], arm: Arm) -> Setting:
    """The tool and the object that it was about."""
    T = np.array(problem["object_pose_base"])
    points = {name: apply(inverse(T), place) for name, place in problem["object_keypoints_base"].items()}
    tool = Tool("gripper", {name: np.array(place) for name, place in problem["tool_keypoints_in_hand"].items()})
    q_start = np.array(RECORDED["q_start"])
    return Setting(arm, q_start, {"gripper": tool}, {"object": Keypoints("object", points, pose=T)})


@pytest.mark.parametrize("problem", RECORDED["problems"], ids=lambda problem: problem["id"])
def test_a_recorded_problem_is_read_and_solved_as_drake_solved_it(problem: dict[str, Any], arm: Arm) -> None:
    document = read_gensim2(configuration(problem), source=problem["id"], hinge=(1, 0, 0)).document
    assert len(document.constraints) == len(problem["constraints"])
    assert read_text(write_text(document)) == document
    built = Built(document, setting_of(problem, arm))
    assert solve(built.problem, arm).feasible or not problem["drake"]["feasible"]
    there = np.array(problem["drake"]["q"])
    for constraint, given in zip(built.problem.constraints, problem["constraints"], strict=True):
        violation = float(constraint.violation(Kinematics.of(arm, there))[0])
        # a tolerance of a distance is for each component there
        assert violation <= 1.8 * given["tolerance"], constraint.name
