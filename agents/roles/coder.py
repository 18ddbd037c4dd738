"""The coder writes the task as a program and mends it from evidence."""

from __future__ import annotations

import re

from pydantic import BaseModel, Field, field_validator

from agents.roles.role import Role

FENCED = re.compile(r"^```[a-zA-Z0-9]*[ \t]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)


class Program(BaseModel):
    """The task as a program."""

    source: str = Field(
        description="the whole program, which defines build(task, rng)", min_length=10, max_length=20000
    )
    notes: str = Field(default="", description="what was changed and why, in a sentence", max_length=600)

    @field_validator("source")
    @classmethod
    def _without_fences(cls, source: str) -> str:
        """Take a program out of the markdown that models like to put round it."""
        return unfenced(source)


def unfenced(source: str) -> str:
    """Return a program without markdown fences, and without the words before and after them."""
    found = FENCED.search(source)
    return found[1] if found and "def build(" in found[1] else source


CODER = Role("coder", Program, ("show_asset", "check_program", "solve_stages", "simulate"))
