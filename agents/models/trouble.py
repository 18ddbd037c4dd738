"""What a fault of a model or its server means for the run, whichever provider raised it."""

from __future__ import annotations

from collections.abc import Iterator

from agents.errors import ModelTroubledError, ModelUnavailableError

FATAL_STATUS = {
    401: "the key was refused (401); set the provider's API key, OPENAI_API_KEY for openai:...",
    402: "the account has no credit left (402); top it up or name another model",
    403: "the key may not use this model (403); name another model or another key",
    404: "the server knows no such model or address (404); check --model and OPENAI_BASE_URL",
}


def judge(error: Exception, model: str) -> ModelTroubledError | ModelUnavailableError | None:
    """Return what a provider's exception means, or None where it is not the model's or its server's.

    ModelUnavailableError: nothing will work until a person changes something. ModelTroubledError: this answer failed,
    after the client's own bounded retries.
    """
    chain = list(_causes(error))
    status = next((code for link in chain if (code := _status(link)) is not None), None)
    if status is not None:
        if advice := FATAL_STATUS.get(status):
            return ModelUnavailableError(f"model {model!r}: {advice}")
        return ModelTroubledError(f"model {model!r} answered with HTTP {status} after retries: {_short(error)}")
    names = {type(link).__name__ for link in chain}
    if any("Timeout" in name for name in names):
        return ModelTroubledError(f"model {model!r} did not answer in time, after retries")
    if any(isinstance(link, ConnectionRefusedError) for link in chain) or "ConnectError" in names:
        return ModelUnavailableError(
            f"model {model!r}: the connection was refused; start the server or check OPENAI_BASE_URL and the network"
        )
    if any(isinstance(link, ConnectionError) for link in chain) or names & {
        "APIConnectionError",
        "RemoteProtocolError",
    }:
        return ModelTroubledError(f"model {model!r} broke the connection off, after retries: {_short(error)}")
    if names & {"JSONDecodeError", "APIResponseValidationError", "OutputParserException"}:
        return ModelTroubledError(f"model {model!r} answered with malformed JSON: {_short(error)}")
    if any(type(link).__module__.split(".")[0] in PROVIDERS for link in chain):
        return ModelTroubledError(f"model {model!r} failed: {_short(error)}")
    return None


PROVIDERS = {"openai", "anthropic", "httpx", "httpcore", "langchain_openai", "langchain_anthropic", "google", "ollama"}


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _status(error: BaseException) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _short(error: BaseException) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 200 else text[:197] + "..."
