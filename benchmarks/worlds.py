"""Every world beside its engine, and tasks in every world: `python -m benchmarks.worlds [--quick] [--json FILE]`.

A Panda before a drawer cabinet and a block is stepped through the `World` and in a bare loop over the engine's own
calls with the same bodies, targets and speeds of targets. Both alternate in short rounds within one run, and the median
of the rounds' ratios counts. Then tasks are solved, played and judged on distinct seeds on one core, in every world.
Times are those of the core. Last, a task of one stage is verified on all cores that are allowed, two of which are used:
its time by the clock and by the cores.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import fmean, median
from time import perf_counter, process_time
from typing import Any

import numpy as np

from benchmarks._bare_engines import BARE, SAME_CALLS, Bare
from benchmarks.episodes import TASKS
from envs.assets.catalog import Catalog
from envs.assets.model import AssetModel
from envs.builtin import BUILTIN, builtin
from envs.execution.executor import execute
from envs.pose import Pose
from envs.robots import panda
from envs.task.program import TaskProgram
from envs.task.spec import ObjectSpec, Region, SceneSpec
from envs.verification.verify import verify
from envs.verification.workers import Workers
from envs.worlds import WORLDS, make_world
from envs.worlds.world import PHYSICS_HZ, SUBSTEPS, World
from kpam.transforms import about_axis

REGION = Region(name="table", x=(0.3, 0.7), y=(-0.3, 0.3))
FIVE = ("open_drawer", "open_door", "turn_faucet", "block_in_bowl", "ball_in_bin")
"""What is played in every world by default."""
DEFORMABLE = ("align-rope", "manipulating-rope", "separating-piles", "sweeping-piles")
"""Built-in tasks with ropes and piles, which the median of the tabletop leaves out."""

WAVES = 64
"""Steps after which the targets that move are where they were."""

VERIFIED, CORES = "block-insertion", 2
"""The task of one stage that is verified, and the processes that share the work."""

Row = dict[str, float]


def scene(catalog: Catalog) -> tuple[SceneSpec, dict[str, AssetModel]]:
    """Return a cabinet that faces the robot and a block before it."""
    back = Pose.from_matrix(about_axis((0.0, 0.0, 1.0), np.pi)).quaternion
    poses = {
        "drawer_cabinet/0": Pose(position=(0.68, 0.0, 0.0), quaternion=back),
        "block/0": Pose(position=(0.4, 0.15, 0.0)),
    }
    objects = tuple(
        ObjectSpec(name=asset.split("/")[0], asset=asset, region=REGION, yaw=(0.0, 0.0), pose=pose)
        for asset, pose in poses.items()
    )
    return SceneSpec(objects=objects), {asset: catalog.get(asset) for asset in poses}


def compare(world: Callable[[], object], bare: Callable[[], object], calls: int, rounds: int) -> Row:
    """Return the microseconds a call of both and their ratio, medians of rounds in which the two alternate."""
    times: list[tuple[float, float]] = []
    for number in range(rounds):
        pair = [0.0, 0.0]
        for which in (0, 1) if number % 2 == 0 else (1, 0):
            call = (world, bare)[which]
            begin = process_time()
            for _ in range(calls):
                call()
            pair[which] = (process_time() - begin) / calls * 1e6
        times.append((pair[0], pair[1]))
    ours, theirs = np.median(times, axis=0)
    ratio = median(first / second for first, second in times)
    return {"world_us": float(ours), "bare_us": float(theirs), "ratio": ratio}


def steps(engine: str, catalog: Catalog, *, quick: bool) -> dict[str, Row]:
    """Return the figures of a world's calls beside steps of its bare engine."""
    spec, assets = scene(catalog)
    world, bare = make_world(engine, spec, assets), BARE[engine](spec, assets)
    calls, rounds = 4 * WAVES, 25 if quick else 75
    results = beside(world, bare, calls, rounds)
    results["a snapshot, in bare steps"] = compare(lambda: world.state(), bare[0], calls, rounds)
    results["a snapshot without contacts"] = compare(lambda: world.state(contacts=False), bare[0], calls, rounds)
    if engine in SAME_CALLS:
        alike = beside(world, SAME_CALLS[engine](spec, assets), calls, rounds)
        results |= {f"{what}: the same calls": row for what, row in alike.items()}
    world.close()
    return results


def beside(world: World, bare: Bare, calls: int, rounds: int) -> dict[str, Row]:
    """Return the figures of a world's steps beside those of an engine: at rest, and with targets that move."""
    bare_step, bare_drive = bare
    turns = np.arange(WAVES)[:, None] * 2 * np.pi / WAVES + np.arange(9)
    waves = panda.HOME + 0.02 * np.sin(turns) * ([1] * 7 + [0] * 2)
    speeds = ((waves - np.roll(waves, 1, axis=0)) * PHYSICS_HZ).tolist()
    given = waves.tolist()
    turn = {"world": 0, "bare": 0}

    def driven_world() -> None:
        turn["world"] += 1
        world.set_targets(waves[turn["world"] % WAVES])
        world.step(1)

    def driven_bare() -> None:
        turn["bare"] += 1
        bare_drive(given[turn["bare"] % WAVES], speeds[turn["bare"] % WAVES])
        bare_step()

    def twelve_bare() -> None:
        for _ in range(SUBSTEPS):
            bare_step()

    world.set_targets(panda.HOME)
    world.step(PHYSICS_HZ)
    bare_drive(panda.HOME.tolist(), [0.0] * 9)
    for _ in range(PHYSICS_HZ):
        bare_step()
    return {
        "a step": compare(lambda: world.step(1), bare_step, calls, rounds),
        "twelve steps in one call": compare(lambda: world.step(SUBSTEPS), twelve_bare, calls // SUBSTEPS, rounds),
        "a step with new drive targets": compare(driven_world, driven_bare, calls, rounds),
    }


def reset_ms(engine: str, catalog: Catalog, *, quick: bool) -> Row:
    """Return the core's milliseconds for a world of a known scene, for its restore: medians."""
    spec, assets = scene(catalog)
    world = make_world(engine, spec, assets)
    saved = world.state()
    built: list[float] = []
    restored: list[float] = []
    for _ in range(7 if quick else 25):
        begin = process_time()
        other = make_world(engine, spec, assets)
        built.append(process_time() - begin)
        other.close()
        begin = process_time()
        world.restore(saved)
        restored.append(process_time() - begin)
    world.close()
    return {"build": 1000 * median(built), "restore": 1000 * median(restored)}


def play(program: TaskProgram, catalog: Catalog, engine: str, seeds: Iterable[int]) -> dict[str, Any]:
    """Draw, solve and play a task on distinct seeds; returns counts, core seconds, episodes an hour and failures."""
    wins, attempts, failures = 0, 0, dict[str, int]()
    begin = process_time()
    for seed in seeds:
        rollout = execute(program.instantiate(seed, catalog), catalog, engine=engine)
        attempts += 1
        wins += rollout.success
        if rollout.failure is not None:
            failures[rollout.failure.kind] = failures.get(rollout.failure.kind, 0) + 1
    seconds = process_time() - begin
    return {
        "attempts": attempts,
        "success_rate": wins / attempts,
        "core_seconds": seconds,
        "episodes_per_core_hour": 3600 * wins / seconds,
        "failures": failures,
    }


def verdict(catalog: Catalog, *, quick: bool = False) -> dict[str, Any]:
    """Return the seconds of a verdict, by the clock and of all cores: 20 seeds in every world, finer physics, controls.

    Where it is `quick`, only two of the seeds are played again in other worlds and in finer physics.
    """
    begin, before = perf_counter(), _core_seconds()
    with Workers(catalog, CORES) as workers:
        found = verify(
            builtin(VERIFIED),
            catalog,
            seeds=range(20),
            workers=workers,
            evidence=True,
            evidence_seeds=2 if quick else 20,
        )
    return {
        "task": VERIFIED,
        "decision": found.decision,
        "wall": perf_counter() - begin,
        "cpu": _core_seconds() - before,
    }


def _core_seconds() -> float:
    """Return what this process and those that it started and that have ended took of the cores."""
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(item.ru_utime + item.ru_stime for item in used)


def programs(names: Sequence[str]) -> list[TaskProgram]:
    """Return tasks by name: those of `benchmarks.episodes`, or built-in ones."""
    return [TaskProgram(name=name, source=TASKS[name]) if name in TASKS else builtin(name) for name in names]


def run(tasks: Sequence[str], *, quick: bool = False) -> dict[str, Any]:
    """Return all figures: those of every world by its name. All but the verdict's are taken on one core."""
    catalog = Catalog()
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    step_rows = {engine: steps(engine, catalog, quick=quick) for engine in WORLDS if engine in BARE}
    resets = {engine: reset_ms(engine, catalog, quick=quick) for engine in WORLDS}
    seeds = range(2 if quick else 20)
    played: dict[str, dict[str, Any]] = {engine: {} for engine in WORLDS}
    for program in programs(tasks):
        for engine in WORLDS:
            # What is drawn, loaded or compiled once, before the clock starts.
            execute(program.instantiate(len(seeds), catalog), catalog, engine=engine)
            played[engine][program.name] = play(program, catalog, engine, seeds)
    os.sched_setaffinity(0, allowed)
    rigid = [name.replace("-", "_") for name in tasks if name.replace("_", "-") not in DEFORMABLE]
    return {
        # Of a motion: its targets change at every step.
        "step_overhead": {engine: rows["a step with new drive targets"]["ratio"] for engine, rows in step_rows.items()},
        "reset_ms": {engine: row["build"] for engine, row in resets.items()},
        "episodes_per_core_hour": {
            engine: median(rows[name]["episodes_per_core_hour"] for name in rigid or rows)
            for engine, rows in played.items()
        },
        "success_rate": {
            engine: fmean(row["success_rate"] for row in rows.values()) for engine, rows in played.items()
        },
        "steps": step_rows,
        "restore_ms": {engine: row["restore"] for engine, row in resets.items()},
        "tasks": played,
        "verdict_s": verdict(catalog, quick=quick),
    }


def tables(results: dict[str, Any]) -> Iterable[Any]:
    """Yield the tables of all figures."""
    from rich.table import Table

    for engine, rows in results["steps"].items():
        table = Table("", "World, us", "bare, us", "ratio", title=f"{engine}: a Panda, a drawer cabinet and a block")
        for name, row in rows.items():
            table.add_row(name, f"{row['world_us']:.1f}", f"{row['bare_us']:.1f}", f"{row['ratio']:.2f}")
        table.add_section()
        table.add_row("a world of that scene, ms", f"{results['reset_ms'][engine]:.1f}")
        table.add_row("a restore, ms", f"{results['restore_ms'][engine]:.1f}")
        yield table
    worlds = list(results["tasks"])
    columns = [f"{what}, {engine}" for engine in worlds for what in ("successes", "an hour")]
    table = Table("task", *columns, title="verified episodes on one core")
    for name in results["tasks"][worlds[0]]:
        cells: list[str] = []
        for engine in worlds:
            row = results["tasks"][engine][name]
            cells += [f"{row['success_rate']:.0%} of {row['attempts']}", f"{row['episodes_per_core_hour']:.0f}"]
        table.add_row(name, *cells)
    table.add_section()
    cells = [
        cell
        for engine in worlds
        for cell in (f"{results['success_rate'][engine]:.0%}", f"{results['episodes_per_core_hour'][engine]:.0f}")
    ]
    table.add_row("mean; median, ropes and piles apart", *cells)
    yield table
    seconds = results["verdict_s"]
    table = Table("verdict of one stage", "decision", "s by the clock", "s of the cores", title="20 seeds, all worlds")
    table.add_row(seconds["task"], seconds["decision"], f"{seconds['wall']:.0f}", f"{seconds['cpu']:.0f}")
    yield table


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=f"default: {' '.join(FIVE)}")
    parser.add_argument("--tabletop", action="store_true", help="the built-in tabletop tasks instead")
    parser.add_argument("--quick", action="store_true", help="2 seeds of each task instead of 20, fewer rounds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    arguments = parser.parse_args()
    from rich.console import Console

    results = run(arguments.tasks or (BUILTIN if arguments.tabletop else FIVE), quick=arguments.quick)
    for table in tables(results):
        Console().print(table)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
