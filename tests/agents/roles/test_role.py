"""Roles over real HTTP: they answer through tool calls, and every fault of a server has a name."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from langchain_core.language_models import BaseChatModel
from openai_server import MISBEHAVIOUR, ChatServer

from agents.budget import Budget
from agents.errors import ModelUnavailableError
from agents.nodes.authoring import unknown_category
from agents.roles import ROLES
from agents.roles.role import Answer, ask
from tools.context import ToolContext

BUDGET = Budget(model_calls=8, nudges=1)


def propose(model: BaseChatModel, tools: ToolContext, budget: Budget = BUDGET) -> Answer:
    """Ask the proposer, as its node does."""
    fields = {"request": "None.", "number": "1", "wanted": "5", "committed": "0", "library": "None.", "tried": "None."}
    known = tools.catalog.categories()
    return ask(
        ROLES["proposer"],
        model,
        tools,
        fields,
        budget=budget,
        model_name="openai:test",
        check=lambda value: unknown_category(value, known),
    )


def test_a_model_over_http_proposes_from_what_the_tools_show(
    server: ChatServer, over_http: Callable[..., BaseChatModel], tools: ToolContext
) -> None:
    answer = propose(over_http(), tools)
    assert answer.value is not None, answer.trouble
    assert {item["category"] for item in answer.value["objects"]} <= set(tools.catalog.categories())
    assert answer.spent == {"calls": 3, "tokens": 360, "cost": None}
    shown = [m["content"] for m in server.requests[-1]["messages"] if m["role"] == "tool"]
    assert any("handle_height" in text for text in shown)


def test_the_same_answer_comes_with_and_without_http(
    over_http: Callable[..., BaseChatModel], author: BaseChatModel, tools: ToolContext
) -> None:
    assert propose(over_http(), tools).value == propose(author, tools).value


@pytest.mark.parametrize("fault", ["429", "500", "malformed", "cut"])
def test_a_passing_fault_is_retried(
    fault: str, server: ChatServer, over_http: Callable[..., BaseChatModel], tools: ToolContext
) -> None:
    server.faults = [fault]
    answer = propose(over_http(retries=2), tools)
    if fault in {"429", "500", "cut"}:
        assert answer.value is not None, answer.trouble
    else:
        assert "malformed" in (answer.trouble or "")


@pytest.mark.parametrize(("fault", "words"), [("429", "HTTP 429"), ("500", "HTTP 500"), ("timeout", "in time")])
def test_a_lasting_fault_is_a_named_trouble(
    fault: str, words: str, server: ChatServer, over_http: Callable[..., BaseChatModel], tools: ToolContext
) -> None:
    server.always = fault
    answer = propose(over_http(retries=1, timeout=0.5), tools)
    assert answer.value is None
    assert words in (answer.trouble or "")
    assert len(server.requests) == 2, "one try and one retry"


def test_a_call_that_fails_is_counted_after_the_answers_before_it(
    server: ChatServer, over_http: Callable[..., BaseChatModel], tools: ToolContext
) -> None:
    server.price = 0.25
    server.faults = ["none", "none", "500"]
    answer = propose(over_http(retries=0), tools)
    assert answer.value is None
    assert answer.spent == {"calls": 3, "tokens": 240, "cost": None}


@pytest.mark.parametrize("turn", [0, 2], ids=["tools", "answer"])
@pytest.mark.parametrize("fault", ["chatter", "refusal", *MISBEHAVIOUR])
def test_whatever_a_model_makes_of_one_turn_it_gets_another(
    fault: str, turn: int, server: ChatServer, over_http: Callable[..., BaseChatModel], tools: ToolContext
) -> None:
    server.faults = ["none"] * turn + [fault]
    answer = propose(over_http(), tools)
    assert answer.value is not None, answer.trouble
    assert {item["category"] for item in answer.value["objects"]} <= set(tools.catalog.categories())


def test_a_model_that_always_refuses_is_named_with_its_words(
    server: ChatServer, over_http: Callable[..., BaseChatModel], tools: ToolContext
) -> None:
    server.always = "refusal"
    answer = propose(over_http(), tools)
    assert "it refused: I cannot help with robots." in (answer.trouble or "")
    assert len(server.requests) == 2, "asked once and nudged once"


@pytest.mark.parametrize("fault", ["endless", "wrong_fields", "unknown_tool", "chatter", "long_words"])
def test_a_model_that_never_finishes_is_stopped_by_its_budget(
    fault: str, server: ChatServer, over_http: Callable[..., BaseChatModel], tools: ToolContext
) -> None:
    server.always = fault
    answer = propose(over_http(), tools, Budget(model_calls=4, nudges=5))
    assert answer.value is None
    assert "its budget of 4 calls is spent" in (answer.trouble or "")
    assert len(server.requests) == 4
    assert answer.spent == {"calls": 4, "tokens": 480, "cost": None}


@pytest.mark.parametrize(("fault", "words"), [("401", "key was refused"), ("404", "no such model")])
def test_what_no_retry_mends_stops_the_run_in_a_sentence(
    fault: str, words: str, server: ChatServer, over_http: Callable[..., BaseChatModel], tools: ToolContext
) -> None:
    server.always = fault
    with pytest.raises(ModelUnavailableError, match=words):
        propose(over_http(), tools)
    assert len(server.requests) == 1


def test_a_refused_connection_says_so(
    over_http: Callable[..., BaseChatModel], tools: ToolContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    with pytest.raises(ModelUnavailableError, match="connection was refused"):
        propose(over_http(retries=0), tools)


def test_tool_messages_reach_the_model_as_json(
    server: ChatServer, over_http: Callable[..., BaseChatModel], tools: ToolContext
) -> None:
    propose(over_http(), tools)
    answers = [m for m in server.requests[-1]["messages"] if m["role"] == "tool"]
    assert json.loads(answers[0]["content"])["categories"]
