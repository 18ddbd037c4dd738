from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from envs.execution.session import Session
from envs.failures import FailureKind
from envs.task.measurement import Measurement
from policy.scoring.judging import Judge


class Damage:
    def __init__(self, *found: str) -> None:
        self.found = found

    def violations(self) -> tuple[str, ...]:
        return self.found


@pytest.fixture
def session(program, catalog) -> Iterator[Session]:
    with Session(program.instantiate(1000, catalog), catalog) as session:
        session.reset()
        yield session


def missed(by: float, unit: Any = "fraction") -> Measurement:
    return Measurement(False, -by, unit, f"missed by {by}")


def standing(measurement: Measurement) -> Any:
    """Return a goal that stands like this."""
    return SimpleNamespace(measurement=measurement, holds=measurement.holds)


def after(session: Session, errors: list[float], *, moved: bool = True) -> Judge:
    """Judge an episode in which the goal was missed by these errors, one after another."""
    session.goal = standing(missed(errors[0]))
    judge = Judge(session)
    if moved:
        cabinet = session.state.objects["drawer_cabinet"]
        links = {name: T + 0.01 * np.eye(4) for name, T in cabinet.links.items()}
        objects = {**session.state.objects, "drawer_cabinet": replace(cabinet, links=links)}
        session.state = replace(session.state, objects=objects)
    for error in errors[1:]:
        session.goal = standing(missed(error))
        judge.update()
    return judge


def test_a_goal_that_holds_with_damage_is_collateral(session) -> None:
    judge = after(session, [1.0, 0.5])
    session.goal, session.collateral = (
        standing(Measurement(True, 0.1, "fraction", "done")),
        Damage("ball moved by 90 mm"),
    )
    failure = judge.failure()
    assert (failure.kind, failure.reason, failure.seed) == (FailureKind.COLLATERAL, "ball moved by 90 mm", 1000)


def test_a_missed_goal_tells_its_figure_and_the_damage_besides(session) -> None:
    judge = after(session, [1.0] + [0.5] * 30)
    session.collateral = Damage("ball moved by 90 mm")
    failure = judge.failure()
    assert failure.kind == FailureKind.GOAL_MISSED
    assert failure.reason == "the goal is missed: missed by 0.5; besides, ball moved by 90 mm"


def test_a_goal_that_still_comes_nearer_in_the_last_second_is_a_matter_of_time(session) -> None:
    failure = after(session, [1.0 - 0.01 * k for k in range(60)]).failure()
    assert failure.kind == FailureKind.TIMEOUT
    assert "15 simulated seconds were used up on the way: missed by 0.41" in failure.reason


def test_one_that_stood_still_in_the_last_second_is_not(session) -> None:
    assert after(session, [1.0 - 0.01 * k for k in range(60)] + [0.4] * 21).failure().kind == FailureKind.GOAL_MISSED


def test_nothing_moved_is_a_missed_grasp_that_names_what_was_to_be_moved(session) -> None:
    failure = after(session, [1.0, 1.0], moved=False).failure()
    assert failure.kind == FailureKind.GRASP_MISSED
    assert "(drawer_cabinet)" in failure.reason
