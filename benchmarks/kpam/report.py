"""The figures as a dictionary for machines, and as tables for people."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Group
from rich.table import Table

from benchmarks.kpam.solving import Pair, by_group, figures

COLUMNS = (
    "problems",
    "number",
    "kpam ms",
    "95 %",
    "solved",
    "Drake ms",
    "95 %",
    "solved",
    "missed",
    "times faster",
    "95 %",
    "objective at most 1.01 of Drake's",
    "below 0.99 of it",
    "worst residual / tolerance",
    "Drake's",
)
REST_COLUMNS = ("what", "figure")


def collected(
    pairs: Sequence[Pair], *, drake: str, quick: bool, recorded: float | None, motion: dict[str, Any], batch: float
) -> dict[str, Any]:
    """Return all figures: those of all problems at the top, those of each group under `groups`."""
    total = figures(pairs)
    return {
        "machine": machine(),
        "drake": drake,
        "quick": quick,
        **total,
        "solved_by_drake": total["drake_solved"],
        "objective_share_within_1_percent_of_recorded": recorded,
        "batch_per_second": batch,
        **motion,
        "groups": {name: figures(group) for name, group in by_group(pairs).items()},
    }


def machine() -> dict[str, Any]:
    """Return the processor, its cores, the system and Python."""
    names: list[str] = []
    if Path("/proc/cpuinfo").is_file():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": names[0] if names else platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def tables(results: dict[str, Any]) -> Group:
    """Return the table of solving, and that of the rest."""
    title = f"Nine starts each, CPU milliseconds, median and 95th percentile; {results['drake']}"
    solving, rest = Table(*COLUMNS, title=title), Table(*REST_COLUMNS, title="Batch form and motion")
    for cells in rows(results):
        solving.add_row(*cells)
    for cells in rest_rows(results):
        rest.add_row(*cells)
    return Group(solving, rest)


def markdown(results: dict[str, Any]) -> str:
    """Return both tables, and what they were measured on, as Markdown."""
    made = results["machine"]
    where = (
        f"{made['processor']}, {made['cores']} cores, {made['system']}, Python {made['python']}; {results['drake']}."
    )
    both = ((COLUMNS, rows(results)), (REST_COLUMNS, rest_rows(results)))
    return "\n\n".join([where, *(_markdown_table(*table) for table in both)]) + "\n"


def _markdown_table(columns: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (columns, ["---"] * len(columns), *lines))


def rows(results: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the rows of the table of solving, one for each group and one for all."""
    return [*(row(name, group) for name, group in results["groups"].items()), row("all", results)]


def row(name: str, found: dict[str, Any]) -> tuple[str, ...]:
    """Return a row of the table of solving."""
    compared = found["drake_solved"] is not None
    return (
        name,
        str(found["problems"]),
        number(found["median_ms"], 2),
        number(found["p95_ms"], 2),
        f"{found['solved']}",
        number(found["drake_median_ms"], 1),
        number(found["drake_p95_ms"], 1),
        str(found["drake_solved"]) if compared else "-",
        str(found["missed"]) if compared else "-",
        number(found["speedup_median"], 1, "x"),
        number(found["speedup_p95"], 1, "x"),
        share(found["objective_share_within_1_percent"]),
        share(found["objective_share_below"]),
        number(found["residual_worst"], 4),
        number(found["drake_residual_worst"], 4),
    )


def rest_rows(results: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the rows about batches and motion."""
    trajectory = results["stage_drake_recorded_trajectory_ms_median"]
    return [
        ("batch form, problems a second on one core", number(results["batch_per_second"], 0)),
        (
            f"whole stage (solve, approach, contact, retreat, trajectories), {results['stages']} recorded problems",
            f"median {number(results['stage_ms_median'], 1, ' ms')}, 95 % {number(results['stage_ms_p95'], 1, ' ms')}, "
            f"found {results['stage_found']}, beyond limits {len(results['stage_beyond_limits'])}",
        ),
        ("the trajectory alone, Drake's on another machine", f"median {number(trajectory, 0, ' ms')}"),
        (
            f"free ways among furniture and posts, {results['free_ways']} goals that touch nothing",
            f"median {number(results['free_ms_median'], 1, ' ms')}, 95 % {number(results['free_ms_p95'], 1, ' ms')}, "
            f"found {results['free_found']}",
        ),
        (
            f"those of them that are not straight, {results['free_round_about']}",
            f"median {number(results['free_round_about_ms_median'], 1, ' ms')}",
        ),
        (
            f"free ways round walls and posts, into shelves and bins, half with a bar held, {results['round_ways']}",
            f"median {number(results['round_ms_median'], 1, ' ms')}, 95 % {number(results['round_ms_p95'], 1, ' ms')}, "
            f"found {results['round_found']}, straight {results['round_straight']}, "
            f"touching something when looked at closely {len(results['round_touching'])}",
        ),
        (
            "recorded problems: objective at most 1 % above Drake's recorded answer",
            share(results["objective_share_within_1_percent_of_recorded"]),
        ),
        (
            "answers called feasible that the check refuses, kpam's and Drake's",
            f"{results['untrue']}, {results['drake_untrue']}",
        ),
    ]


def number(value: float | None, digits: int, unit: str = "") -> str:
    """Return a figure, or a dash where there is none."""
    return "-" if value is None else f"{value:.{digits}f}{unit}"


def share(value: float | None) -> str:
    """Return a share in per cent, or a dash."""
    return "-" if value is None else f"{100 * value:.1f} %"
