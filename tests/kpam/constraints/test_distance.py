import numpy as np
import pytest

from kpam.constraints import Distance
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics


def test_a_wanted_distance_is_missed_by_the_difference(arm, home):
    at = Kinematics.of(arm, home)
    target = at.T[0, :3, 3] - (0.0, 0.3, 0.4)
    assert Distance("d", (0, 0, 0), target, 0.6, 0.6).evaluate(at)[0][0, 0] == pytest.approx(-0.1)
    assert Distance("d", (0, 0, 0), target, 0.2, np.inf).violation(at)[0] == 0.0
    assert "500.0 mm apart" in Distance("d", (0, 0, 0), target, 0.0, 0.2).explain(at)


def test_where_the_points_meet_a_way_apart_is_taken(arm, home):
    at = Kinematics.of(arm, home)
    residual, jacobian = Distance("d", (0, 0, 0), at.T[0, :3, 3], 0.1, 0.2).evaluate(at)
    assert residual[0, 0] == pytest.approx(-0.1)
    np.testing.assert_allclose(jacobian[0, 0], at.J[0, 2])


@pytest.mark.parametrize("bounds", [(-0.1, 0.2), (0.3, 0.2), (np.inf, np.inf), (0.0, np.inf)])
def test_a_distance_that_cannot_be_is_refused(bounds):
    with pytest.raises(ConstraintError, match="'d'"):
        Distance("d", (0, 0, 0), (0, 0, 0), *bounds)
