"""A task whose solution takes one thing for another."""

from __future__ import annotations

from dataclasses import dataclass

from envs.task.spec import TaskSpec


@dataclass(frozen=True)
class Mistaken:
    """A spec whose solution takes one object, or part of one, for another, and which two."""

    spec: TaskSpec
    original: str
    other: str
