"""Errors of `envs`: misuse that the caller can mend. What a simulator refuses is a result, not an error."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class EnvsError(Exception):
    """Base of every error that `envs` raises; the message ends with what to do."""


class UnknownNameError(EnvsError):
    """A name that is not in the set it must come from."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = get_close_matches(name, names, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        super().__init__(f"unknown {what} {name!r}; known: {', '.join(names) or 'none'}.{hint}")
        self.what = what
        self.name = name
        self.known = names
        self.nearest = near[0] if near else None

    def __reduce__(self) -> tuple[type[UnknownNameError], tuple[str, str, list[str]]]:
        """Let it come back from a worker process."""
        return type(self), (self.what, self.name, self.known)


class SpecError(EnvsError):
    """A task spec that contradicts itself or its assets."""


class ProgramError(EnvsError):
    """A task program that does not run or does not give a task; `line` is the program's line, where there is one."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"line {line}: {message}")
        self.message = message
        self.line = line
