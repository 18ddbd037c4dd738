"""`simwright assets import`: one's own things become assets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from agents.cli.output import Output
from agents.cli.settings import Json, settings

if TYPE_CHECKING:
    from envs.assets.importers.importing import Imported, Request

SAID = {
    "imported": "imported",
    "annotated": "annotations taken over",
    "known": "there already, nothing changed",
    "draft": "kept as a draft",
}


def import_assets(
    context: typer.Context,
    path: Annotated[
        Path,
        typer.Argument(help="A PartNet-Mobility directory, a URDF, a mesh (OBJ, GLB, STL, PLY), or a folder of these."),
    ],
    name: Annotated[str | None, typer.Option(help="Its name in the catalog. \\[default: from the file's]")] = None,
    size: Annotated[float | None, typer.Option(metavar="METRES", help="Its longest edge, closed.")] = None,
    category: Annotated[
        str | None, typer.Option(metavar="NOUN", help="What people call it; sizes of such things are known.")
    ] = None,
    up: Annotated[
        Literal["y", "z"] | None, typer.Option(help="Which axis of a mesh is up. \\[default: y in GLB, z else]")
    ] = None,
    licence: Annotated[str | None, typer.Option(help="The licence it comes under, for its README.")] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where assets go. \\[default: assets]", file_okay=False)
    ] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Keep what fails its checks, out of use.")] = False,
    json: Json = False,
) -> None:
    """Make assets of your own files: scaled, repaired, in convex parts, weighed, with keypoints, checked.

    Each becomes a folder with the model, a URDF, annotations.yaml to edit, a picture and a README. Importing such a
    folder takes its edited annotations over. Exits 1 when one is refused; what is wrong is said of each.

    [bold]Examples[/bold]

      simwright assets import 45132

      simwright assets import mug.glb --size 0.09

      simwright generate --n 1 --asset-dir assets
    """
    from envs.assets.importers.importing import Request
    from envs.assets.importers.kinds import check_path, is_one_thing

    output = Output(json)
    directory = out if out is not None else settings(context).home / "assets"
    request = Request(name=name, size=size, noun=category, up=up, licence=licence, draft=draft)
    check_path(path)
    if is_one_thing(path):
        done = _locked(path, directory, request)
        _tell(output, done)
        output.result(_as_data(done))
        raise typer.Exit(0)
    rows = _folder(path, directory, request, output)
    good = [row for row in rows if not isinstance(row[1], Exception)]
    output.table(
        f"{len(good)} of {len(rows)} imported into {directory}",
        ("file", "asset", "outcome"),
        [
            (thing, "", f"refused: {done}")
            if isinstance(done, Exception)
            else (thing, done.asset.id, SAID[done.outcome])
            for thing, done in rows
        ],
    )
    output.result(
        {
            "directory": str(directory),
            "assets": [
                {"file": thing, "refused": str(done)}
                if isinstance(done, Exception)
                else {"file": thing, **_as_data(done)}
                for thing, done in rows
            ],
        }
    )
    raise typer.Exit(0 if len(good) == len(rows) else 1)


def _folder(path: Path, directory: Path, request: Request, output: Output) -> list[tuple[str, Imported | Exception]]:
    """Import each thing of a folder; one that is refused costs one."""
    from agents.cli.failing import CommandError
    from envs.assets.importers.errors import ImportRefusedError, MissingExtraError
    from envs.assets.importers.kinds import things
    from kpam.errors import FileError

    found = [thing for thing in things(path) if not thing.resolve().is_relative_to(directory.resolve())]
    if directory.resolve().is_relative_to(path.resolve()) and not found:
        found = list(things(path))
    if not found:
        raise CommandError(f"{path} holds nothing that is read: no URDF, no mesh, no PartNet-Mobility directory")
    if request.name is not None and len(found) > 1:
        raise CommandError(f"--name {request.name!r} is one name, and {path} holds {len(found)} things; leave it out")
    rows: list[tuple[str, Imported | Exception]] = []
    with output.bar("assets") as move:
        for number, thing in enumerate(found, start=1):
            said = str(thing.relative_to(path))
            try:
                rows.append((said, _locked(thing, directory, request)))
            except (ImportRefusedError, MissingExtraError, FileError) as error:
                rows.append((said, error))
            move(said, number, len(found))
    return rows


def _locked(path: Path, directory: Path, request: Request) -> Imported:
    """Import one thing while no other process writes to the directory."""
    from agents.report.asset_sheet import write_asset_picture
    from envs.assets.importers.importing import import_asset
    from memory.lock import exclusive

    lock, fresh = directory / ".lock", not directory.exists()
    directory.mkdir(parents=True, exist_ok=True)
    try:
        with exclusive(lock):
            return import_asset(path, directory, request, draw=write_asset_picture)
    except BaseException:
        if fresh and list(directory.iterdir()) == [lock]:  # nothing is left behind by what was refused
            lock.unlink()
            directory.rmdir()
        raise


def _tell(output: Output, done: Imported) -> None:
    from envs.assets.describe import as_text, describe

    output.line(f"{done.asset.id}: {SAID[done.outcome]}, in {done.folder}")
    if done.outcome != "known":
        output.line(as_text(describe(done.asset)))
        for note in done.notes:
            output.line(f"note: {note}")
        for finding in done.findings:
            output.line(f"failed: {finding}")
        output.line(f"picture: {done.folder / 'picture.png'}; edit: {done.folder / 'annotations.yaml'}")


def _as_data(done: Imported) -> dict[str, object]:
    return {
        "asset": done.asset.id,
        "outcome": done.outcome,
        "folder": str(done.folder),
        "size": list(done.asset.size),
        "findings": list(done.findings),
        "notes": list(done.notes),
    }
