import numpy as np
import pytest

from kpam.constraints import PointInBox
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.transforms import about_axis


def test_distance_is_measured_along_the_box_s_own_axes(arm, home):
    at = Kinematics.of(arm, home)
    T = about_axis((0, 0, 1), np.pi / 2)
    T[:3, 3] = at.T[0, :3, 3]
    assert PointInBox("in", (0, 0, 0), T, (-0.1, -0.1, -0.1), (0.1, 0.1, 0.1)).violation(at)[0] == 0.0
    outside = PointInBox("in", (0, 0, 0), T, (0.3, -0.1, 0.4), (0.5, 0.1, 0.5))
    np.testing.assert_allclose(outside.evaluate(at)[0][0], (-0.3, 0.0, -0.4), atol=1e-12)
    assert outside.violation(at)[0] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"lower": (0.2, -0.1, -0.1)}, "exchange them"),
        ({"T_base_box": np.zeros((4, 4))}, "no rigid transform"),
        ({"T_base_box": np.eye(3)}, r"\(3, 3\)"),
    ],
)
def test_a_malformed_box_is_refused(changes, said):
    box = {"T_base_box": np.eye(4), "lower": (-0.1, -0.1, -0.1), "upper": (0.1, 0.1, 0.1)}
    with pytest.raises(ConstraintError, match=said):
        PointInBox("in", (0, 0, 0), **(box | changes))
