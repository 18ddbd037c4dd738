"""A conversation that any server takes back, whatever the model made of its last turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, AnyMessage, ToolMessage


class Mending(AgentMiddleware[Any, Any]):
    """Hands the model a conversation in which every call is well formed and answered, and no turn is empty."""

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Mend the conversation before the model sees it."""
        return handler(request.override(messages=mended(request.messages)))


def mended(messages: Iterable[AnyMessage]) -> list[AnyMessage]:
    """Return messages with malformed calls turned into words and unanswered ones answered.

    Servers refuse a conversation (HTTP 400) whose calls have arguments that are no JSON, or no answer.
    """
    known = list(messages)
    answered = {message.tool_call_id for message in known if isinstance(message, ToolMessage)}
    result: list[AnyMessage] = []
    for message in known:
        if not isinstance(message, AIMessage):
            result.append(message)
            continue
        result.append(_well_formed(message))
        result += [
            ToolMessage("not called: give one answer, or call tools, in one turn", tool_call_id=call["id"] or "")
            for call in message.tool_calls
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
    text = "; ".join(part for part in (str(message.text), complaint(message)) if part)
    extra = {key: value for key, value in message.additional_kwargs.items() if key != "tool_calls"}
    content = message.content if message.text or message.tool_calls else text or "(no answer)"
    return message.model_copy(update={"content": content, "additional_kwargs": extra, "invalid_tool_calls": []})
