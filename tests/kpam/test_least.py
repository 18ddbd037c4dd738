"""What remains missed is the least that geometry leaves."""

from __future__ import annotations

import numpy as np
import pytest

from kpam.constraints import HandWorkspace, PointToPoint
from kpam.kinematics import Kinematics
from kpam.least import least

TIP = np.array([0.0, 0.0, 0.1])


def _point(target: tuple[float, float, float]) -> PointToPoint:
    return PointToPoint("meet", TIP, np.array(target))


@pytest.mark.parametrize(("x", "depth"), [(0.4, 0.25), (0.5, 0.4), (0.6, 0.3)])
def test_a_hand_that_stays_above_the_table_points_straight_down(arm, home, x: float, depth: float) -> None:
    above = HandWorkspace("above", np.array([-2.0, -2.0, 0.0]), np.full(3, 2.0))
    target = _point((x, 0.0, -depth))
    begin = np.clip(home + np.array([0.2, 0.3, -0.2, 0.1, 0.3, -0.3, 0.2]), arm.lower, arm.upper)
    q = least(arm, begin, np.eye(4), [(1.0, target)], [above])
    at = Kinematics.of(arm, q)
    assert target.violation(at)[0] == pytest.approx(depth - 0.1, abs=1e-3)
    assert above.violation(at)[0] <= above.tolerance
    assert arm.within_limits(q)


def test_what_can_be_met_is_met(arm, home) -> None:
    target = _point((0.45, 0.1, 0.3))
    q = least(arm, home, np.eye(4), [(1.0, target)], [])
    assert target.violation(Kinematics.of(arm, q))[0] < 1e-4
