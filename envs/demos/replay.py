"""Runs a dataset's episodes again, from their seeds and actions, and compares every state bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from envs.demos.episode import Episode
from envs.demos.formats import load_format
from envs.gym import SimwrightEnv
from envs.task.program import TaskProgram
from envs.verification.workers import Workers
from envs.versions import versions
from envs.worlds.world import CONTROL_HZ
from kpam.transforms import Array

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog


@dataclass(frozen=True)
class EpisodeReplay:
    """How one episode came out: `difference` names the first thing that was not the same, None when all was."""

    index: int
    task: str
    seed: int
    steps: int
    difference: str | None

    @property
    def exact(self) -> bool:
        """Every state was the same, bit for bit."""
        return self.difference is None


@dataclass(frozen=True)
class ReplayReport:
    """How all of them came out."""

    dataset: Path
    episodes: tuple[EpisodeReplay, ...]

    @property
    def exact(self) -> bool:
        """Every state of every episode was the same, bit for bit."""
        return all(episode.exact for episode in self.episodes)

    @property
    def text(self) -> str:
        """The outcome in a line, and one for each episode that differed."""
        same = sum(episode.exact for episode in self.episodes)
        steps = sum(episode.steps for episode in self.episodes)
        lines = [f"{same} of {len(self.episodes)} episodes ({steps} steps) replayed exactly"]
        lines += [f"episode {e.index} ({e.task}, seed {e.seed}): {e.difference}" for e in self.episodes if not e.exact]
        return "\n".join(lines)


def replay(
    dataset: Path | str,
    catalog: Catalog | None = None,
    *,
    format: str = "lerobot",
    workers: Workers | None = None,
    on_episode: Callable[[EpisodeReplay, int], None] | None = None,
) -> ReplayReport:
    """Replay every episode of a dataset through the Gymnasium environment.

    With `workers` of several processes the outcomes are the same, sooner. `on_episode` is called with each outcome and
    the number of episodes. Raises DatasetCorruptError for a dataset that is incomplete or damaged.
    """
    if catalog is None:
        from envs.assets.catalog import Catalog

        catalog = Catalog()
    opened = load_format(format).read(dataset)
    opened.check()
    outcomes: list[EpisodeReplay] = []
    pool = Workers(catalog) if workers is None else workers
    for outcome in pool.in_order(_outcome, enumerate(opened.episodes())):
        outcomes.append(outcome)
        if on_episode is not None:
            on_episode(outcome, len(opened))
    return ReplayReport(Path(dataset), tuple(outcomes))


def _outcome(catalog: Catalog, job: tuple[int, Episode]) -> EpisodeReplay:
    index, episode = job
    difference = replay_episode(episode, catalog)
    return EpisodeReplay(index, episode.program_name, episode.seed, len(episode), difference)


def replay_episode(episode: Episode, catalog: Catalog) -> str | None:
    """Run an episode again and return the first difference, with the versions that changed; None if there is none."""
    difference = _first_difference(episode, catalog)
    if difference is None:
        return None
    now = versions(episode.engine)
    changed = [
        f"{name} {episode.versions[name]} then, {now.get(name, 'none')} now"
        for name in sorted(episode.versions)
        if episode.versions[name] != now.get(name)
    ]
    return difference + (f" (recorded with other versions: {'; '.join(changed)})" if changed else "")


def _first_difference(episode: Episode, catalog: Catalog) -> str | None:
    program = TaskProgram(name=episode.program_name, source=episode.program_source)
    if program.hash != episode.program_hash:
        return "the program is not the one that was recorded: its hash differs"
    size = len(episode.layout.environment_names)
    env = SimwrightEnv(program, catalog, engine=episode.engine, environment_size=size)
    try:
        spec = program.instantiate(episode.seed, catalog)
        if spec.hash() != episode.spec.hash():
            return (
                f"the program now makes another instance of seed {episode.seed}: the spec's hash differs, so the "
                "program's builder, the placement or the assets have changed since"
            )
        env.reset(seed=episode.seed)
        difference = _compare(episode, env.state_vector(), 0)
        for step, action in enumerate(episode.actions, start=1):
            if difference is not None:
                return difference
            *_, info = env.step(action)
            difference = _compare(episode, env.state_vector(), step)
            if difference is None and info["is_success"] != bool(episode.success[step - 1]):
                difference = f"after action {step}: success was {bool(episode.success[step - 1])}, now the opposite"
        return difference
    finally:
        env.close()


def _compare(episode: Episode, state: Array, step: int) -> str | None:
    recorded = episode.states[step]
    when = f"after action {step}" if step else "at the start"
    if state.shape != recorded.shape:
        return f"{when}: the state has {len(state)} numbers, {len(recorded)} were recorded"
    if state.tobytes() == np.ascontiguousarray(recorded).tobytes():
        return None
    differs = np.flatnonzero(state.view(np.uint64) != np.ascontiguousarray(recorded).view(np.uint64))
    first = int(differs[0])
    return (
        f"{when}, {step / CONTROL_HZ:.2f} s: {episode.layout.describe(first)} is {state[first]!r}, recorded was "
        f"{recorded[first]!r}; {len(differs)} of {len(state)} numbers differ"
    )
