"""How fast, how often and how well keypoint problems are solved, beside Drake in the same run.

python -m benchmarks.kpam [--quick] [--json FILE] [--markdown FILE]

Drake comes with the extra: pip install 'simwright[bench]'. Without it the recorded problems are compared with the
answers and times that Drake gave on another machine.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import Progress

from benchmarks.kpam import drake as beside
from benchmarks.kpam.furnished import furnished_ways
from benchmarks.kpam.generated import generated_cases
from benchmarks.kpam.moving import free_ways, round_about, stages
from benchmarks.kpam.objective import Objective
from benchmarks.kpam.recorded import read, recorded_cases
from benchmarks.kpam.report import collected, markdown, tables
from benchmarks.kpam.solving import batch_per_second, measure, why_missed, within_recorded
from envs.robots import panda

SEED = 0
EACH = 10
"""Generated problems of every category."""
FREE = 150
"""Generated problems to which a free way is planned."""

ROUND = 24
"""Ways round every kind of furniture."""


def run(*, quick: bool, progress: Progress) -> dict[str, Any]:
    """Return all figures."""
    arm, data = panda.arm(), read()
    objective = Objective.read(data["objective"])
    recorded = recorded_cases(data, arm)[:: 4 if quick else 1]
    cases = [*recorded, *generated_cases(2 if quick else EACH, np.random.default_rng(SEED), arm, objective)]
    drake = beside.Drake(arm, objective) if beside.available() else None

    def bar(text: str, total: int) -> Any:
        task = progress.add_task(text, total=total)
        return lambda: progress.advance(task)

    pairs = measure(cases, arm, objective, drake, tick=bar("solving", len(cases)))
    batch = batch_per_second(cases, arm)
    motion = stages(recorded, arm, tick=bar("stages", len(recorded)))
    chosen = [pair for pair in pairs if pair.ours.solved and pair.case.scene][: 20 if quick else FREE]
    motion |= free_ways(chosen, arm, tick=bar("free ways", len(chosen)))
    ways = furnished_ways(2 if quick else ROUND, np.random.default_rng(SEED), arm)
    motion |= round_about(ways, arm, tick=bar("ways round furniture", len(ways)))
    name = f"Drake {beside.version()} in the same run" if drake else "Drake 1.22 as recorded on another machine"
    share = within_recorded(pairs, arm, objective)
    results = collected(pairs, drake=name, quick=quick, recorded=share, motion=motion, batch=batch)
    return {**results, "missed_answers": why_missed(pairs, arm)}


def main() -> None:
    """Measure, print the tables, and write the figures if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer problems: less than a minute")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="also write the tables to a file")
    arguments = parser.parse_args()
    console = Console(width=None if Console().is_terminal else 200)
    if not beside.available():
        console.print(
            f"Drake is not installed ({beside.INSTALL}): the recorded problems are compared with the answers and times "
            "that it gave on another machine, the generated ones are solved by kpam alone.",
            markup=False,
        )
    with Progress(console=console, transient=True) as progress:
        results = run(quick=arguments.quick, progress=progress)
    console.print(tables(results))
    for line in remarks(results):
        console.print(line, markup=False)
    if arguments.markdown:
        arguments.markdown.write_text(markdown(results), encoding="utf-8")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def remarks(results: dict[str, Any]) -> list[str]:
    """Return a line for everything that went wrong."""
    lines = [f"missed: {name}; Drake's answer: {text}" for name, text in results["missed_answers"].items()]
    lines += [f"beyond limits: {name}" for name in results["stage_beyond_limits"]]
    lines += [f"stage: {name}: {why}" for name, why in results["stage_blocked"].items()]
    lines += [f"touches something: {why}" for why in results["round_touching"]]
    return [*lines, *(f"free way: {why}" for why in (*results["free_blocked"], *results["round_blocked"]))]


if __name__ == "__main__":
    main()
