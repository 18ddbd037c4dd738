"""Which scenes a training is validated on, and which it must never be scored on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from envs.task.program import TaskProgram
from policy.data.source import FrameSource
from policy.data.split import Entry, Split
from policy.errors import DatasetUnfitError


@dataclass(frozen=True)
class Plan:
    """The scenes to play: of each task with a program, seeds of validation episodes; none for data of other origin."""

    programs: Mapping[str, TaskProgram]
    seeds: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, sources: Sequence[FrameSource], entries: Sequence[Entry], rollouts: int) -> Plan:
        """Take at most `rollouts` seeds of each task; raises DatasetUnfitError where two programs share a name."""
        programs: dict[str, TaskProgram] = {}
        for source in sources:
            for name, text in source.programs.items():
                if programs.setdefault(name, TaskProgram(name=name, source=text)).source != text:
                    raise DatasetUnfitError(
                        f"{source.path} and another dataset hold two programs called {name!r}; give one of the tasks "
                        "another name and record it again, or train them apart"
                    )
        seeds = {task: found[:rollouts] for task, found in seeds_of(sources, entries).items() if rollouts}
        return cls({task: programs[task] for task in seeds}, seeds)

    @property
    def jobs(self) -> list[tuple[str, int]]:
        """Every (task, seed) to play, in order."""
        return [(task, seed) for task, seeds in self.seeds.items() for seed in seeds]

    def describe(self) -> str:
        """Say how the best weights are chosen."""
        count = len(self.jobs)
        if not count:
            return "by validation loss (nothing is played: the datasets hold no programs, or rollouts are off)"
        tasks = f"{len(self.seeds)} task{'s' if len(self.seeds) != 1 else ''}"
        return f"by success on {count} validation scene{'s' if count != 1 else ''} of {tasks}, then by validation loss"


def seeds_of(sources: Sequence[FrameSource], entries: Sequence[Entry]) -> dict[str, tuple[int, ...]]:
    """Return the scene seeds of episodes by task, ascending; episodes that Simwright did not record have none."""
    found: dict[str, set[int]] = {}
    for dataset, index in entries:
        episode = sources[dataset].episodes[index]
        if episode.task is not None and episode.seed is not None:
            found.setdefault(episode.task, set()).add(episode.seed)
    return {task: tuple(sorted(found[task])) for task in sorted(found)}


def seen_seeds(sources: Sequence[FrameSource], split: Split) -> dict[str, list[int]]:
    """Return by task every seed that training or the choice of weights saw, which scoring must leave alone."""
    return {task: list(seeds) for task, seeds in seeds_of(sources, [*split.train, *split.validation]).items()}
