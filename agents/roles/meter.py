"""What a role has spent, counted from its conversation: a role that goes on after a kill counts what came before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse, hook_config
from langchain_core.messages import AIMessage, AnyMessage

from agents.state import Usage, added, nothing_spent


class Meter(AgentMiddleware[Any, Any]):
    """Ends a role whose conversation holds so many answers, and counts the calls that failed.

    An answer is counted by its message, which a checkpoint keeps; a failed call leaves none and is counted here.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self._seen: list[AnyMessage] = []
        self._failed = nothing_spent()

    @hook_config(can_jump_to=["end"])
    def before_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:
        """End the role once its calls are spent."""
        del runtime
        return {"jump_to": "end"} if self.spent(state["messages"])["calls"] >= self._limit else None

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Count a call that fails, which may have been charged for."""
        self._seen = [*request.messages]
        try:
            return handler(request)
        except Exception:
            self._failed = added(self._failed, Usage(calls=1, tokens=0, cost=None))
            raise

    def spent(self, messages: Iterable[AnyMessage] | None = None) -> Usage:
        """Return what a conversation cost, failed calls included; without one, that of the last call."""
        return added(spent_on(self._seen if messages is None else messages), self._failed)


def spent_on(messages: Iterable[AnyMessage]) -> Usage:
    """Return what the answers in a conversation cost: calls, tokens as reported, and the price in US dollars.

    The cost is None, unknown, as soon as one answer comes without a price.
    """
    total = nothing_spent()
    for message in messages:
        if isinstance(message, AIMessage):
            usage = message.usage_metadata
            tokens = usage["total_tokens"] if usage else 0
            total = added(total, Usage(calls=1, tokens=tokens, cost=_price(message)))
    return total


def _price(message: AIMessage) -> float | None:
    """Return what the server says that an answer cost, as routers do beside its usage."""
    reported = cast("dict[str, Any]", message.response_metadata.get("token_usage") or {}).get("cost")
    return float(reported) if isinstance(reported, int | float) else None
