"""What Drake is given of the arm: its chain and limits, nothing else. Drake itself only where it is installed."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks.kpam.case import Case
from benchmarks.kpam.drake import Drake, bare_urdf, misfit
from benchmarks.kpam.objective import Objective
from benchmarks.kpam.solving import judged
from kpam.robot import Arm


def test_the_bare_urdf_has_the_arms_joints_and_limits_alone(arm: Arm) -> None:
    root = ElementTree.fromstring(bare_urdf(arm))
    moving = [joint for joint in root.findall("joint") if joint.get("type") != "fixed"]
    assert tuple(str(joint.get("name")) for joint in moving) == arm.joints
    limits = [joint.find("limit") for joint in moving]
    assert [float(limit.get("lower", "nan")) for limit in limits if limit is not None] == arm.lower.tolist()
    assert [float(limit.get("upper", "nan")) for limit in limits if limit is not None] == arm.upper.tolist()
    assert not list(root.iter("collision"))
    assert not list(root.iter("visual"))
    links = {str(link.get("name")) for link in root.findall("link")}
    ends = [end for joint in root.findall("joint") for end in (joint.find("parent"), joint.find("child"))]
    assert {str(end.get("link")) for end in ends if end is not None} <= links
    assert arm.hand_frame in links


def test_drake_has_the_same_arm_and_answers(arm: Arm, objective: Objective, recorded: list[Case]) -> None:
    pytest.importorskip("pydrake", reason="Drake is not installed: pip install 'simwright[bench]'")
    drake = Drake(arm, objective)
    assert misfit(drake, arm, list(recorded[0].starts)) < 1e-12
    q, cpu_ms = drake.solve(recorded[0])
    answer = judged(recorded[0], arm, objective, q, cpu_ms)
    assert answer.solved
    theirs = objective.at(np.array(recorded[0].record["drake"]["q"]), np.asarray(recorded[0].problem.q_start), arm)
    assert answer.objective <= 1.01 * theirs
