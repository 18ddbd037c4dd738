import numpy as np
import pytest

from kpam.constraints import PointToPoint
from kpam.kinematics import Kinematics


def test_the_residual_is_the_way_from_target_to_point(arm, home):
    at = Kinematics.of(arm, home)
    target = at.T[0] @ (0.0, 0.0, 0.1, 1.0) - (0.0, 0.0123, 0.0, 0.0)
    constraint = PointToPoint("meet", (0.0, 0.0, 0.1), target[:3])
    np.testing.assert_allclose(constraint.evaluate(at)[0][0], (0.0, 0.0123, 0.0), atol=1e-12)
    assert constraint.violation(at)[0] == pytest.approx(0.0123)
    assert "12.3 mm" in constraint.explain(at)
