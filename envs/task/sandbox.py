"""Runs a program in an interpreter without files, network or imports, in a process of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from envs.errors import ProgramError

MAX_SECONDS = 5.0
MAX_MEMORY = 64 * 2**20  # bytes
MAX_HOST_CALLS = 400
MAX_PRINTED = 64 * 1024  # bytes
MAX_RESULT = 256 * 1024  # characters of JSON
MAX_MESSAGE = 1000  # characters of an error
MAX_DEPTH = 48  # brackets within brackets in the result

Explain = Callable[[str], str]


def run(
    source: str,
    *,
    prelude: Sequence[str],
    final: str,
    host: Mapping[str, Callable[..., Any]],
    explain: Explain = str,
) -> Any:
    """Run a program after a prelude, then the expression `final`, and return the JSON it gives as plain data.

    `host` are the functions of this process that the code may call by name; `explain` may add to the message of an
    error. Raises ProgramError, with a line of `source` where there is one, for whatever stops the program: its own
    errors, its limits on time, memory, recursion and host calls, a result that is too large or too deep, and the
    death of the process it runs in.
    """
    import pydantic_monty as monty

    limits: monty.ResourceLimits = {
        "max_feed_duration_secs": MAX_SECONDS,
        "max_memory": MAX_MEMORY,
        "max_recursion_depth": 200,
        "max_suspensions": MAX_HOST_CALLS,
        "max_total_sleep_secs": 0.0,
    }
    user_file = f"<python-input-{len(prelude)}>"
    printed = monty.CollectString(max_bytes=MAX_PRINTED)
    try:
        with (
            monty.Monty(max_processes=1, request_timeout=4 * MAX_SECONDS) as pool,
            pool.checkout(limits=limits) as session,
        ):
            for text in prelude:
                session.feed_run(text)
            lookup = dict(host)
            session.feed_run(source, external_lookup=lookup, print_callback=printed)
            result = session.feed_run(final, external_lookup=lookup, print_callback=printed)
    except monty.MontyCrashedError as error:
        how = f"took longer than {MAX_SECONDS:g} s" if error.timed_out else "ended the interpreter"
        raise ProgramError(f"the program {how} and was stopped; make it simpler") from None
    except monty.MontyError as error:
        raise ProgramError(explain(_message(error)), _line(error, user_file)) from None
    return _plain(result)


def _message(error: Exception) -> str:
    inner = error.exception() if hasattr(error, "exception") else error  # type: ignore[attr-defined]
    kind, text = type(inner).__name__, str(inner)[:MAX_MESSAGE]
    if isinstance(inner, TimeoutError):
        return f"the program ran for longer than {MAX_SECONDS:g} s and was stopped; look for a loop without an end"
    if isinstance(inner, MemoryError):
        return f"the program asked for more than {MAX_MEMORY // 2**20} MB of memory or printed too much; use less"
    if isinstance(inner, RecursionError):
        return "functions call each other without an end (recursion too deep); add an end or use a loop"
    if "suspension" in text:
        return f"the program asked for more than {MAX_HOST_CALLS} things; use fewer objects and random numbers"
    if isinstance(inner, ValueError | TypeError) and text:
        return text
    return f"{kind}: {text}" if text else kind


def _line(error: Exception, user_file: str) -> int | None:
    """Return the innermost line of the program itself; frames of the prelude are not the user's."""
    if not hasattr(error, "traceback"):
        return None
    lines = [frame.line for frame in error.traceback() if frame.filename == user_file]  # type: ignore[attr-defined]
    return lines[-1] if lines else None


def _plain(result: Any) -> Any:
    if not isinstance(result, str):
        raise ProgramError(f"the program gave a {type(result).__name__} where text was due; leave the task's own data")
    if len(result) > MAX_RESULT:
        raise ProgramError(f"the task has {len(result)} characters of data; at most {MAX_RESULT}, so make it smaller")
    depth = _depth(result)
    if depth > MAX_DEPTH:
        raise ProgramError(f"the task is nested {depth} deep; at most {MAX_DEPTH}, so join fewer goals in each other")
    try:
        return json.loads(result)
    except json.JSONDecodeError as error:
        raise ProgramError(f"the program gave no valid data ({error}); leave the task's own data alone") from None


def _depth(text: str) -> int:
    """Return how deep brackets nest in JSON text, without recursion."""
    depth = deepest = 0
    quoted = escaped = False
    for letter in text:
        if escaped:
            escaped = False
        elif quoted:
            escaped, quoted = letter == "\\", letter != '"'
        elif letter == '"':
            quoted = True
        elif letter in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "]}":
            depth -= 1
    return deepest
