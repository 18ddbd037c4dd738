"""What came out: rollouts counted task by task, pooled, with Wilson intervals; lossless as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pydantic import Field

from benchmarks.transfer.grid import UNVERIFIED, VERIFIED, Arm, Settings
from envs.frozen import Frozen
from envs.verification.wilson import wilson_interval


class Tally(Frozen):
    """Successes in so many trials, and the other trials by the kind of their failure."""

    task: str
    program: str = Field(description="the sha256 of the task's source")
    successes: int = Field(ge=0)
    trials: int = Field(ge=0)
    failures: dict[str, int] = Field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Successes a trial; 0 where there was none."""
        return self.successes / self.trials if self.trials else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the rate."""
        return wilson_interval(self.successes, self.trials)


class Scores(Frozen):
    """A policy and the tasks' own solutions on the same scenes, and doing nothing where it was played."""

    policy: tuple[Tally, ...]
    solver: tuple[Tally, ...]
    no_op: tuple[Tally, ...] = ()


class Deviation(Frozen):
    """How far a policy's next actions are from those of a held-out task's demonstrations, where it is set on their way.

    Mean absolute degrees over arm joints and the steps of a chunk; `still` is what keeping the joints would have. It
    needs no success to tell policies apart, and it is no success: errors add up only where a policy acts.
    """

    task: str
    degrees: float = Field(ge=0)
    still: float = Field(ge=0)


class CellResult(Frozen):
    """One policy, what it was trained on, and its scores."""

    arm: Arm
    repeat: int
    tasks: dict[str, int] = Field(description="episodes of each task that it was trained on")
    programs: dict[str, str] = Field(description="the sha256 of each of them")
    frames: int
    successful_episodes: int
    request: dict[str, Any] = Field(description="training and policy, every setting")
    train_seconds: float
    score_seconds: float
    held_out: Scores
    unseen: Scores
    deviations: tuple[Deviation, ...] = Field(description="from demonstrations of the held-out tasks")

    @property
    def count(self) -> int:
        """How many tasks it was trained on."""
        return len(self.tasks)


class Report(Frozen):
    """The whole experiment, with what it takes to repeat it."""

    settings: Settings
    source: str = Field(description="where the tasks come from")
    held_out: dict[str, str] = Field(description="programs by the sha256 of their source")
    verified: dict[str, str]
    first_drafts: int = Field(description="how many the author wrote, those of held-out tasks too")
    drafts: dict[str, str] = Field(description="first drafts that the unverified arm drew from")
    refused_drafts: dict[str, str] = Field(description="first drafts that verification refused, and why")
    left_out_drafts: dict[str, str] = Field(description="first drafts that took no part, and why")
    embedder: str
    versions: dict[str, str]
    machine: dict[str, Any]
    cells: tuple[CellResult, ...]


def pooled(tallies: Iterable[Tally], name: str = "all") -> Tally:
    """Return tallies of several tasks as one."""
    found = list(tallies)
    failures: Counter[str] = Counter()
    for tally in found:
        failures.update(tally.failures)
    return Tally(
        task=name,
        program="",
        successes=sum(tally.successes for tally in found),
        trials=sum(tally.trials for tally in found),
        failures=dict(sorted(failures.items())),
    )


def by_task(tallies: Iterable[Tally]) -> dict[str, Tally]:
    """Return tallies pooled over repeats, task by task."""
    groups: dict[str, list[Tally]] = {}
    for tally in tallies:
        groups.setdefault(tally.task, []).append(tally)
    return {name: pooled(group, name) for name, group in groups.items()}


def at(cells: Iterable[CellResult], arm: Arm, count: int) -> list[CellResult]:
    """Return the repeats of one point of the grid."""
    return [cell for cell in cells if cell.arm == arm and cell.count == count]


def points(cells: Sequence[CellResult]) -> list[tuple[Arm, int]]:
    """Return each arm and number of tasks that has a result, the verified ones first."""
    found: set[tuple[Arm, int]] = {(cell.arm, cell.count) for cell in cells}
    return sorted(found, key=lambda point: (point[0] != VERIFIED, point[1]))


def gathered(cells: Iterable[CellResult], get: Callable[[CellResult], Iterable[Tally]]) -> Tally:
    """Return what cells have of one kind, pooled over tasks and repeats."""
    return pooled(tally for cell in cells for tally in get(cell))


def deviation(cells: Iterable[CellResult]) -> tuple[float, float]:
    """Return the mean deviation over held-out tasks and repeats, and that of keeping still, in degrees."""
    found = [item for cell in cells for item in cell.deviations]
    count = max(1, len(found))
    return sum(item.degrees for item in found) / count, sum(item.still for item in found) / count


def in_both_arms(cells: Sequence[CellResult], count: int) -> set[tuple[int, str]]:
    """Return (repeat, program) of the programs that both arms of a repeat were trained on, at one number of tasks.

    An unverified draft may be impossible, which lowers its arm's rate on its own tasks whatever the policy learned;
    these are the tasks on which the two arms can be compared.
    """
    arms = {
        arm: {(cell.repeat, program) for cell in at(cells, arm, count) for program in cell.programs.values()}
        for arm in (VERIFIED, UNVERIFIED)
    }
    return arms[VERIFIED] & arms[UNVERIFIED]


def unseen_in_both(cells: Sequence[CellResult], arm: Arm, count: int) -> Tally:
    """Return the tally of an arm on unseen scenes of the tasks that both arms were trained on."""
    shared = in_both_arms(cells, count)
    return pooled(
        tally
        for cell in at(cells, arm, count)
        for tally in cell.unseen.policy
        if (cell.repeat, tally.program) in shared
    )
