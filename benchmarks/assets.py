"""What assets cost: `python -m benchmarks.assets [--quick] [--json FILE]`.

Instances are made from seeds that no test uses, from nothing and again from the catalog's memory; each is loaded into
SAPIEN and, as a URDF, into PyBullet; and the whole catalog is checked by two processes, as `simwright assets check`
does.
"""

from __future__ import annotations

import argparse
import json
import resource
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import numpy as np

from envs.assets.catalog import Catalog
from envs.assets.checks.instance import check_instance
from envs.assets.model import AssetModel
from envs.assets.urdf import to_urdf
from envs.pose import Pose
from envs.verification.workers import Workers
from envs.worlds import bullet_bodies, sapien_bodies
from envs.worlds.world import PHYSICS_HZ

FIRST_SEED = 5000
WORKERS = 2
CHECKED_SEEDS = 20
AIMS = {
    "make an instance": "60 ms median",
    "from the cache": "2 ms",
    f"check the catalog x {CHECKED_SEEDS} seeds": "300 s",
}


def milliseconds(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return the CPU time of a call in milliseconds, and what it gave."""
    began = process_time()
    answer = call()
    return (process_time() - began) * 1e3, answer


def into_sapien(asset: AssetModel) -> float:
    """Return the milliseconds that an asset takes to get into a SAPIEN scene."""
    scene = sapien_bodies.new_scene(1.0 / PHYSICS_HZ)
    took, _ = milliseconds(lambda: sapien_bodies.add_object(scene, "thing", 0, asset, Pose()))
    scene.clear()
    return took


def into_pybullet(asset: AssetModel, urdf: Path) -> float:
    """Return the milliseconds that PyBullet takes to read an asset's URDF and its meshes."""
    with bullet_bodies.client(1.0 / PHYSICS_HZ) as client:
        return milliseconds(lambda: bullet_bodies.add_object(client, urdf, asset))[0]


def measure(seeds: int) -> dict[str, dict[str, list[float]]]:
    """Return figures by what was measured and category, one for each seed: milliseconds, kilobytes."""
    names = (
        "make an instance",
        "from the cache",
        "load into SAPIEN",
        "write the URDF",
        "load into PyBullet",
        "URDF, kB",
    )
    figures: dict[str, dict[str, list[float]]] = {name: {} for name in names}
    catalog = Catalog()
    for category in catalog.categories():
        rows: dict[str, list[float]] = {name: [] for name in names}
        catalog.category(category).build(FIRST_SEED - 1)
        for seed in range(FIRST_SEED, FIRST_SEED + seeds):
            asset_id = f"{category}/{seed}"
            made, asset = milliseconds(lambda asset_id=asset_id: catalog.get(asset_id))
            again, _ = milliseconds(lambda asset_id=asset_id: catalog.get(asset_id))
            with TemporaryDirectory() as folder:
                wrote, urdf = milliseconds(lambda asset=asset, folder=folder: to_urdf(asset, directory=folder))
                size = sum(file.stat().st_size for file in urdf.parent.iterdir()) / 1e3
                values = (made, again, into_sapien(asset), wrote, into_pybullet(asset, urdf), size)
            for name, value in zip(names, values, strict=True):
                rows[name].append(value)
        for name in names:
            figures[name][category] = rows[name]
    return figures


def check_all(seeds: int) -> dict[str, float]:
    """Return what checking every category at so many seeds took, by the clock and of the processors, and found."""
    catalog = Catalog()
    wanted = [f"{name}/{seed}" for name in catalog.categories() for seed in range(FIRST_SEED, FIRST_SEED + seeds)]
    began, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with Workers(catalog, WORKERS) as pool:
        found = sum(len(findings) for findings in pool.in_order(check_instance, wanted))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "seeds": seeds,
        "seconds": perf_counter() - began,
        "CPU seconds": spent,
        "instances": len(wanted),
        "findings": found,
    }


def summary(figures: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, Any]]:
    """Return median over all, worst median of a category, and the worst single figure, with whose they are."""
    rows: dict[str, dict[str, Any]] = {}
    for name, by_category in figures.items():
        medians = {category: float(np.median(values)) for category, values in by_category.items()}
        slowest = max(medians, key=lambda category: medians[category])
        worst = max((max(values), category) for category, values in by_category.items())
        rows[name] = {
            "median": float(np.median(list(medians.values()))),
            "slowest category": slowest,
            "its median": medians[slowest],
            "worst": worst[0],
            "worst of": worst[1],
        }
    return rows


def main() -> None:
    """Measure, print a table, and write JSON where asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer seeds; the catalog is checked at one")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    arguments = parser.parse_args()
    from rich.console import Console
    from rich.table import Table

    rows = summary(measure(1 if arguments.quick else 5))
    title = f"{len(Catalog().categories())} categories; milliseconds of CPU time"
    table = Table("", "median", "slowest category", "worst instance", "aim", title=title)
    for name, row in rows.items():
        digits = 4 if row["median"] < 0.1 else 1
        slowest = f"{row['its median']:.{digits}f} ({row['slowest category']})"
        worst = f"{row['worst']:.{digits}f} ({row['worst of']})"
        table.add_row(name, f"{row['median']:.{digits}f}", slowest, worst, AIMS.get(name, ""))
    console = Console(width=110)
    console.print(table)
    seeds = 1 if arguments.quick else CHECKED_SEEDS
    checked = check_all(seeds)
    aim = f" (aim {AIMS[f'check the catalog x {CHECKED_SEEDS} seeds']})" if seeds == CHECKED_SEEDS else ""
    console.print(
        f"the catalog x {seeds} seeds checked by {WORKERS} processes: {checked['seconds']:.0f} s by the clock{aim}, "
        f"{checked['CPU seconds']:.0f} s of the processors; {checked['instances']} instances, "
        f"{checked['findings']} findings"
    )
    if arguments.json:
        arguments.json.write_text(json.dumps({**rows, "check": checked}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
