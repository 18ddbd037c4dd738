"""The results as a picture: held-out tasks and unseen scenes, verified against unverified, over the number of tasks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.transfer.grid import VERIFIED, Arm
from benchmarks.transfer.results import CellResult, Report, Scores, at, gathered, points, pooled

COLOURS: dict[Arm, str] = {"verified": "#1b6ca8", "unverified": "#c8553d"}
ASIDE: dict[Arm, float] = {"verified": -0.06, "unverified": 0.06}
"""The arms stand a little aside of each other, so that intervals do not hide each other."""


@dataclass(frozen=True)
class Curve:
    """Rates of one arm over numbers of tasks, with how far the interval reaches below and above each."""

    arm: Arm
    counts: tuple[int, ...]
    rates: tuple[float, ...]
    below: tuple[float, ...]
    above: tuple[float, ...]


def curves(cells: Sequence[CellResult], get: Callable[[CellResult], Scores]) -> list[Curve]:
    """Return a curve for each arm that has results, repeats pooled."""
    found: list[Curve] = []
    for arm in COLOURS:
        counts = tuple(count for other, count in points(cells) if other == arm)
        tallies = [gathered(at(cells, arm, count), lambda cell: get(cell).policy) for count in counts]
        if counts:
            found.append(
                Curve(
                    arm,
                    counts,
                    tuple(tally.rate for tally in tallies),
                    tuple(tally.rate - tally.interval[0] for tally in tallies),
                    tuple(tally.interval[1] - tally.rate for tally in tallies),
                )
            )
    return found


def plot(report: Report, path: Path) -> None:
    """Draw both panels into a picture file; its ending decides the format."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    panels: tuple[tuple[str, Callable[[CellResult], Scores]], ...] = (
        ("tasks held out of training", lambda cell: cell.held_out),
        ("unseen scenes of the tasks trained on", lambda cell: cell.unseen),
    )
    ticks = sorted({cell.count for cell in report.cells})
    verified = [cell for cell in report.cells if cell.arm == VERIFIED]
    figure = Figure(figsize=(10, 4.6), layout="constrained")
    FigureCanvasAgg(figure)
    for axes, (title, get) in zip(figure.subplots(1, 2, sharey=True), panels, strict=True):
        for curve in curves(report.cells, get):
            axes.errorbar(
                [ticks.index(count) + ASIDE[curve.arm] for count in curve.counts],
                curve.rates,
                yerr=(curve.below, curve.above),
                label=curve.arm,
                color=COLOURS[curve.arm],
                marker="o",
                capsize=3,
            )
        for label, style, tally in (
            ("verified tasks' solver", "--", pooled(tally for cell in verified for tally in get(cell).solver)),
            ("doing nothing", ":", pooled(tally for cell in verified for tally in get(cell).no_op)),
        ):
            if tally.trials:
                axes.axhline(tally.rate, color="0.45", linestyle=style, linewidth=1, label=label)
        axes.set_title(title)
        axes.set_xticks(range(len(ticks)), [str(count) for count in ticks])
        axes.set_xlabel("tasks that the training episodes come from")
        axes.set_ylim(-0.03, 1.03)
        axes.grid(alpha=0.25)
    figure.axes[0].set_ylabel("success, Wilson 95 %")
    figure.legend(*figure.axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=4, frameon=False)
    figure.suptitle(f"{report.settings.episodes} episodes a policy ({report.settings.head})")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=150)
