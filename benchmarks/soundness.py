"""How sound acceptance is: `python -m benchmarks.soundness [--quick] [--workers N] [--json FILE]`.

Wrong tasks must be refused and good ones accepted, by the one gate that everything passes: `verify`. Wrong tasks are
mutants of every good task (its goal, its scene, its stages, its sentence changed) and those written by hand under
`benchmarks/data/wrong_tasks`: to add one, add a program and its line in `index.yaml`. Good tasks are those of the
other benchmarks and of the documentation, the built-in ones, and the procedural author's that solve themselves on
seeds which verification does not see. Mutants that are no wrong task by a stated rule
(`envs.verification.mutation.equivalence`) are set aside, counted and listed.

A full run takes hours on a few cores. With --json it can be stopped and goes on where it was.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import yaml

from agents.models.procedural.drafting import drafts
from benchmarks.episodes import TASKS
from envs.assets.catalog import Catalog
from envs.errors import EnvsError
from envs.execution.executor import execute
from envs.task.program import TaskProgram
from envs.task.scene_model import SceneModel
from envs.verification.agreement import certain, disagreements
from envs.verification.mutation.equivalence import RULES
from envs.verification.mutation.program import MutatedProgram, spec_mutants
from envs.verification.mutation.recordings import Recorded, record
from envs.verification.mutation.score import goal_outcome, sentence_outcome
from envs.verification.mutation.variant import Variant, spread
from envs.verification.verify import READ_SEEDS, verify
from envs.verification.wilson import wilson_interval
from envs.verification.workers import Workers

WRONG = Path(__file__).parent / "data" / "wrong_tasks"
EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
SEEDS = range(20)
OTHER_SEEDS = range(1000, 1020)
"""Seeds on which an authored task shows that it is a good one; verification sees others."""
AUTHORED = 24
"""Authored tasks that are looked for, one for each thing that is done before a second."""
EACH = 60
"""Mutants of one task at most."""
QUICK_EACH = 8
QUICK_KINDS = ("goal_true_at_start", "wrong_sense", "sentence")


Item = TypeVar("Item")


@dataclass(frozen=True)
class Job:
    """A task to verify, and what it is: `kind` says what is wrong with it, "good" that nothing is."""

    id: str
    kind: str
    program: TaskProgram
    why: str = ""


@dataclass
class Result:
    """What became of a job: accepted or not and why, or set aside by a rule."""

    id: str
    kind: str
    accepted: bool
    reason: str
    why: str = ""
    equivalent: str | None = None
    failures: dict[str, int] = field(default_factory=dict)


def written() -> list[Job]:
    """Return the wrong tasks written by hand."""
    index = yaml.safe_load((WRONG / "index.yaml").read_text(encoding="utf-8"))
    return [
        Job(
            f"written/{name}",
            f"written.{entry['kind']}",
            TaskProgram(name=name, source=(WRONG / f"{name}.py").read_text(encoding="utf-8")),
            entry["why"],
        )
        for name, entry in index.items()
    ]


def good(*, quick: bool = False) -> list[Job]:
    """Return the good tasks that people wrote: benchmarks, documentation, built-in ones."""
    sources = dict(TASKS)
    if not quick:
        sources |= {f"{path.stem}_example": path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.py"))}
        sources |= _builtin()
    names = list(sources)[:1] if quick else list(sources)
    return [Job(f"good/{name}", "good", TaskProgram(name=name, source=sources[name])) for name in names]


def _builtin() -> dict[str, str]:
    """Return the programs of the built-in library, where this version has one."""
    if "builtin" not in {item.name for item in pkgutil.iter_modules(importlib.import_module("envs").__path__)}:
        return {}
    module = importlib.import_module("envs.builtin")
    return {f"{name.replace('-', '_')}_builtin": module.builtin(name).source for name in module.BUILTIN}


def authored(catalog: Catalog, wanted: int, seed: int = 0) -> Iterator[TaskProgram]:
    """Yield drafts of the procedural author, each verb in turn."""
    by_verb: dict[str, list[TaskProgram]] = {}
    for idea, program in drafts(catalog, seed):
        if len(by_verb.setdefault(idea.verb, [])) < wanted:
            by_verb[idea.verb].append(program.model_copy(update={"name": f"{program.name[:55]}_authored"}))
    depth = 0
    while any(len(programs) > depth for programs in by_verb.values()):
        yield from (programs[depth] for programs in by_verb.values() if len(programs) > depth)
        depth += 1


def solves_itself(catalog: Catalog, job: Job) -> Result:
    """Say whether a task's solution succeeds on 18 of 20 seeds that verification does not see; no more is asked."""
    failed = 0
    for seed in OTHER_SEEDS:
        try:
            failed += not execute(job.program.instantiate(seed, catalog), catalog).success
        except EnvsError:
            failed += 1
        if failed > 2:
            return Result(job.id, job.kind, False, f"{failed} failures by seed {seed}")
    return Result(job.id, job.kind, True, f"{failed} failures on {len(OTHER_SEEDS)} seeds")


def mutants(catalog: Catalog, given: tuple[TaskProgram, int]) -> tuple[list[Job], list[Result]]:
    """Return the wrong tasks made from a good one, and those that are set aside as none."""
    program, most = given
    jobs: list[Job] = []
    aside: list[Result] = []
    recorded = next(_recorded(catalog, program), None)
    if recorded is None:
        return jobs, aside
    for variant in spread(spec_mutants(recorded.spec, catalog, most=most), most):
        id, kind = f"{program.name}/{variant.key}", f"{variant.group}.{variant.kind}"
        rule = _rule(variant, recorded, catalog)
        if rule is not None:
            aside.append(Result(id, kind, False, "", variant.text, RULES[rule]))
        else:
            mutant = MutatedProgram(name=program.name, source=program.source, key=variant.key)
            jobs.append(Job(id, kind, mutant, variant.text))
    return jobs, aside


def _recorded(catalog: Catalog, program: TaskProgram) -> Iterator[Recorded]:
    for seed in SEEDS[:4]:
        try:
            found = record(program.instantiate(seed, catalog), catalog, "sapien")
        except EnvsError:
            continue
        if isinstance(found, Recorded):
            yield found


def _rule(variant: Variant, recorded: Recorded, catalog: Catalog) -> str | None:
    """Return the rule by which a mutant is no wrong task; what tells it apart is left to verification."""
    if variant.group == "goal":
        return goal_outcome(variant, recorded).equivalent
    if variant.group == "sentence":
        return sentence_outcome(variant, recorded).equivalent
    if variant.kind in ("another_instance", "another_kind", "distractor"):
        scene = SceneModel.of(variant.spec.scene, catalog)
        if not certain(disagreements(variant.spec, scene)):
            return "whichever" if variant.kind == "distractor" else "instance"
    return None


def judge(catalog: Catalog, job: Job) -> Result:
    """Verify a task; what its sentence alone refuses is refused as verification refuses it, before anything is run."""
    found = []
    for seed in SEEDS[:READ_SEEDS]:
        try:
            spec = job.program.instantiate(seed, catalog)
        except EnvsError:
            continue
        found += certain(disagreements(spec, SceneModel.of(spec.scene, catalog)))
    if found and job.kind != "good":
        return Result(job.id, job.kind, False, found[0].text, job.why, failures={"sentence_disagrees": len(found)})
    verdict = verify(job.program, catalog, seeds=SEEDS)
    return Result(job.id, job.kind, verdict.accepted, verdict.reason, job.why, failures=dict(verdict.failures))


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """Return the figures: totals, rates with 95 % Wilson intervals, kinds, and each task that was judged wrongly."""
    counted = [item for item in results if item.equivalent is None]
    wrong = [item for item in counted if item.kind != "good"]
    right = [item for item in counted if item.kind == "good"]
    wrong_accepted, good_accepted = (sum(item.accepted for item in items) for items in (wrong, right))
    accepted = wrong_accepted + good_accepted
    total, taken = Counter(item.kind for item in wrong), Counter(item.kind for item in wrong if item.accepted)
    aside = [item for item in results if item.equivalent is not None]
    return {
        "wrong_total": len(wrong),
        "wrong_accepted": wrong_accepted,
        "wrong_accepted_interval": wilson_interval(wrong_accepted, len(wrong)),
        "good_total": len(right),
        "good_accepted": good_accepted,
        "precision": good_accepted / accepted if accepted else None,
        "precision_interval": wilson_interval(good_accepted, accepted) if accepted else None,
        "recall": good_accepted / len(right) if right else None,
        "recall_interval": wilson_interval(good_accepted, len(right)) if right else None,
        "by_kind": {kind: {"total": count, "accepted": taken[kind]} for kind, count in sorted(total.items())},
        "equivalent": {
            "total": len(aside),
            "by_rule": dict(sorted(Counter(str(item.equivalent) for item in aside).items())),
            "listed": [{"id": item.id, "why": item.why, "rule": item.equivalent} for item in aside],
        },
        "accepted_wrong": [asdict(item) for item in wrong if item.accepted],
        "refused_good": [asdict(item) for item in right if not item.accepted],
    }


class Record:
    """Results as they come, kept in a file beside the figures so that a run that was stopped goes on."""

    def __init__(self, path: Path | None) -> None:
        self.path = None if path is None else path.with_suffix(".jsonl")
        self.done: dict[str, Result] = {}
        if self.path is not None and self.path.exists():
            for line in self.path.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                key = entry.pop("of")
                self.done[key] = Result(**entry)

    def key(self, job: Job) -> str:
        """Return what a job is known by: its name and its source, so that a changed task is verified again."""
        return f"{job.id}:{sha256(job.program.source.encode()).hexdigest()[:12]}"

    def add(self, job: Job, result: Result) -> None:
        """Keep a result."""
        self.done[self.key(job)] = result
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"of": self.key(job)} | asdict(result)) + "\n")


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


def main() -> None:
    """Run and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one good task, its mutants, and some written by hand")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default 1)")
    parser.add_argument("--limit", type=int, metavar="N", help="at most so many mutants, evenly out of all")
    parser.add_argument("--each", type=int, default=EACH, metavar="N", help=f"mutants of one task (default {EACH})")
    parser.add_argument("--authored", type=int, default=AUTHORED, metavar="N", help=f"drafts (default {AUTHORED})")
    parser.add_argument("--only", default="", metavar="KIND", help="kinds with this in their name: written, goal, good")
    parser.add_argument("--tasks", default="", metavar="NAME", help="good tasks with this in their name")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures, and results as they come")
    given = vars(parser.parse_args())
    path = given.pop("json")
    from rich.console import Console
    from rich.table import Table

    figures = Run(Options(path=path, **given)).figures()
    table = Table("kind", "wrong tasks", "accepted", title="wrong tasks by kind")
    for kind, row in figures["by_kind"].items():
        table.add_row(kind, str(row["total"]), str(row["accepted"]))
    console = Console()
    console.print(table)
    low, high = figures["wrong_accepted_interval"]
    console.print(f"wrong accepted: {figures['wrong_accepted']} of {figures['wrong_total']} ({low:.1%} to {high:.1%})")
    if figures["recall"] is not None:
        low, high = figures["recall_interval"]
        console.print(f"good accepted: {figures['good_accepted']} of {figures['good_total']} ({low:.1%} to {high:.1%})")
    console.print(f"equivalent mutants set aside: {figures['equivalent']['total']}")
    for item in (*figures["accepted_wrong"], *figures["refused_good"]):
        console.print(f"- {item['id']}: {item['why']}: {item['reason']}", markup=False)
    if path:
        path.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
