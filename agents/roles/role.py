"""A role: an agent that calls tools over any chat model until it gives an answer of its schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from langchain.agents import create_agent  # pyright: ignore[reportUnknownVariableType]
from langchain.agents.structured_output import ToolStrategy
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from pydantic import BaseModel

from agents.budget import Budget
from agents.errors import ModelTroubledError
from agents.models.trouble import judge
from agents.prompts import Prompt
from agents.roles.mending import Mending, complaint
from agents.roles.meter import Meter
from agents.state import Usage, nothing_spent
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


Check = Callable[[dict[str, Any]], str | None]
"""Says what is wrong with an answer beyond its schema, None for nothing."""


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
    check: Check | None = None,
) -> Answer:
    """Ask a role and return its validated answer as plain data.

    A role that ends without an answer, or with one that `check` finds fault with, is told so and asked again,
    `budget.nudges` times. `pictures` are PNGs in base64. Raises ModelUnavailableError where no answer can come from
    the model at all; any other trouble is in the answer.
    """
    system, request = Prompt.load(role.name).fill(**fields)
    tools = langchain_tools(role.tools, context)
    messages: list[AnyMessage] = [_request(request, pictures)]
    meter = Meter(budget.model_calls)
    fault = "it was not asked"
    for _ in range(budget.nudges + 1):
        if meter.spent(messages)["calls"] >= budget.model_calls:
            break
        agent = create_agent(
            model,
            tools,
            system_prompt=system,
            response_format=ToolStrategy(role.answer),
            middleware=[meter, Mending()],
            name=role.name,
        )
        try:
            result: dict[str, Any] = agent.invoke({"messages": messages}, config)  # type: ignore[arg-type]
        except Exception as error:
            verdict = judge(error, model_name)
            if verdict is None or not isinstance(verdict, ModelTroubledError):
                raise error if verdict is None else verdict from error
            return Answer(None, str(verdict), meter.spent())
        messages = result["messages"]
        answer = result.get("structured_response")
        if isinstance(answer, BaseModel):
            value = answer.model_dump(mode="json")
            found = check(value) if check else None
            if found is None:
                return Answer(value, None, meter.spent(messages))
            fault = found
        else:
            fault = _fault(messages)
        messages = [
            *messages,
            HumanMessage(
                f"That is no usable answer: {fault}. Call {role.answer.__name__} with every field it asks for."
            ),
        ]
    spent = meter.spent(messages)
    calls = spent["calls"]
    asked = f"its budget of {calls} calls is spent" if calls >= budget.model_calls else f"asked {calls} times"
    return Answer(None, f"the {role.name} gave no usable answer ({asked}): {fault}", spent)


def _request(text: str, pictures: tuple[str, ...]) -> HumanMessage:
    if not pictures:
        return HumanMessage(text)
    blocks: list[str | dict[str, Any]] = [{"type": "text", "text": text}]
    blocks += [{"type": "image", "base64": picture, "mime_type": "image/png"} for picture in pictures]
    return HumanMessage(content=blocks)


def _fault(messages: list[AnyMessage]) -> str:
    """Return what is wrong with a turn that ended without an answer."""
    for message in reversed(messages):
        if not isinstance(message, AIMessage):
            continue
        refusal = message.additional_kwargs.get("refusal")
        if refusal:
            return f"it refused: {str(refusal)[:200]}"
        wrong = complaint(message)
        if wrong or message.text:
            return wrong or f"its last words: {str(message.text)[:200]!r}"
        return f"it ended on a call to {message.tool_calls[0]['name']}" if message.tool_calls else "it was empty"
    return "nothing was said"
