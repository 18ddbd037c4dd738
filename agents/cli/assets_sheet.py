"""`simwright assets sheet`: the instances of a category at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agents.cli.failing import CommandError
from agents.cli.output import Output
from agents.cli.seeds import seed_range
from agents.cli.settings import AssetDir, Json, Workers

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

PICTURES = (".png", ".jpg", ".jpeg")


@dataclass(frozen=True)
class Job:
    """A sheet to be drawn: the instances of a category, and the file they go to."""

    category: str
    seeds: tuple[int, ...]
    path: Path


def sheet(
    workers: Workers,
    out: Annotated[Path, typer.Option("--out", help="The picture, .png or .jpg; with --all a folder for .jpg files.")],
    category: Annotated[str | None, typer.Argument(metavar="CATEGORY", help="The category to show.")] = None,
    seeds: Annotated[str, typer.Option(help="Which instances, FIRST:BEFORE.")] = "0:24",
    every: Annotated[bool, typer.Option("--all", help="A sheet of every category.")] = False,
    asset_dir: AssetDir = None,
    json: Json = False,
) -> None:
    """Draw instances side by side, closed and open, with keypoints, grasps, volumes and surfaces.

    [bold]Example[/bold]   simwright assets sheet microwave --seeds 0:24 --out sheet.png
    """
    from agents.cli.catalogs import open_catalog
    from envs.verification.workers import Workers as Pool

    output, catalog, span = Output(json), open_catalog(asset_dir), seed_range(seeds)
    if (category is not None) == every:
        raise CommandError("name a category, or give --all for every one of them (not both)")
    if category is not None:
        catalog.category(category)
        if out.suffix.lower() not in PICTURES:
            raise CommandError(f"--out {str(out)!r} is no picture; let it end in {', '.join(PICTURES)}")
        jobs = [Job(category, catalog.numbers(category, span), out)]
    else:
        jobs = [Job(name, catalog.numbers(name, span), out / f"{name}.jpg") for name in catalog.categories()]
    with Pool(catalog, min(workers, len(jobs))) as pool, output.bar("sheets") as move:
        for done, path in enumerate(pool.in_order(_draw, jobs), start=1):
            move(path.stem, done, len(jobs))
    output.line(f"{len(jobs)} sheets of {len(span)} instances each in {out}" if every else f"sheet: {out}")
    output.result({"sheets": {job.category: str(job.path) for job in jobs}})


def _draw(catalog: Catalog, job: Job) -> Path:
    from agents.report.asset_sheet import contact_sheet, save

    assets = [catalog.get(f"{job.category}/{seed}") for seed in job.seeds]
    noun = catalog.category(job.category).noun
    title = f"{job.category} ({noun})" if noun != job.category.replace("_", " ") else job.category
    save(contact_sheet(assets, f"{title}, seeds {job.seeds[0]} to {job.seeds[-1]}"), job.path)
    return job.path
