"""The procedural author: a chat model that is no language model.

It answers the roles' prompts through the same messages and tool calls as a language model would, from what the tools
show of the catalog and what they answer about its programs, varied by a seed. It knows nothing beside its messages.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from agents.models.procedural.coding import write
from agents.models.procedural.judging import judge
from agents.models.procedural.planning import decompose
from agents.models.procedural.proposing import propose
from agents.models.procedural.reading import Call, Conversation, number, read

TURNS: dict[str, Callable[[Conversation, np.random.Generator, int], list[Call]]] = {
    "Proposal": lambda talk, rng, seed: propose(talk, rng, np.random.default_rng(seed)),
    "Plan": lambda talk, rng, seed: decompose(talk, rng),
    "Program": lambda talk, rng, seed: write(talk, rng),
    "Judgement": lambda talk, rng, seed: judge(talk),
}
"""By the tool that takes the role's answer."""


class ProceduralAuthor(BaseChatModel):
    """Answers from affordances and a seed; the same messages and seed give the same answer."""

    seed: int = 0

    @property
    def _llm_type(self) -> str:
        return "procedural-author"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Return the author knowing the tools; their names tell it whose turn it is."""
        del tool_choice
        return self.bind(tools=[convert_to_openai_tool(tool) for tool in tools], **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        del stop, run_manager
        offered = {tool["function"]["name"] for tool in kwargs.get("tools", ())}
        role = next((name for name in TURNS if name in offered), None)
        talk = read(messages)
        if role is None or not talk.sections:
            return _said(
                "I am the procedural author, not a language model: I only answer the prompts of Simwright's roles."
            )
        rng = np.random.default_rng([self.seed, number(talk.sections.get("Candidate", "0")), zlib.crc32(role.encode())])
        calls = TURNS[role](talk, rng, self.seed)
        made = len(talk.exchanges)
        return _said("", [
            {"name": name, "args": arguments, "id": f"call_{made + k}", "type": "tool_call"}
            for k, (name, arguments) in enumerate(calls)
        ])  # fmt: skip


def _said(text: str, calls: list[dict[str, Any]] | None = None) -> ChatResult:
    message = AIMessage(
        content=text,
        tool_calls=calls or [],
        usage_metadata={"input_tokens": 0, "output_tokens": 0, "total_tokens": 0},
        response_metadata={"token_usage": {"cost": 0.0}},
    )
    return ChatResult(generations=[ChatGeneration(message=message)])
