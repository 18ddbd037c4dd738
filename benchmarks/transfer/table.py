"""The results in two tables: a row for each policy, and held-out task by held-out task."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from benchmarks.transfer.results import (
    CellResult,
    Report,
    Tally,
    at,
    by_task,
    deviation,
    gathered,
    points,
    pooled,
    unseen_in_both,
)

ARM_LETTERS = {"verified": "V", "unverified": "U"}
TOO_SMALL = "This grid is too small to mean anything; it shows that every part works."
MAIN_COLUMNS = (
    "trained on",
    "successes among episodes",
    "held-out tasks",
    "no-op",
    "solver",
    "unseen scenes",
    "solver",
    "unseen scenes of tasks in both arms",
    "off held-out demos (keeping still)",
)


def figure(tally: Tally) -> str:
    """Return a rate with its interval and counts: "20 % (11-33) 9/45"; a dash where nothing was tried."""
    if not tally.trials:
        return "-"
    low, high = tally.interval
    return f"{100 * tally.rate:.0f} % ({100 * low:.0f}-{100 * high:.0f}) {tally.successes}/{tally.trials}"


def degrees(policy: float, still: float) -> str:
    """Return how far actions are off, beside how far keeping still is off."""
    return f"{policy:.1f}° ({still:.1f}°)"


def main_rows(cells: Sequence[CellResult]) -> list[tuple[str, ...]]:
    """Return a row for each arm and number of tasks, repeats pooled."""
    rows: list[tuple[str, ...]] = []
    for arm, count in points(cells):
        found = at(cells, arm, count)
        episodes = sum(sum(cell.tasks.values()) for cell in found)
        rows.append(
            (
                f"{count} {arm}",
                f"{100 * sum(cell.successful_episodes for cell in found) / episodes:.0f} % of {episodes}",
                figure(gathered(found, lambda cell: cell.held_out.policy)),
                _rate(gathered(found, lambda cell: cell.held_out.no_op)),
                _rate(gathered(found, lambda cell: cell.held_out.solver)),
                figure(gathered(found, lambda cell: cell.unseen.policy)),
                _rate(gathered(found, lambda cell: cell.unseen.solver)),
                figure(unseen_in_both(cells, arm, count)),
                degrees(*deviation(found)),
            )
        )
    return rows


def task_columns(cells: Sequence[CellResult]) -> tuple[str, ...]:
    """Return the columns of the table of held-out tasks: V4 is the policy of four verified tasks."""
    return ("held-out task", "no-op", "solver", *(f"{ARM_LETTERS[arm]}{count}" for arm, count in points(cells)))


def task_rows(cells: Sequence[CellResult]) -> list[tuple[str, ...]]:
    """Return a row of successes/trials for each held-out task; the baselines are those of the first policy's scenes."""
    if not cells:
        return []
    no_op, solver = by_task(cells[0].held_out.no_op), by_task(cells[0].held_out.solver)
    policies = [by_task(t for cell in at(cells, *point) for t in cell.held_out.policy) for point in points(cells)]
    return [
        (name, *(_counts(group.get(name)) for group in (no_op, solver, *policies)))
        for name in sorted({name for group in policies for name in group})
    ]


def tables(report: Report, *, quick: bool = False) -> Group:
    """Return both tables with what one has to know to read them."""
    settings = report.settings
    main = Table(*MAIN_COLUMNS, title=f"{settings.episodes} training episodes a policy, {settings.head} head")
    for row in main_rows(report.cells):
        main.add_row(*row)
    tasks = Table(*task_columns(report.cells), title="Successes on held-out tasks (V: verified, U: unverified)")
    for row in task_rows(report.cells):
        tasks.add_row(*row)
    lines = [
        f"tasks: {report.source}. Intervals: Wilson, 95 %, rollouts pooled over tasks and repeats.",
        f"verification refused {len(report.refused_drafts)} of {report.first_drafts} first drafts; "
        f"{len(report.left_out_drafts)} took no part in training."
        if report.drafts
        else "no unverified arm: a library holds no drafts; give the run that filled it with --run.",
    ]
    failures = pooled(tally for cell in report.cells for tally in cell.held_out.policy).failures
    if failures:
        lines.append("failures on held-out tasks: " + ", ".join(f"{kind} {n}" for kind, n in failures.items()))
    if quick:
        lines.append(TOO_SMALL)
    return Group(main, tasks, *(Text(line) for line in lines))


def _rate(tally: Tally) -> str:
    return f"{100 * tally.rate:.0f} %" if tally.trials else "-"


def _counts(tally: Tally | None) -> str:
    return f"{tally.successes}/{tally.trials}" if tally is not None and tally.trials else "-"
