"""Leaning uses an angle's slack in steps, never more than it, and keeps what has none."""

import numpy as np
import pytest

from envs.execution.leaning import EXACT, leaning
from envs.task.refs import WorldAxis, WorldPoint
from envs.task.stages import AtAngle, HandConstraint, Meet

MEET = Meet(tool="grasp", target=WorldPoint(position=(0.5, 0.0, 0.2)), tolerance=0.002)
ACROSS = AtAngle(tool="fingers", target=WorldAxis(direction=(0.0, 1.0, 0.0)), angle=np.pi / 2, tolerance=0.05)


def ahead(tolerance: float, angle: float = 0.0) -> AtAngle:
    return AtAngle(tool="approach", target=WorldAxis(direction=(1.0, 0.0, 0.0)), angle=angle, tolerance=tolerance)


def test_the_first_list_is_exact_and_the_last_is_what_was_asked_for():
    asked: list[HandConstraint] = [MEET, ahead(0.6), ACROSS]
    first, *_, last = leaning(asked)
    assert last == asked
    assert first[0] == MEET
    assert [spec.tolerance for spec in first[1:]] == [EXACT, EXACT]


@pytest.mark.parametrize("angle", [0.0, 1.0, np.pi])
def test_every_list_implies_what_was_asked_for(angle: float):
    asked = ahead(0.6, angle)
    lists = leaning([asked])
    assert len(lists) == 4
    leans = []
    for (spec,) in lists[:-1]:
        assert isinstance(spec, AtAngle)
        assert 0 <= spec.angle <= np.pi
        leans.append(abs(spec.angle - asked.angle))
        assert leans[-1] + spec.tolerance <= asked.tolerance + 1e-9
    assert leans == sorted(leans)
    assert leans[-1] == pytest.approx(0.6 - EXACT)


def test_a_constraint_without_slack_does_not_lean():
    assert len(leaning([MEET, ACROSS, ahead(0.01)])) == 2
