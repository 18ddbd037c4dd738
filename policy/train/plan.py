"""Which scenes a training is validated on, and which it must never be scored on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from envs.task.program import TaskProgram
from policy.data.source import FrameSource
from policy.data.split import Entry, Split
from policy.errors import DatasetUnfitError


@dataclass(frozen=True)
class Scene:
    """A scene to play: that of a validation episode, with the sentence that the episode is about."""

    program: TaskProgram
    seed: int
    sentence: str


@dataclass(frozen=True)
class Plan:
    """The scenes to play, in order of task and seed; none for datasets that Simwright did not record."""

    scenes: tuple[Scene, ...]

    @classmethod
    def of(cls, sources: Sequence[FrameSource], entries: Sequence[Entry], rollouts: int) -> Plan:
        """Take at most `rollouts` scenes of each task; raises DatasetUnfitError where two programs share a name."""
        programs = programs_of(sources)
        sentences: dict[tuple[str, int], str] = {}
        for dataset, index in entries:
            episode = sources[dataset].episodes[index]
            if episode.task is not None and episode.seed is not None:
                sentences[episode.task, episode.seed] = episode.sentence
        return cls(
            tuple(
                Scene(programs[task], seed, sentences[task, seed])
                for task, seeds in seeds_of(sources, entries).items()
                for seed in seeds[:rollouts]
            )
        )

    @property
    def tasks(self) -> tuple[str, ...]:
        """The names of the tasks that are played."""
        return tuple(dict.fromkeys(scene.program.name for scene in self.scenes))

    def describe(self) -> str:
        """Say how the best weights are chosen."""
        count, tasks = len(self.scenes), len(self.tasks)
        if not count:
            return "by validation loss (nothing is played: the datasets hold no programs, or rollouts are off)"
        return (
            f"by success on {count} validation scene{'s' if count != 1 else ''} of "
            f"{tasks} task{'s' if tasks != 1 else ''}, then by validation loss"
        )


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


def programs_of(sources: Sequence[FrameSource]) -> dict[str, TaskProgram]:
    """Return the datasets' programs by name; raises DatasetUnfitError where two different ones share a name."""
    programs: dict[str, TaskProgram] = {}
    for source in sources:
        for name, text in source.programs.items():
            if programs.setdefault(name, TaskProgram(name=name, source=text)).source != text:
                raise DatasetUnfitError(
                    f"{source.path} and another dataset hold two programs called {name!r}; give one of the tasks "
                    "another name and record it again, or train them apart"
                )
    return programs
