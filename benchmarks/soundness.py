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
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

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
QUICK_KINDS = ("goal_true_at_start", "wrong_sense", "sentence")


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


def solves_itself(catalog: Catalog, program: TaskProgram) -> bool:
    """Whether a task's solution succeeds on 18 of 20 seeds that verification does not see; nothing else is asked."""
    failed = 0
    for seed in OTHER_SEEDS:
        try:
            failed += not execute(program.instantiate(seed, catalog), catalog).success
        except EnvsError:
            failed += 1
        if failed > 2:
            return False
    return True


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
                self.done[entry.pop("of")] = Result(**entry)

    def key(self, job: Job) -> str:
        """Return what a job is known by: its name and its source, so that a changed task is verified again."""
        return f"{job.id}:{sha256(job.program.source.encode()).hexdigest()[:12]}"

    def add(self, job: Job, result: Result) -> None:
        """Keep a result."""
        self.done[self.key(job)] = result
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"of": self.key(job)} | asdict(result)) + "\n")


def run(
    *, quick: bool = False, workers: int = 1, limit: int | None = None, each: int = EACH, path: Path | None = None,
    only: str | None = None, drafted: int = AUTHORED,
) -> dict[str, Any]:  # fmt: skip
    """Verify everything and return the figures; `limit` takes every so many of the wrong ones."""
    from rich.console import Console
    from rich.progress import track

    catalog, console, record = Catalog(), Console(stderr=True), Record(path)
    with Workers(catalog, workers) as pool:
        by_hand = only is not None and only.startswith("written")
        jobs = [] if by_hand else good(quick=quick)
        if drafted and not quick and not by_hand:
            names = list(authored(catalog, drafted))[: 3 * drafted]
            passed = zip(names, pool.in_order(solves_itself, names), strict=True)
            fine = [program for program, ok in track(passed, "authored tasks", len(names), console=console) if ok]
            jobs += [Job(f"good/{program.name}", "good", program) for program in fine[:drafted]]
        made = pool.in_order(mutants, [(job.program, 8 if quick else each) for job in jobs])
        wrong: list[Job] = []
        results: list[Result] = []
        for found, aside in track(made, "mutants", len(jobs), console=console):
            wrong += found
            results += aside
        hand = [job for job in written() if not quick or job.kind.split(".")[1] in QUICK_KINDS]
        if limit is not None and len(wrong) > max(limit, 0):
            wrong = [wrong[k * len(wrong) // limit] for k in range(limit)]
        jobs = [job for job in (*hand, *wrong, *jobs) if only is None or only in job.kind]
        new = [job for job in jobs if record.key(job) not in record.done]
        for job, result in zip(
            new, track(pool.in_order(judge, new), "verified", len(new), console=console), strict=True
        ):
            record.add(job, result)
    return summary([*results, *(record.done[record.key(job)] for job in jobs)])


def main() -> None:
    """Run and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one good task, its mutants, and some written by hand")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes (default 1)")
    parser.add_argument("--limit", type=int, metavar="N", help="at most so many mutants, evenly out of all")
    parser.add_argument("--each", type=int, default=EACH, metavar="N", help=f"mutants of one task (default {EACH})")
    parser.add_argument("--authored", type=int, default=AUTHORED, metavar="N", help=f"authored (default {AUTHORED})")
    parser.add_argument("--only", metavar="KIND", help="only kinds with this in their name, such as written or goal")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures, and results as they come")
    arguments = parser.parse_args()
    from rich.console import Console
    from rich.table import Table

    figures = run(
        quick=arguments.quick, workers=arguments.workers, limit=arguments.limit, each=arguments.each,
        path=arguments.json, only=arguments.only, drafted=arguments.authored,
    )  # fmt: skip
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
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
