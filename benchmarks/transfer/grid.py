"""What is trained on what: settings, the draw of tasks, the cells of the grid. Pure functions of their arguments."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from envs.errors import EnvsError
from envs.frozen import Frozen
from envs.worlds import DEFAULT_WORLD

Arm = Literal["verified", "unverified"]
VERIFIED: Arm = "verified"
UNVERIFIED: Arm = "unverified"
FEWEST_EPISODES = 2
"""Of each task: one to train on, one to validate on."""
FIRST_TRIAL = 1000
"""Seed of the first scene that policies are scored on; no scene of verification or of a recording has its seeds."""


class TransferError(EnvsError):
    """The experiment cannot be run as it was asked for."""


class Settings(Frozen):
    """Everything that decides the result, apart from the tasks themselves."""

    tasks: tuple[int, ...] = Field(default=(1, 4, 8, 16), min_length=1, description="how many tasks to train on")
    held_out: int = Field(default=6, ge=1, description="tasks that no policy is trained on")
    episodes: int = Field(default=192, ge=2, description="training episodes of each policy, over all its tasks")
    steps: int = Field(default=6000, ge=1, description="training steps of each policy")
    repeats: int = Field(default=1, ge=1, description="orders of tasks, each with its own training seed")
    trials: int = Field(default=60, ge=1, description="rollouts on held-out tasks, and again on unseen scenes")
    demonstrations: int = Field(default=8, ge=2, description="of each held-out task, to compare actions with")
    seed: int = Field(default=3, ge=0)
    head: str = "mlp"
    batch_size: int = Field(default=256, ge=1)
    engine: str = DEFAULT_WORLD

    @model_validator(mode="after")
    def _fits(self) -> Settings:
        if min(self.tasks) < 1 or len(set(self.tasks)) != len(self.tasks):
            raise ValueError(f"tasks {self.tasks} are not different numbers of 1 or more")
        most = max(self.tasks)
        if self.episodes < FEWEST_EPISODES * most:
            raise ValueError(
                f"{self.episodes} episodes of {most} tasks are fewer than {FEWEST_EPISODES} of each; "
                f"record {FEWEST_EPISODES * most} or more, or train on fewer tasks"
            )
        return self

    @property
    def wanted(self) -> int:
        """How many verified tasks the grid needs."""
        return max(self.tasks) + self.held_out


@dataclass(frozen=True)
class Cell:
    """One policy: what it is trained on. `shares` are its tasks' names with the number of episodes of each."""

    arm: Arm
    repeat: int
    shares: tuple[tuple[str, int], ...]

    @property
    def count(self) -> int:
        """How many tasks it is trained on."""
        return len(self.shares)

    @property
    def tasks(self) -> tuple[str, ...]:
        """Their names, in the order of the draw."""
        return tuple(name for name, _ in self.shares)

    @property
    def name(self) -> str:
        """A name that no other cell of a grid has."""
        return f"{self.arm}-{self.count:02d}-{self.repeat}"


@dataclass(frozen=True)
class Grid:
    """The tasks that no policy is trained on, and every policy."""

    held_out: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def arms(self) -> tuple[Arm, ...]:
        """The arms that have policies."""
        arms: tuple[Arm, ...] = (VERIFIED, UNVERIFIED)
        return tuple(arm for arm in arms if any(cell.arm == arm for cell in self.cells))

    def needed(self, arm: Arm) -> dict[str, int]:
        """Return the most episodes that any cell of an arm takes of each task."""
        most: dict[str, int] = {}
        for cell in self.cells:
            for name, episodes in cell.shares if cell.arm == arm else ():
                most[name] = max(most.get(name, 0), episodes)
        return most


def shares(total: int, parts: int) -> tuple[int, ...]:
    """Divide a total into whole parts that differ by at most one, the larger ones first."""
    if parts < 1:
        raise ValueError(f"{total} cannot be divided into {parts} parts")
    return tuple(total // parts + (k < total % parts) for k in range(parts))


def choose_held_out(verified: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """Return the tasks that no policy is trained on, the same in every repeat.

    Raises TransferError where too few tasks would be left to train on.
    """
    names = sorted(verified)
    if len(names) < settings.wanted:
        raise TransferError(
            f"{len(names)} verified tasks are too few to train on {max(settings.tasks)} and hold out "
            f"{settings.held_out}; give a library of {settings.wanted}, or smaller --tasks or --held-out"
        )
    order = np.random.default_rng([settings.seed, 0]).permutation(len(names))
    return tuple(sorted(names[k] for k in order[: settings.held_out]))


def draw(
    verified: Collection[str], drafts: Collection[str], held_out: Collection[str], settings: Settings
) -> tuple[Cell, ...]:
    """Return every cell, arm by arm.

    `verified` are the names of the tasks that verification accepted, `drafts` those of the first drafts that can be
    recorded; the unverified arm is left out where there are none. Raises TransferError for too few of either.
    """
    cells: list[Cell] = []
    arms: dict[Arm, set[str]] = {VERIFIED: set(verified), UNVERIFIED: set(drafts)}
    for arm, names in arms.items():
        free = names - set(held_out)
        if not names:
            continue
        if len(free) < max(settings.tasks):
            raise TransferError(
                f"{len(free)} {arm} tasks are left to train on, {max(settings.tasks)} are wanted; "
                "generate more, or give smaller --tasks"
            )
        for repeat in range(settings.repeats):
            order = [name for name in order_of({*verified, *drafts}, settings.seed, repeat) if name in free]
            for count in sorted(settings.tasks):
                parts = shares(settings.episodes, count)
                cells.append(Cell(arm, repeat, tuple(zip(order, parts, strict=False))))
    return tuple(cells)


def order_of(names: Iterable[str], seed: int, repeat: int) -> list[str]:
    """Return names in the order of a repeat; leaving some out does not change the order of the others."""
    known = sorted(names)
    return [known[k] for k in np.random.default_rng([seed, 1, repeat]).permutation(len(known))]


def trial_seeds(trials: int, tasks: int) -> range:
    """Return the scenes that each of several tasks is scored on: at least as many rollouts in all as asked for."""
    return range(FIRST_TRIAL, FIRST_TRIAL + -(-trials // tasks))


def digest(content: Mapping[str, object]) -> str:
    """Return twelve characters that tell contents apart, of plain data."""
    text = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
