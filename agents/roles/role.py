"""A role: an agent that calls tools over any chat model until it gives an answer of its schema."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from langchain.agents import create_agent  # pyright: ignore[reportUnknownVariableType]
from langchain.agents.middleware import ModelCallLimitMiddleware
from langchain.agents.structured_output import ToolStrategy
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from pydantic import BaseModel

from agents.budget import Budget
from agents.errors import ModelTroubledError
from agents.models.trouble import judge
from agents.prompts import Prompt
from agents.state import Usage, added, nothing_spent
from agents.tooling import langchain_tools
from tools.context import ToolContext


@dataclass(frozen=True)
class Role:
    """A role's name (its prompt's too), the schema of its answer, and the tools it may call."""

    name: str
    answer: type[BaseModel]
    tools: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a role answered, or the trouble that kept it from answering, and what that cost."""

    value: dict[str, Any] | None
    trouble: str | None
    spent: Usage = field(default_factory=nothing_spent)


def ask(
    role: Role,
    model: BaseChatModel,
    context: ToolContext,
    fields: dict[str, str],
    *,
    budget: Budget,
    config: RunnableConfig | None = None,
    pictures: tuple[str, ...] = (),
    model_name: str = "model",
) -> Answer:
    """Ask a role and return its validated answer as plain data.

    A role that ends without an answer is asked again, `budget.nudges` times. `pictures` are PNGs in base64. Raises
    ModelUnavailableError where no answer can come from the model at all; any other trouble is in the answer.
    """
    system, request = Prompt.load(role.name).fill(**fields)
    agent = create_agent(
        model,
        langchain_tools(role.tools, context),
        system_prompt=system,
        response_format=ToolStrategy(role.answer),
        middleware=[ModelCallLimitMiddleware(run_limit=budget.model_calls, exit_behavior="end")],
        name=role.name,
    )
    messages: list[AnyMessage] = [_request(request, pictures)]
    spent = nothing_spent()
    for _ in range(budget.nudges + 1):
        known = len(messages)
        try:
            result: dict[str, Any] = agent.invoke({"messages": messages}, config)  # type: ignore[arg-type]
        except Exception as error:
            verdict = judge(error, model_name)
            if verdict is None or not isinstance(verdict, ModelTroubledError):
                raise error if verdict is None else verdict from error
            return Answer(None, str(verdict), added(spent, Usage(calls=1, tokens=0, cost=0.0)))
        messages = result["messages"]
        spent = added(spent, _spent(messages[known:]))
        answer = result.get("structured_response")
        if isinstance(answer, BaseModel):
            return Answer(answer.model_dump(mode="json"), None, spent)
        if spent["calls"] >= budget.model_calls:
            break
        nudge = f"That is no usable answer. Call {role.answer.__name__} with every field that it asks for."
        messages = [*messages, HumanMessage(nudge)]
    return Answer(
        None, f"the {role.name} gave no usable answer in {spent['calls']} calls: {_last_words(messages)}", spent
    )


def _request(text: str, pictures: tuple[str, ...]) -> HumanMessage:
    if not pictures:
        return HumanMessage(text)
    blocks: list[str | dict[str, Any]] = [{"type": "text", "text": text}]
    blocks += [{"type": "image", "base64": picture, "mime_type": "image/png"} for picture in pictures]
    return HumanMessage(content=blocks)


def _spent(messages: list[AnyMessage]) -> Usage:
    answers = [message for message in messages if isinstance(message, AIMessage)]
    tokens = sum(message.usage_metadata["total_tokens"] for message in answers if message.usage_metadata)
    return Usage(calls=len(answers), tokens=tokens, cost=0.0)


def _last_words(messages: list[AnyMessage]) -> str:
    for message in reversed(messages):
        if isinstance(message, AIMessage):
            refusal = message.additional_kwargs.get("refusal")
            if refusal:
                return f"it refused: {str(refusal)[:200]}"
            if message.invalid_tool_calls:
                return f"its last call was malformed: {str(message.invalid_tool_calls[0].get('error'))[:200]}"
            return f"its last words: {str(message.text)[:200]!r}"
    return "it said nothing"
