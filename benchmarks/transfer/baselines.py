"""What doing nothing and the tasks' own solutions reach: the same for every policy, so played once for each scene."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from benchmarks.transfer.grid import digest
from benchmarks.transfer.results import Tally
from envs.task.program import TaskProgram
from envs.verification.workers import Workers
from envs.versions import versions

Baseline = Literal["no_op", "solver"]
Ended = str | None
"""The kind of failure with which a rollout ended, None for a success."""


@dataclass(frozen=True)
class Baselines:
    """Plays what is missing, and keeps how every scene ended under `folder`, a file for each program."""

    folder: Path
    workers: Workers
    engine: str

    def tallies(self, which: Baseline, programs: Mapping[str, TaskProgram], seeds: Sequence[int]) -> tuple[Tally, ...]:
        """Return what a baseline reaches on the same scenes of every task."""
        return tuple(
            tally(name, program.hash, self._ended(which, program, seeds)) for name, program in programs.items()
        )

    def _ended(self, which: Baseline, program: TaskProgram, seeds: Sequence[int]) -> list[Ended]:
        made_with = digest(dict(versions(self.engine)))
        path = self.folder / f"{which}-{program.hash[:16]}-{self.engine}-{made_with}.json"
        known: dict[str, Ended] = json.loads(path.read_bytes()) if path.is_file() else {}
        missing = [seed for seed in seeds if str(seed) not in known]
        if missing:
            known |= dict(zip(map(str, missing), self._played(which, program, missing), strict=True))
            self.folder.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".partial")
            partial.write_text(json.dumps(known) + "\n", encoding="utf-8")
            partial.replace(path)
        return [known[str(seed)] for seed in seeds]

    def _played(self, which: Baseline, program: TaskProgram, seeds: Sequence[int]) -> list[Ended]:
        from policy.scoring.players import PlayJob, Still, play_job, solve_job

        trials: Iterable[Any]
        if which == "solver":
            trials = self.workers.in_order(solve_job, ((program, seed, self.engine) for seed in seeds))
        else:
            jobs = (PlayJob(Still(), program, seed, self.engine, None) for seed in seeds)
            trials = (rollout.trial for rollout in self.workers.in_order(play_job, jobs))
        return [trial.failure.kind.value if trial.failure else None for trial in trials]


def tally(task: str, program: str, ended: Sequence[Ended]) -> Tally:
    """Count how rollouts ended."""
    failures = Counter(kind for kind in ended if kind is not None)
    return Tally(
        task=task,
        program=program,
        successes=len(ended) - failures.total(),
        trials=len(ended),
        failures=dict(sorted(failures.items())),
    )
