"""Scores a policy: its success on scenes that training never saw, beside doing nothing and the task's own solution."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from envs.errors import EnvsError
from envs.task.program import TaskProgram
from envs.task.spec import TaskSpec
from envs.verification.workers import Workers
from envs.versions import versions
from envs.worlds import DEFAULT_WORLD
from policy.errors import PolicyError
from policy.scoring.observing import environment_names, require_fit
from policy.scoring.players import CheckpointPlayer, Player, PlayJob, Still, play_job, solve_job
from policy.scoring.results import Rate, Score, TaskScore, Trial
from policy.scoring.rollout import PolicyRollout

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

Embed = Callable[[Sequence[str]], NDArray[Any]]
"""Maps n sentences to (n, e)."""
Progress = Callable[[str, int, int], None]
"""Called with what is running, how many rollouts are done, and of how many."""
NAMED = 5
SEEN = "seen_seeds"
"""Under this name a checkpoint has the seeds, by task, that training saw."""


class SeedsError(PolicyError):
    """Seeds on which a policy cannot be scored."""


class EmbedderError(PolicyError):
    """Sentences would be embedded otherwise than in training."""


@dataclass(frozen=True)
class Scored:
    """A score, and the rollouts it was counted from, by task, in the order of the seeds."""

    score: Score
    rollouts: Mapping[str, tuple[PolicyRollout, ...]]


def score(
    directory: Path,
    programs: Sequence[TaskProgram],
    seeds: Sequence[int],
    *,
    workers: Workers,
    embed: Embed,
    embedder: str,
    engine: str = DEFAULT_WORLD,
    device: str = "cpu",
    baselines: bool = True,
    on_progress: Progress | None = None,
) -> Scored:
    """Score a checkpoint on the same seeds of every task.

    `embed` embeds sentences and `embedder` is its name. Without `baselines` neither no-op nor solver is played. The
    outcome does not depend on the number of worker processes. Raises CheckpointError, EmbedderError where the
    sentences were embedded by something else in training, SeedsError for seeds that training saw, ObservationError
    where a task shows another observation than the policy was trained on.
    """
    from policy.checkpoint import describe

    description, player = describe(directory), CheckpointPlayer.of(directory, device)
    trained = description.config.embedder
    if trained not in ("", embedder):
        raise EmbedderError(
            f"{directory} was trained with the sentence embedder {trained!r} and this machine has {embedder!r}; "
            "install the former, or train again with the latter"
        )
    _refuse_seen(description.extra.get(SEEN, {}), programs, seeds)
    scored = score_player(
        player,
        programs,
        seeds,
        workers=workers,
        embed=embed if trained else None,
        engine=engine,
        baselines=baselines,
        on_progress=on_progress,
    )
    found = {
        "checkpoint": str(directory),
        "fingerprint": player.fingerprint,
        "versions": description.versions | versions(engine),
    }
    return Scored(scored.score.model_copy(update=found), scored.rollouts)


def score_player(
    player: Player,
    programs: Sequence[TaskProgram],
    seeds: Sequence[int],
    *,
    workers: Workers,
    embed: Embed | None = None,
    engine: str = DEFAULT_WORLD,
    baselines: bool = True,
    on_progress: Progress | None = None,
) -> Scored:
    """Score whatever can be played, as `score` does a checkpoint; without `embed` it is told no sentence."""
    if not seeds or len(set(seeds)) != len(seeds) or min(seeds) < 0:
        raise SeedsError(f"seeds must be distinct, at least one, none negative; got {list(seeds)[:25]}")
    total = len(programs) * len(seeds)

    def counted(what: str, results: Iterator[Any]) -> list[Any]:
        found: list[Any] = []
        for result in results:
            found.append(result)
            if on_progress is not None:
                on_progress(what, len(found), total)
        return found

    def split(results: Sequence[Any]) -> Iterator[Sequence[Any]]:
        return (results[k : k + len(seeds)] for k in range(0, total, len(seeds)))

    def jobs(player: Player, embed: Embed | None) -> Iterator[PlayJob]:
        for program in programs:
            for seed in seeds:
                told = None if embed is None else _told(program, seed, workers.catalog, embed)
                yield PlayJob(player, program, seed, engine, told)

    for program in programs:  # what no worker should have to find out first
        spec = _spec(program, seeds[0], workers.catalog)
        if spec is not None:
            require_fit(player.inputs, spec, environment_names(spec, workers.catalog))
    played: list[PolicyRollout] = counted("policy", workers.in_order(play_job, jobs(player, embed)))
    still: list[PolicyRollout] = []
    solved: list[Trial] = []
    if baselines:
        still = counted("no-op", workers.in_order(play_job, jobs(Still(), None)))
        possible = [(program, seed, engine) for program in programs for seed in seeds]
        solved = counted("solver", workers.in_order(solve_job, possible))
    tasks: list[TaskScore] = []
    groups = zip(programs, split(played), split(still), split(solved), strict=True)
    for program, by_policy, by_still, by_solver in groups:
        trials = tuple(rollout.trial for rollout in by_policy)
        tasks.append(
            TaskScore(
                task=program.name,
                program_hash=program.hash,
                policy=Rate.of(trials),
                no_op=Rate.of([rollout.trial for rollout in by_still]) if by_still else None,
                solver=Rate.of(by_solver) if by_solver else None,
                trials=trials,
            )
        )
    steps, seconds = sum(len(item.actions) for item in played), sum(item.seconds for item in played)
    result = Score(
        checkpoint="",
        fingerprint="",
        engine=engine,
        tasks=tuple(tasks),
        steps_per_second=steps / seconds if seconds else 0.0,
        versions=versions(engine),
    )
    rollouts = {p.name: tuple(found) for p, found in zip(programs, split(played), strict=True)}
    return Scored(result, rollouts)


def _refuse_seen(seen: Mapping[str, Sequence[int]], programs: Sequence[TaskProgram], seeds: Sequence[int]) -> None:
    for program in programs:
        both = sorted(set(seen.get(program.name, ())) & set(seeds))
        if both:
            named = ", ".join(map(str, both[:NAMED])) + (f" and {len(both) - NAMED} more" if both[NAMED:] else "")
            raise SeedsError(
                f"training saw seed{'s' if both[1:] else ''} {named} of task {program.name!r}; "
                "score on seeds that it never saw, such as --seeds 1000:1050"
            )


def _spec(program: TaskProgram, seed: int, catalog: Catalog) -> TaskSpec | None:
    try:
        return program.instantiate(seed, catalog)
    except EnvsError:
        return None  # the rollout on this seed names the error


def _told(program: TaskProgram, seed: int, catalog: Catalog, embed: Embed) -> NDArray[np.float32] | None:
    spec = _spec(program, seed, catalog)
    return None if spec is None else np.asarray(embed([spec.instruction])[0], dtype=np.float32)
