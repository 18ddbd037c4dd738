"""Stages come in an order that can bring the conditions about."""

from __future__ import annotations

from agents.models.procedural.conditions import Condition, Success
from agents.models.procedural.planning import ordered


def kinds(success: Success, starts_open: set[str]) -> list[str]:
    return [f"{c.kind} {c.subject}" for c in ordered(success, starts_open)]


def test_a_closed_drawer_is_opened_before_anything_goes_in() -> None:
    inside = Success((Condition("inside", "ball", "cabinet.drawer_top"),))
    assert kinds(inside, set()) == ["at_least cabinet.drawer_top", "inside ball"]
    assert kinds(inside, {"cabinet.drawer_top"}) == ["inside ball"]


def test_a_drawer_is_closed_after_what_goes_in() -> None:
    tidy = Success(
        (Condition("at_most", "cabinet.drawer_top", figure=0.1), Condition("inside", "b", "cabinet.drawer_top"))
    )
    assert kinds(tidy, {"cabinet.drawer_top"}) == ["inside b", "at_most cabinet.drawer_top"]


def test_a_tower_grows_from_below() -> None:
    tower = Success((Condition("on", "third", "second"), Condition("on", "second", "first")))
    assert kinds(tower, set()) == ["on second", "on third"]


def test_a_sequence_keeps_its_order() -> None:
    there_and_back = Success(
        (Condition("at_least", "a.lid", figure=0.5), Condition("at_most", "a.lid", figure=0.1)), in_order=True
    )
    assert kinds(there_and_back, set()) == ["at_least a.lid", "at_most a.lid"]
