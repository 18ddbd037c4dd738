"""Prompts render with their fields, and only with those."""

from __future__ import annotations

import pytest

from agents.errors import AgentsError
from agents.prompts import FIELD, Prompt
from agents.roles import ROLES


@pytest.mark.parametrize("name", ROLES)
def test_every_prompt_renders(name: str) -> None:
    prompt = Prompt.load(name)
    system, request = prompt.fill(**{field: f"<{field}>" for field in prompt.fields})
    assert not FIELD.search(system + request)
    assert all(f"<{field}>" in system + request for field in prompt.fields)


@pytest.mark.parametrize("name", ROLES)
def test_every_prompt_names_the_tool_that_takes_its_answer(name: str) -> None:
    assert f"`{ROLES[name].answer.__name__}`" in Prompt.load(name).system


def test_a_missing_and_an_unknown_field_are_named() -> None:
    prompt = Prompt.load("critic")
    with pytest.raises(AgentsError, match=r"missing fields \['verdict'\]"):
        prompt.fill(**{field: "" for field in prompt.fields if field != "verdict"})
    with pytest.raises(AgentsError, match=r"unknown fields \['mood'\]"):
        prompt.fill(mood="", **dict.fromkeys(prompt.fields, ""))


def test_a_program_with_braces_is_left_as_it_is() -> None:
    prompt = Prompt.load("critic")
    _, request = prompt.fill(**dict.fromkeys(prompt.fields, 'x = {"a": {}}'))
    assert 'x = {"a": {}}' in request
