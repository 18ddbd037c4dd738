"""One run of the benchmark: good tasks, wrong ones made from them and written, all verified."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.soundness.jobs import Job, authored, good, written
from benchmarks.soundness.judging import judge, solves_itself
from benchmarks.soundness.mutants import mutants
from benchmarks.soundness.results import Record, Result, summary
from envs.assets.catalog import Catalog
from envs.verification.workers import Workers

AUTHORED = 24
"""Authored tasks that are looked for, one for each thing that is done before a second."""
EACH = 60
"""Mutants of one task at most."""
QUICK_EACH = 8
QUICK_KINDS = ("goal_true_at_start", "wrong_sense", "sentence")

Item = TypeVar("Item")


@dataclass(frozen=True)
class Options:
    """How much is run: `limit` takes so many mutants evenly out of all, `each` at most of one task.

    `only` keeps kinds with that in their name, `tasks` good tasks with that in theirs; `authored` is how many drafts of
    the procedural author are looked for.
    """

    quick: bool = False
    workers: int = 1
    limit: int | None = None
    each: int = EACH
    authored: int = AUTHORED
    only: str = ""
    tasks: str = ""
    path: Path | None = None


class Run:
    """One run: good tasks, wrong ones made from them and written, all verified; what is done is recorded."""

    def __init__(self, options: Options) -> None:
        self.options, self.record, self.catalog = options, Record(options.path), Catalog()

    def figures(self) -> dict[str, Any]:
        """Verify everything and return the figures."""
        options = self.options
        with Workers(self.catalog, options.workers) as self.pool:
            by_hand = [job for job in written() if not options.quick or job.kind.split(".")[1] in QUICK_KINDS]
            right = [] if options.only.startswith("written") else [*good(quick=options.quick), *self._authored()]
            right = [job for job in right if options.tasks in job.id]
            wrong, aside = self._mutants(right)
            jobs = [job for job in (*by_hand, *wrong, *right) if options.only in job.kind]
            results = self._done("verified", judge, jobs)
        return summary([*aside, *results])

    def _authored(self) -> list[Job]:
        """Return the author's drafts that are good tasks."""
        wanted = 0 if self.options.quick else self.options.authored
        programs = list(authored(self.catalog, wanted))[: 3 * wanted]
        jobs = [Job(f"authored/{program.name}", "authored", program) for program in programs]
        solved = self._done("authored tasks", solves_itself, jobs)
        fine = [job for job, result in zip(jobs, solved, strict=True) if result.accepted]
        return [Job(f"good/{job.program.name}", "good", job.program) for job in fine[:wanted]]

    def _mutants(self, right: Sequence[Job]) -> tuple[list[Job], list[Result]]:
        """Return the wrong tasks made from good ones, and those that are set aside."""
        each = QUICK_EACH if self.options.quick else self.options.each
        made = self.pool.in_order(mutants, [(job.program, each) for job in right])
        wrong: list[Job] = []
        aside: list[Result] = []
        for jobs, results in _track(made, "mutants", len(right)):
            wrong += jobs
            aside += results
        limit = self.options.limit
        if limit is not None and len(wrong) > limit:
            wrong = [wrong[k * len(wrong) // limit] for k in range(limit)]
        return wrong, aside

    def _done(self, title: str, function: Callable[[Catalog, Job], Result], jobs: Sequence[Job]) -> list[Result]:
        """Return the results of jobs in their order; what was recorded is not run again."""
        new = [job for job in jobs if self.record.key(job) not in self.record.done]
        found = _track(self.pool.in_order(function, new), title, len(new))
        for job, result in zip(new, found, strict=True):
            self.record.add(job, result)
        return [self.record.done[self.record.key(job)] for job in jobs]


def _track(items: Iterable[Item], title: str, total: int) -> Iterable[Item]:
    from rich.console import Console
    from rich.progress import track

    return track(items, title, total, console=Console(stderr=True)) if total else items
