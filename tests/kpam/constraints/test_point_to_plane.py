import pytest

from kpam.constraints import PointToPlane
from kpam.kinematics import Kinematics


def test_a_plane_leaves_its_own_directions_free(arm, home):
    at = Kinematics.of(arm, home)
    plane = PointToPlane("rest", (0, 0, 0), at.T[0, :3, 3] + (5.0, -4.0, 0.05), (0.0, 0.0, 3.0))
    assert plane.evaluate(at)[0][0, 0] == pytest.approx(-0.05)
    assert "-50.0 mm" in plane.explain(at)
