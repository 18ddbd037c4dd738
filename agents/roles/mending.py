"""A conversation that any server takes back, whatever the model made of its last turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, AnyMessage, ToolCall, ToolMessage
from pydantic import ValidationError

UNANSWERED = "not called: in one turn either call tools or answer"


class Mending(AgentMiddleware[Any, Any]):
    """Hands the model a conversation in which every call is well formed and answered, and no turn is empty."""

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Mend the conversation before the model sees it; an answer that is none becomes words that say so."""
        try:
            return handler(request.override(messages=mended(request.messages)))
        except ValidationError as error:
            found = error.errors()[0]
            place = ".".join(str(step) for step in found["loc"])
            return ModelResponse(result=[AIMessage(f"(a malformed answer: {place}: {found['msg']})")])


def mended(messages: Iterable[AnyMessage]) -> list[AnyMessage]:
    """Return messages with malformed calls emptied and unanswered ones answered.

    Servers refuse a conversation (HTTP 400) whose calls have arguments that are no JSON, or no answer.
    """
    known = list(messages)
    answered = {message.tool_call_id for message in known if isinstance(message, ToolMessage)}
    result: list[AnyMessage] = []
    for message in known:
        if not isinstance(message, AIMessage):
            result.append(message)
            continue
        whole = _well_formed(message)
        result.append(whole)
        result += [
            ToolMessage(complaint(message) or UNANSWERED, tool_call_id=call["id"] or "")
            for call in whole.tool_calls
            if call["id"] not in answered
        ]
    return result


def complaint(message: AIMessage) -> str | None:
    """Return what is wrong with a turn's calls, for the model to mend; None where nothing is."""
    if not message.invalid_tool_calls:
        return None
    call = message.invalid_tool_calls[0]
    return f"the arguments of the call to {call.get('name')} are malformed: {str(call.get('error'))[:200]}"


def _well_formed(message: AIMessage) -> AIMessage:
    if not message.invalid_tool_calls and (message.text or message.tool_calls):
        return message
    emptied = [
        ToolCall(name=call.get("name") or "unknown", args={}, id=call.get("id")) for call in message.invalid_tool_calls
    ]
    calls = [*message.tool_calls, *emptied]
    extra = {key: value for key, value in message.additional_kwargs.items() if key != "tool_calls"}
    content = message.content if message.text or calls else "(no answer)"
    changed = {"content": content, "additional_kwargs": extra, "tool_calls": calls, "invalid_tool_calls": []}
    return message.model_copy(update=changed)
