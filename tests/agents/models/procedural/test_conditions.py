"""Conditions in words are read back as they were written."""

from __future__ import annotations

import pytest

from agents.models.procedural.conditions import Condition, Success, parse

CONDITIONS = (
    Condition("at_least", "cabinet.drawer_top", figure=0.61),
    Condition("at_most", "laptop.screen", figure=0.1),
    Condition("inside", "ball", "box.lid"),
    Condition("on", "block", "plate"),
    Condition("near", "mug", "bowl", 0.15),
    Condition("lifted", "can", figure=0.1),
)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_survives_its_words(condition: Condition) -> None:
    assert parse(condition.say()) == Success((condition,))


@pytest.mark.parametrize("success", [Success(CONDITIONS[:3]), Success(CONDITIONS[:2], in_order=True)])
def test_what_is_joined_survives_its_words(success: Success) -> None:
    assert parse(success.say()) == success


def test_holding_survives_its_words_and_becomes_held_for() -> None:
    success = Success((CONDITIONS[5],), held=1.0)
    assert parse(success.say()) == success
    assert success.code() == "held_for(can.lifted(0.10), 1.0)"


def test_asking_for_less_lowers_what_must_be_reached() -> None:
    assert CONDITIONS[0].code(0.5) == "cabinet_drawer_top.at_least(0.30)"


def test_words_that_mean_nothing_here_are_left_out() -> None:
    assert parse("the kitchen is tidy").conditions == ()
