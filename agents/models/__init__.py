"""Chat models by name: any that LangChain knows, and the procedural author, which is none of language."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from agents.errors import ModelNameError, ModelUnavailableError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PROCEDURAL = "procedural"
TIMEOUT_SECONDS = 120.0
RETRIES = 2
FAMILIES = {
    "gpt": "openai",
    "claude": "anthropic",
    "gemini": "google_genai",
    "mistral": "mistralai",
    "grok": "xai",
    "deepseek": "deepseek",
    "llama": "ollama",
    "qwen": "ollama",
}
"""Whose models have names that begin so."""


def make_model(
    name: str | None, seed: int = 0, *, timeout: float = TIMEOUT_SECONDS, retries: int = RETRIES
) -> BaseChatModel:
    """Return a chat model: the procedural author for None or "procedural", otherwise `provider:name`.

    The client retries rate limits, server faults and time-outs (`timeout` in seconds) so many times, with growing
    pauses. Raises ModelNameError where the name is no model's, ModelUnavailableError where the provider's package or
    its key is missing.
    """
    if name is None or name == PROCEDURAL:
        from agents.models.procedural.author import ProceduralAuthor

        return ProceduralAuthor(seed=seed)
    from langchain.chat_models import init_chat_model
    from langchain.chat_models.base import _BUILTIN_PROVIDERS  # pyright: ignore[reportPrivateUsage]

    provider, model = _parts(name, [*_BUILTIN_PROVIDERS])
    try:
        return init_chat_model(model, model_provider=provider, timeout=timeout, max_retries=retries)
    except ImportError as error:
        package = _BUILTIN_PROVIDERS[provider][0].split(".")[0].replace("_", "-")
        raise ModelUnavailableError(
            f"model {name!r} needs a package that is not installed ({error}); pip install {package}"
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


def _parts(name: str, providers: list[str]) -> tuple[str, str]:
    """Return provider and model of a name; raises ModelNameError with the nearest provider where it has not both."""
    before, colon, model = (part.strip() for part in name.partition(":"))
    provider = before.lower().replace("-", "_")
    if provider in providers and model:
        return provider, model
    if colon and before and provider not in providers:
        wrong = f"unknown provider {before!r} in the model {name!r}"
    else:
        wrong = f"the model {name!r} is not of the form provider:name"
    raise ModelNameError(
        f"{wrong}; write provider:name, such as openai:gpt-4.1 or anthropic:claude-sonnet-4-5, "
        f"or {PROCEDURAL!r} for the author that needs no model{_hint(provider, model, providers)}"
    )


def _hint(provider: str, model: str, providers: list[str]) -> str:
    """Return what was probably meant, by the provider's spelling or by a family of models; empty for nothing near."""
    near = get_close_matches(provider, [*providers, PROCEDURAL], n=1)
    if not near:
        family = next((family for family in FAMILIES if provider.startswith(family)), None)
        if family is None:
            return ""
        near, model = [FAMILIES[family]], model or provider.replace("_", "-")
    meant = near[0] if near[0] == PROCEDURAL else f"{near[0]}:{model or 'NAME'}"
    return f"; did you mean {meant!r}?"
