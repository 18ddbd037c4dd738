"""Prompts render with their fields, and only with those."""

from __future__ import annotations

import re

import pytest

from agents.errors import AgentsError
from agents.prompts import FIELD, Prompt
from agents.roles import ROLES
from envs.task.api_text import api_text
from tools.check_program import check_program
from tools.context import ToolContext

REGIONS = ("table_front", "table_centre", "table_back", "table_left", "table_right")


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


def coder_prompt() -> str:
    prompt = Prompt.load("coder")
    system, request = prompt.fill(**{**dict.fromkeys(prompt.fields, "None yet."), "api": api_text()})
    return f"{system}\n{request}"


def test_every_program_in_the_coders_prompt_is_a_valid_task(tools: ToolContext) -> None:
    programs = re.findall(r"^```python\n(.*?)^```", coder_prompt(), re.MULTILINE | re.DOTALL)
    assert programs
    for source in programs:
        answer = check_program(tools, source, 20)
        assert answer.startswith("ok\n"), answer


def test_every_action_shown_in_the_coders_prompt_is_a_valid_action(tools: ToolContext) -> None:
    actions = re.findall(r"`(actuate\(.*?\))`", coder_prompt())
    shown = [action.replace("...", "0.8") for action in actions if "to=..." in action]
    assert len(shown) == 2, actions
    for action in shown:
        source = (
            "def build(task, rng):\n"
            '    thing = task.add("microwave", region="table_back", name="thing")\n'
            '    part = thing.part("door")\n'
            '    task.say("Open the {door}.", part)\n'
            "    task.goal(part.at_least(0.5))\n"
            f'    task.stage("open it", {action})\n'
        )
        assert check_program(tools, source, 2).startswith("ok\n"), check_program(tools, source, 2)


def test_what_the_coder_is_told_names_everything_it_needs() -> None:
    text = coder_prompt()
    for needed in (*REGIONS, "def build(task, rng)", "import math", "offset", "grip(", "follow(", "pick(", "place("):
        assert needed in text


@pytest.mark.parametrize("name", ROLES)
def test_prompts_stay_short(name: str) -> None:
    prompt = Prompt.load(name)
    assert len(prompt.system) + len(prompt.request) < 5000
