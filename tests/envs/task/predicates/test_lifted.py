import pytest

from envs.task.predicates import Lifted


def test_lifted_counts_from_the_start(measure, make_state):
    start = make_state(poses={"block": (0, 0, 0.2)})
    now = make_state(poses={"block": (0, 0, 0.35)})
    assert measure(Lifted(object="block", height=0.1), now, start).margin == pytest.approx(0.05)
    assert not measure(Lifted(object="block", height=0.1), now, now).holds
