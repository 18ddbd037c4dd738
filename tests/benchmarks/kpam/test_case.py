"""The check of answers measures what the tolerances say, whoever gave the answer."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.kpam.case import UnknownKindError, angle_bounds, excess
from kpam.constraints import (
    AxisAntiparallel,
    AxisAtAngle,
    AxisOrthogonal,
    AxisParallel,
    JointChange,
    PointToPoint,
)
from kpam.constraints.base import Constraint
from kpam.problem import KeypointProblem, Workspace
from kpam.robot import Arm
from kpam.transforms import about_axis, rotate

X, Z = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])


def measured(arm: Arm, *constraints: Constraint, workspace: Workspace | None = None) -> float:
    problem = KeypointProblem(constraints, arm.middle, workspace=workspace or Workspace())
    return excess(problem, arm, arm.middle)


def test_a_point_is_off_by_its_worst_axis(arm: Arm) -> None:
    position = arm.forward(arm.middle)[:3, 3]
    target = position + np.array([1e-3, -2e-3, 0.5e-3])
    assert measured(arm, PointToPoint("p", np.zeros(3), target, 1e-3)) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("kind", "wanted"), [(AxisParallel, 0.0), (AxisAntiparallel, np.pi), (AxisOrthogonal, np.pi / 2)]
)
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0, 3.0])
def test_an_angle_is_off_by_its_share_of_the_tolerance(arm: Arm, kind: type, wanted: float, share: float) -> None:
    T = arm.forward(arm.middle)
    axis = rotate(T, Z)
    target = rotate(about_axis(np.cross(axis, rotate(T, X)), wanted + 0.01 * share), axis)
    assert measured(arm, kind("a", Z, target, 0.01)) == pytest.approx(share, abs=1e-6)


def test_every_angle_of_a_range_will_do(arm: Arm) -> None:
    target = rotate(arm.forward(arm.middle), X)  # at pi / 2
    assert measured(arm, AxisAtAngle("a", Z, target, 1.0, 0.01, upper=2.0)) == 0
    assert measured(arm, AxisAtAngle("a", Z, target, 1.0, 0.01, upper=1.5)) > 1


def test_limits_and_workspace_count(arm: Arm) -> None:
    problem = KeypointProblem((PointToPoint("p", np.zeros(3), arm.forward(arm.upper + 0.1)[:3, 3]),), arm.middle)
    assert excess(problem, arm, arm.upper + 0.1) > 100
    position = arm.forward(arm.middle)[:3, 3]
    here = PointToPoint("p", np.zeros(3), position)
    away = Workspace(tuple(position + 0.1), tuple(position + 0.2))
    assert measured(arm, here) < 1e-6
    assert measured(arm, here, workspace=away) > 100


def test_what_is_not_posed_to_both_is_refused_by_name(arm: Arm) -> None:
    with pytest.raises(UnknownKindError, match="'still'"):
        angle_bounds(JointChange("still", arm.middle))
