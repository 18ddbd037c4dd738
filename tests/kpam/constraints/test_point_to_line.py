import numpy as np
import pytest

from kpam.constraints import PointToLine
from kpam.kinematics import Kinematics


def test_a_line_leaves_its_own_direction_free(arm, home):
    at = Kinematics.of(arm, home)
    hand = at.T[0, :3, 3]
    for along in (0.0, 0.3, -5.0):
        line = PointToLine("slide", (0, 0, 0), hand + np.array([along, 0.03, 0.04]), (2.0, 0.0, 0.0))
        assert line.violation(at)[0] == pytest.approx(0.05)
