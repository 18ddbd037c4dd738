import pytest

from envs.task.predicates import Near
from envs.task.refs import ObjectRef, PointRef, WorldPoint


def test_near_measures_between_centres_and_to_points(measure, make_state):
    state = make_state(poses={"block": (0.4, 0, 0), "ball": (0.45, 0, -0.01), "cabinet": (0, 0, 0)})
    to_ball = measure(Near(object="block", target=ObjectRef(object="ball"), distance=0.06), state)
    assert to_ball.margin == pytest.approx(0.01)
    to_point = Near(object="block", target=WorldPoint(position=(0.4, 0, 0.12)), distance=0.05)
    assert measure(to_point, state).margin == pytest.approx(-0.05)
    handle = PointRef(object="cabinet", point="drawer_top.handle.centre")
    assert "drawer_top.handle.centre" in measure(Near(object="block", target=handle, distance=0.1), state).text
