"""Verified state-only episodes an hour of one core: `python -m benchmarks.episodes [--quick] [--json FILE] [TASK.py]`.

Each task is collected as `simwright demos` does it, in one process on one core: the scene is drawn, the stages are
solved and planned, the physics runs, and only what the goal's predicates confirm counts. Failed seeds cost time and
give nothing. Time is that of the core, so that other work on the machine does not matter.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

from envs.assets.catalog import Catalog
from envs.demos.collect import Tally, attempt, collect
from envs.demos.formats import load_format
from envs.task.program import TaskProgram

OPEN = """
def build(task, rng):
    furniture = task.add("{category}", region="table_back", facing="robot")
    part = furniture.part("{noun}"{which})
    task.say("Open the {{{noun}}}.", part)
    task.goal(part.at_least(0.6))
    task.stage("open it", actuate(grip(part), then=[follow(part, to=0.8)]), effect=part.at_least(0.6))
"""
PUT = """
def build(task, rng):
    thing = task.add("{thing}", region="table_front")
    target = task.add("{target}", region="table_left")
    task.say("Put the {{{thing}}} {word} the {{{target}}}.", thing, target)
    task.goal(thing.{goal}(target))
    task.stage("put it there", pick(thing), place(thing, target.{place}), effect=thing.{goal}(target))
"""
TASKS = {
    "open_drawer": OPEN.format(category="drawer_cabinet", noun="drawer", which=', which="top"'),
    "open_door": OPEN.format(category="door_cabinet", noun="door", which=""),
    "open_microwave": OPEN.format(category="microwave", noun="door", which=""),
    "turn_faucet": OPEN.format(category="faucet", noun="tap", which="").replace("Open", "Turn"),
    "block_in_bowl": PUT.format(thing="block", target="bowl", word="into", goal="inside", place="interior"),
    "ball_in_bin": PUT.format(thing="ball", target="bin", word="into", goal="inside", place="interior"),
    "can_on_plate": PUT.format(thing="can", target="plate", word="onto", goal="on", place="top"),
}


def measure(program: TaskProgram, catalog: Catalog, episodes: int) -> dict[str, Any]:
    """Collect and write one task's episodes; returns counts, core seconds and episodes an hour."""
    tally, steps = Tally(), 0
    begin = process_time()
    with tempfile.TemporaryDirectory() as folder:
        found = collect(program, catalog, episodes, tally=tally)
        first = next(found, None)
        if first is not None:
            counted = (episode for source in ([first], found) for episode in source)
            steps = load_format("lerobot").write(counted, Path(folder) / "data").frames
    seconds = process_time() - begin
    return {
        "episodes": tally.successes,
        "attempts": tally.attempts,
        "steps": steps,
        "core_seconds": seconds,
        "episodes_an_hour": 3600 * tally.successes / seconds,
        "failures": tally.kinds,
    }


def run(programs: list[TaskProgram], *, quick: bool = False) -> dict[str, dict[str, Any]]:
    """Return the figures of each task and of all together."""
    catalog = Catalog()
    attempt(TaskProgram(name="warm_up", source=TASKS["block_in_bowl"]), catalog, 0)
    results = {program.name: measure(program, catalog, 3 if quick else 20) for program in programs}
    total: dict[str, Any] = {
        key: sum(row[key] for row in results.values()) for key in ("episodes", "attempts", "steps", "core_seconds")
    }
    total["episodes_an_hour"] = 3600 * total["episodes"] / total["core_seconds"]
    return results | {"all": total}


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", nargs="*", type=Path, metavar="TASK.py", help="program files (default: seven tasks)")
    parser.add_argument("--quick", action="store_true", help="3 episodes of each instead of 20")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    from rich.console import Console
    from rich.table import Table

    given = {path.stem: path.read_text(encoding="utf-8") for path in arguments.tasks}
    programs = [TaskProgram(name=name, source=source) for name, source in (given or TASKS).items()]
    results = run(programs, quick=arguments.quick)
    table = Table("task", "episodes", "attempts", "steps", "core s", "an hour", title="verified episodes on one core")
    for name, row in results.items():
        table.add_row(
            name,
            str(row["episodes"]),
            str(row["attempts"]),
            str(row["steps"]),
            f"{row['core_seconds']:.1f}",
            f"{row['episodes_an_hour']:.0f}",
            end_section=name == programs[-1].name,
        )
    Console().print(table)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
