"""What a conversation says: whose turn it is, what was asked, what the tools answered."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

Call = tuple[str, dict[str, Any]]
"""A tool by name, with its arguments."""
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Exchange:
    """A tool that was called, with what, and what it answered."""

    tool: str
    arguments: dict[str, Any]
    answer: str


@dataclass(frozen=True)
class Conversation:
    """The request's sections by heading, and the tool calls made since with their answers, in order."""

    sections: dict[str, str]
    exchanges: tuple[Exchange, ...] = field(default=())

    def answers(self, tool: str) -> list[str]:
        """Return what a tool answered, call by call."""
        return [exchange.answer for exchange in self.exchanges if exchange.tool == tool]

    def data(self, tool: str) -> list[dict[str, Any]]:
        """Return a tool's answers that are JSON objects; an answer that reports an error is left out."""
        found = [_object(answer) for answer in self.answers(tool)]
        return [item for item in found if item is not None]


def read(messages: Sequence[BaseMessage]) -> Conversation:
    """Read a conversation from its messages alone."""
    start = next((k for k, m in enumerate(messages) if isinstance(m, HumanMessage) and HEADING.search(m.text)), None)
    if start is None:
        return Conversation({})
    answers = {m.tool_call_id: m.text for m in messages if isinstance(m, ToolMessage)}
    exchanges = tuple(
        Exchange(call["name"], call["args"], answers[call["id"]])
        for message in messages[start:]
        if isinstance(message, AIMessage)
        for call in message.tool_calls
        if call["id"] in answers
    )
    return Conversation(sections(messages[start].text), exchanges)


def sections(text: str) -> dict[str, str]:
    """Split a request at its `## ` headings."""
    pieces = HEADING.split(text)
    return {pieces[k].strip(): pieces[k + 1].strip() for k in range(1, len(pieces) - 1, 2)}


def number(text: str) -> int:
    """Return the first whole number of a text, 0 where there is none."""
    found = re.search(r"\d+", text)
    return int(found[0]) if found else 0


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None
