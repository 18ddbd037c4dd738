import numpy as np
import pytest

from kpam.constraints import Height
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics


def test_each_side_of_the_range_counts(arm, home):
    at = Kinematics.of(arm, home)
    height = at.T[0, 2, 3]
    assert Height("h", (0, 0, 0), height - 0.1, height + 0.1).violation(at)[0] == 0.0
    assert Height("h", (0, 0, 0), lower=height + 0.1).evaluate(at)[0][0, 0] == pytest.approx(-0.1)
    assert Height("h", (0, 0, 0), upper=height - 0.2).evaluate(at)[0][0, 0] == pytest.approx(0.2)


def test_height_is_above_any_plane(arm, home):
    at = Kinematics.of(arm, home)
    wall = Height("h", (0, 0, 0), 0.0, 0.1, target=at.T[0, :3, 3] - (0.3, 7.0, 0.0), normal=(2.0, 0.0, 0.0))
    assert wall.violation(at)[0] == pytest.approx(0.2)


@pytest.mark.parametrize("bounds", [{}, {"lower": 0.3, "upper": 0.2}, {"lower": np.nan}])
def test_a_range_that_says_nothing_or_nonsense_is_refused(bounds):
    with pytest.raises(ConstraintError, match="'h': range"):
        Height("h", (0, 0, 0), **bounds)
