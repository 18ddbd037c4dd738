"""The coder writes the task as a program and mends it from evidence."""

from __future__ import annotations

from pydantic import BaseModel, Field

from agents.roles.role import Role


class Program(BaseModel):
    """The task as a program."""

    source: str = Field(
        description="the whole program, which defines build(task, rng)", min_length=10, max_length=20000
    )
    notes: str = Field(default="", description="what was changed and why, in a sentence", max_length=600)


CODER = Role("coder", Program, ("show_asset", "check_program", "solve_stages", "simulate"))
