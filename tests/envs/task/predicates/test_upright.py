import math

import pytest

from envs.task.predicates import Upright
from kpam.transforms import about_axis


@pytest.mark.parametrize(("degrees", "holds"), [(0, True), (14, True), (16, False), (90, False), (180, False)])
def test_upright_allows_a_tilt(measure, make_state, degrees, holds):
    state = make_state(poses={"can": about_axis((1, 0, 0), math.radians(degrees))})
    assert measure(Upright(object="can"), state).holds is holds
