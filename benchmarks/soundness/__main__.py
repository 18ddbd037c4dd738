"""How sound acceptance is: `python -m benchmarks.soundness [--quick] [--workers N] [--json FILE]`.

Wrong tasks must be refused and good ones accepted, by the one gate that everything passes: `verify`. Wrong tasks are
mutants of every good task (its goal, its scene, its stages, its sentence changed) and those written by hand under
`benchmarks/data/wrong_tasks`: to add one, add a program and its line in `index.yaml`. Good tasks are those of the
other benchmarks and of the documentation, the built-in ones, those under `benchmarks/data/good_tasks`, and the
procedural author's that solve themselves on seeds which verification does not see. Mutants that are no wrong task by a
stated rule (`envs.verification.mutation.equivalence`) are set aside, counted and listed.

A full run takes hours on a few cores. With --json it can be stopped and goes on where it was.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.soundness.run import AUTHORED, EACH, Options, Run


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
