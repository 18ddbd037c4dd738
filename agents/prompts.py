"""Prompts: files beside their role, with a part for the system and a part for the request, and named fields."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from importlib import resources

from agents.errors import AgentsError

FIELD = re.compile(r"\{\{(\w+)\}\}")
DIVIDER = "\n=====\n"


@dataclass(frozen=True)
class Prompt:
    """One role's prompt. Fields are written `{{name}}`; programs in it may hold braces of their own."""

    name: str
    system: str
    request: str

    @classmethod
    def load(cls, name: str) -> Prompt:
        """Read a prompt by its role's name."""
        text = resources.files("agents.roles").joinpath("prompts", f"{name}.md").read_text(encoding="utf-8")
        system, divider, request = text.partition(DIVIDER)
        if not divider:
            raise AgentsError(f"prompt {name!r} lacks the line ===== between system and request")
        return cls(name, system.strip(), request.strip())

    @property
    def fields(self) -> frozenset[str]:
        """The names of every field that must be filled."""
        return frozenset(FIELD.findall(self.system) + FIELD.findall(self.request))

    @property
    def hash(self) -> str:
        """The sha256 of the unfilled prompt, as hex."""
        return hashlib.sha256((self.system + DIVIDER + self.request).encode()).hexdigest()

    def fill(self, **values: str) -> tuple[str, str]:
        """Return system and request text with every field filled; raises AgentsError on a missing or extra field."""
        missing, extra = self.fields - set(values), set(values) - self.fields
        if missing or extra:
            raise AgentsError(f"prompt {self.name!r}: missing fields {sorted(missing)}, unknown fields {sorted(extra)}")
        return tuple(FIELD.sub(lambda m: values[m[1]], part) for part in (self.system, self.request))  # type: ignore[return-value]
