"""What became of each task, the figures that follow, and the file in which results are kept as they come."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.soundness.jobs import Job
from envs.verification.wilson import wilson_interval


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
