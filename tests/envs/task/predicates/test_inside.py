import pytest

from envs.task.predicates import Inside
from envs.task.refs import PlaceRef

INSIDE = Inside(object="ball", place=PlaceRef(object="bowl", place="interior"))


@pytest.mark.parametrize(
    ("x", "z", "holds"), [(0.4, 0.01, True), (0.44, 0.01, True), (0.46, 0.01, False), (0.4, 0.1, False)]
)
def test_inside_means_the_centre_is_in_the_volume(measure, make_state, x, z, holds):
    state = make_state(poses={"bowl": (0.4, 0, 0), "ball": (x, 0, z)})
    assert measure(INSIDE, state).holds is holds


def test_inside_moves_with_the_drawer(measure, make_state):
    predicate = Inside(object="ball", place=PlaceRef(object="cabinet", place="drawer_top.interior"))
    poses = {"cabinet": (0, 0, 0), "ball": (0.2, 0, 0.28)}
    assert not measure(predicate, make_state(poses=poses)).holds
    assert measure(predicate, make_state(poses=poses, joints={("cabinet", "drawer_top_joint"): 0.15})).holds


def test_missing_a_volume_is_given_in_metres(measure, make_state):
    state = make_state(poses={"bowl": (0.4, 0, 0), "ball": (0.5, 0, 0.005)})
    found = measure(INSIDE, state)
    assert found.margin == pytest.approx(-(0.1 - 0.05 + 0.002))
    assert found.unit == "m"
