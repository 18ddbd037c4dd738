"""Chat models by name: any that LangChain knows, and the procedural author, which is none of language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.errors import ModelUnavailableError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PROCEDURAL = "procedural"
TIMEOUT_SECONDS = 120.0
RETRIES = 2


def make_model(
    name: str | None, seed: int = 0, *, timeout: float = TIMEOUT_SECONDS, retries: int = RETRIES
) -> BaseChatModel:
    """Return a chat model: the procedural author for None or "procedural", otherwise `provider:name`.

    The client retries rate limits, server faults and time-outs (`timeout` in seconds) so many times, with growing
    pauses. Raises ModelUnavailableError where the name, the provider's package or its key is missing.
    """
    if name is None or name == PROCEDURAL:
        from agents.models.procedural.author import ProceduralAuthor

        return ProceduralAuthor(seed=seed)
    if ":" not in name:
        raise ModelUnavailableError(
            f"unknown model {name!r}; write provider:name, such as openai:gpt-4.1 or anthropic:claude-sonnet-4-5, "
            f"or {PROCEDURAL!r} for the author that needs no model"
        )
    from langchain.chat_models import init_chat_model

    try:
        return init_chat_model(name, timeout=timeout, max_retries=retries)
    except ImportError as error:
        provider = name.split(":")[0]
        raise ModelUnavailableError(
            f"model {name!r} needs a package that is not installed ({error}); pip install langchain-{provider}"
        ) from error
    except ValueError as error:
        raise ModelUnavailableError(f"model {name!r}: {' '.join(str(error).split())[:300]}") from error
    except Exception as error:
        if type(error).__module__.split(".")[0] not in {"openai", "anthropic"}:
            raise
        raise ModelUnavailableError(
            f"model {name!r}: no key; set the provider's key, OPENAI_API_KEY for openai:... "
            "(any text where OPENAI_BASE_URL names a server that asks for none)"
        ) from error
