"""What the `World` adds to SAPIEN: `python -m benchmarks.world [--quick] [--json FILE]`.

The same scene, a Panda before a drawer cabinet and a block, is stepped through the `World` and in a bare loop over
SAPIEN's own calls. Both alternate within one run; the ratio is what counts.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from envs.assets.catalog import Catalog
from envs.assets.model import AssetModel
from envs.pose import Pose
from envs.robots import panda, robot
from envs.task.spec import ObjectSpec, Region, SceneSpec
from envs.worlds import make_world
from envs.worlds.world import PHYSICS_HZ, SUBSTEPS
from kpam.transforms import about_axis

REGION = Region(name="table", x=(0.3, 0.7), y=(-0.3, 0.3))


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


def bare_scene(spec: SceneSpec, assets: dict[str, AssetModel]) -> tuple[Any, list[Any]]:
    """Return a SAPIEN scene with the same bodies, and the robot's active joints."""
    from envs.worlds import sapien_bodies as bodies

    bare = bodies.new_scene(1.0 / PHYSICS_HZ)
    bodies.add_ground(bare, 1.0)
    arm = bodies.add_robot(bare, robot(spec.robot))
    for index, item in enumerate(spec.objects):
        bodies.add_object(bare, item.name, index, assets[item.asset], item.pose)
    return bare, list(arm.active_joints)


def compare(world: Callable[[], object], bare: Callable[[], object], calls: int, rounds: int) -> dict[str, float]:
    """Return the microseconds a call of both in the fastest of the rounds, in which the two alternate."""
    times: list[tuple[float, float]] = []
    for _ in range(rounds):
        pair: list[float] = []
        for call in (world, bare):
            begin = perf_counter()
            for _ in range(calls):
                call()
            pair.append((perf_counter() - begin) / calls * 1e6)
        times.append((pair[0], pair[1]))
    ours, theirs = np.min(times, axis=0)
    return {"world_us": float(ours), "bare_us": float(theirs), "ratio": float(ours / theirs)}


def run(*, quick: bool = False) -> dict[str, dict[str, float]]:
    """Return the figures of each row of the table."""
    spec, assets = scene(Catalog())
    world = make_world("sapien", spec, assets)
    bare, joints = bare_scene(spec, assets)
    for joint, value in zip(joints, panda.HOME, strict=True):
        joint.set_drive_target(value)
    calls, rounds = (200, 7) if quick else (1000, 15)
    world.step(PHYSICS_HZ)
    for _ in range(PHYSICS_HZ):
        bare.step()

    waves = [panda.HOME + 0.02 * np.sin(0.1 * k + np.arange(9)) * ([1] * 7 + [0] * 2) for k in range(64)]
    turn = {"world": 0, "bare": 0}

    def driven_world() -> None:
        turn["world"] += 1
        world.set_targets(waves[turn["world"] % 64])
        world.step(1)

    def driven_bare() -> None:
        turn["bare"] += 1
        for joint, value in zip(joints, waves[turn["bare"] % 64].tolist(), strict=True):
            joint.set_drive_target(value)
        bare.step()

    def twelve_bare() -> None:
        for _ in range(SUBSTEPS):
            bare.step()

    results = {
        "a step": compare(lambda: world.step(1), bare.step, calls, rounds),
        "twelve steps in one call": compare(lambda: world.step(SUBSTEPS), twelve_bare, calls // 10, rounds),
        "a step with new drive targets": compare(driven_world, driven_bare, calls, rounds),
        "a snapshot, in bare steps": compare(lambda: world.state(), bare.step, calls, rounds),
        "a snapshot without contacts": compare(lambda: world.state(contacts=False), bare.step, calls, rounds),
    }
    saved = world.state()
    results["a restore, in bare steps"] = compare(lambda: world.restore(saved), bare.step, 2, rounds)
    world.close()
    return results


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    arguments = parser.parse_args()
    from rich.console import Console
    from rich.table import Table

    results = run(quick=arguments.quick)
    table = Table("", "World, us", "bare SAPIEN, us", "ratio", title="a Panda, a drawer cabinet and a block, 240 Hz")
    for name, row in results.items():
        table.add_row(name, f"{row['world_us']:.1f}", f"{row['bare_us']:.1f}", f"{row['ratio']:.2f}")
    Console().print(table)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
