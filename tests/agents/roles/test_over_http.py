"""Decomposer, coder and critic over real HTTP: through tool calls, whatever the model makes of its turns."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from openai_server import MISBEHAVIOUR, ChatServer

from agents.budget import Budget
from agents.roles import ROLES
from agents.roles.coder import unfenced
from agents.roles.role import Answer, ask
from envs.task.api_text import api_text
from tools.context import ToolContext

Model = Callable[..., BaseChatModel]
PROPOSAL = {
    "name": "put_block_on_plate",
    "instruction": "Put the {block} on the {plate}.",
    "refers": ["block", "plate"],
    "paraphrases": [],
    "objects": [
        {"name": "block", "category": "block", "start": ""},
        {"name": "plate", "category": "plate", "start": ""},
    ],
    "success": "block is on plate",
    "why_new": "nothing is like it",
}
STAGE = {
    "name": "put the block onto the plate",
    "do": "pick up block and place it on plate",
    "precondition": "",
    "effect": "block is on plate",
}
FIELDS: dict[str, dict[str, str]] = {
    "decomposer": {"number": "1", "proposal": json.dumps(PROPOSAL), "library": "None.", "history": "Nothing."},
    "coder": {
        "number": "1",
        "proposal": json.dumps(PROPOSAL),
        "plan": json.dumps({"stages": [STAGE], "reuses": []}),
        "program": "None yet.",
        "history": "Nothing.",
        "evidence": "None yet.",
        "api": api_text(),
    },
    "critic": {
        "instruction": "Put the block on the plate.",
        "goal": json.dumps({"kind": "on", "object": "block", "support": "plate"}),
        "program": "",
        "verdict": "accepted: 18 of 18",
        "changes": "block: moved by (+0.1, +0.0, +0.0) m\nplate: unchanged",
    },
}


def asked(role: str, model: BaseChatModel, tools: ToolContext) -> Answer:
    return ask(ROLES[role], model, tools, FIELDS[role], budget=Budget(model_calls=10, nudges=2), model_name="test")


@pytest.mark.parametrize("fault", [None, "chatter", "refusal", *MISBEHAVIOUR])
@pytest.mark.parametrize("role", FIELDS)
def test_every_role_answers_after_one_bad_turn(
    role: str, fault: str | None, server: ChatServer, over_http: Model, tools: ToolContext
) -> None:
    server.faults = [fault] if fault else []
    answer = asked(role, over_http(), tools)
    assert answer.value is not None, answer.trouble
    counted = len(server.requests) - (fault == "no_object")  # an answer that cannot be read tells no tokens
    assert answer.spent == {"calls": len(server.requests), "tokens": 120 * counted, "cost": None}
    assert not any(request.get("stream") for request in server.requests)


@pytest.mark.parametrize("role", FIELDS)
def test_a_role_is_offered_its_tools_and_the_call_that_takes_its_answer(
    role: str, server: ChatServer, over_http: Model, tools: ToolContext
) -> None:
    asked(role, over_http(), tools)
    offered: list[dict[str, Any]] = server.requests[0]["tools"]
    assert [tool["function"]["name"] for tool in offered] == [*ROLES[role].tools, ROLES[role].answer.__name__]
    assert all(tool["function"]["parameters"]["type"] == "object" for tool in offered)
    assert all(tool["function"].get("description") for tool in offered)


def told(server: ChatServer) -> list[str]:
    return [message["content"] for message in server.requests[-1]["messages"] if message["role"] == "tool"]


def test_a_method_that_does_not_exist_comes_back_with_its_line(
    server: ChatServer, over_http: Model, tools: ToolContext
) -> None:
    server.faults = ["none", "flying"]
    answer = asked("coder", over_http(), tools)
    assert answer.value is not None
    error = next(text for text in told(server) if text.startswith("program_error"))
    assert "fly_to_the_moon" in error
    assert "line 1" in error or "line 2" in error, error
    assert "fly_to_the_moon" not in answer.value["source"]


def test_an_unknown_tool_is_answered_with_the_tools_that_exist(
    server: ChatServer, over_http: Model, tools: ToolContext
) -> None:
    server.faults = ["unknown_tool"]
    asked("coder", over_http(), tools)
    assert any("open_gripper" in text and "check_program" in text for text in told(server))


def test_a_program_in_fences_is_taken_out_of_them(server: ChatServer, over_http: Model, tools: ToolContext) -> None:
    server.faults = ["none", "none", "fenced"]
    answer = asked("coder", over_http(), tools)
    assert answer.value is not None
    assert answer.value["source"].startswith("def build(task, rng):")
    assert "```" not in answer.value["source"]


def test_a_program_without_fences_is_left_as_it_is() -> None:
    source = 'def build(task, rng):\n    task.say("```")\n'
    assert unfenced(source) == source


def test_a_program_as_text_is_asked_for_as_a_call(server: ChatServer, over_http: Model, tools: ToolContext) -> None:
    server.always = "program_as_text"
    answer = asked("coder", over_http(), tools)
    assert answer.value is None
    assert "def build" in (answer.trouble or "")
    assert "Call Program" in server.requests[-1]["messages"][-1]["content"]


def test_a_wait_that_the_server_asks_for_is_kept(server: ChatServer, over_http: Model, tools: ToolContext) -> None:
    server.faults = ["429"]
    assert asked("critic", over_http(retries=1), tools).value is not None
    first, second = server.times
    assert second - first >= 1.0


def test_a_price_that_the_server_tells_is_counted(server: ChatServer, over_http: Model, tools: ToolContext) -> None:
    server.price = 0.25
    assert asked("critic", over_http(), tools).spent == {"calls": 1, "tokens": 120, "cost": 0.25}
