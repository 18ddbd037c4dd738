"""What a model's answers cost, counted as they come, so that a call that fails later counts too."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, LLMResult

from agents.state import Usage, nothing_spent


class Meter(BaseCallbackHandler):
    """Counts calls, tokens from the usage that answers carry, and what the server says that they cost.

    The cost is None, unknown, as soon as one answer comes without a price.
    """

    def __init__(self) -> None:
        self.spent: Usage = nothing_spent()

    def on_chat_model_start(
        self, serialized: dict[str, Any], messages: list[list[BaseMessage]], *, run_id: UUID, **kwargs: Any
    ) -> None:
        """Count a call, answered or not."""
        self.spent["calls"] += 1

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **kwargs: Any) -> None:
        """Count an answer's tokens and its price in US dollars."""
        for generation in (one for some in response.generations for one in some):
            if not isinstance(generation, ChatGeneration) or not isinstance(generation.message, AIMessage):
                continue
            usage = generation.message.usage_metadata
            self.spent["tokens"] += usage["total_tokens"] if usage else 0
            price, cost = _price(generation.message), self.spent["cost"]
            self.spent["cost"] = None if price is None or cost is None else cost + price

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        """A call that failed may have been charged for."""
        self.spent["cost"] = None


def _price(message: AIMessage) -> float | None:
    """Return what the server says that an answer cost, as routers do beside its usage."""
    reported = cast("dict[str, Any]", message.response_metadata.get("token_usage") or {}).get("cost")
    return float(reported) if isinstance(reported, int | float) else None
