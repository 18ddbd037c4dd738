"""Writes an imported asset as one folder, whole or not at all."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

from envs.assets.importers.annotations import FILE as ANNOTATIONS
from envs.assets.importers.library import PICTURE, README, RECORD, Record
from envs.assets.mechanics import volume
from envs.assets.model import AssetModel
from envs.assets.urdf import to_urdf

Draw = Callable[[AssetModel, Path], None]
"""Draws an asset with its annotations to a file."""


def folder_of(directory: Path, record: Record) -> Path:
    """Return the folder in which an asset is kept."""
    return directory / f"{record.category}_{record.instance}"


def write_asset(directory: Path, asset: AssetModel, record: Record, annotations: str, draw: Draw) -> Path:
    """Write an asset's folder, replacing the one of that name, and return it.

    It holds the model, its URDF and meshes, the annotations, the record, a picture and a README.
    """
    directory.mkdir(parents=True, exist_ok=True)
    target = folder_of(directory, record)
    scratch = directory / f".importing-{uuid.uuid4().hex[:12]}"
    scratch.mkdir()
    try:
        folder = to_urdf(asset, directory=scratch, annotated=True).parent
        (folder / ANNOTATIONS).write_text(annotations, encoding="utf-8")
        (folder / RECORD).write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")
        (folder / README).write_text(_readme(asset, record), encoding="utf-8")
        draw(asset, folder / PICTURE)
        if target.exists():
            target.replace(scratch / "replaced")
        folder.replace(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target


def _readme(asset: AssetModel, record: Record) -> str:
    size = " x ".join(f"{edge:.3f}" for edge in asset.size)
    shapes = [shape for link in asset.links for shape in link.shapes]
    lines = [
        f"# {record.id}" + (" (draft)" if record.draft else ""),
        "",
        f"{asset.description[:1].upper()}{asset.description[1:]}.",
        "",
        f"- origin: {asset.origin}",
        f"- licence: {asset.licence}",
        f"- made from files with the SHA-256 {record.content}",
        f"- {size} m, {sum(link.mass for link in asset.links):.3f} kg, {len(shapes)} convex shapes of "
        f"{1e6 * volume(shapes):.0f} cm^3",
        "",
        "![The asset with its annotations](picture.png)",
        "",
        "`annotations.yaml` may be edited; import this folder again to take the changes over.",
    ]
    for title, items in (("Notes", record.notes), ("What its checks found", record.findings)):
        if items:
            lines += ["", f"## {title}", *(f"- {item}" for item in items)]
    return "\n".join([*lines, ""])
