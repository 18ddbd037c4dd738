"""Imports one thing: reads it, makes an asset of it, checks it, keeps it. The same thing twice is one asset."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from envs.assets.checks import check, check_in_engines
from envs.assets.importers import annotations
from envs.assets.importers.errors import ChecksFailedError, ImportRefusedError, SizeNeededError
from envs.assets.importers.folder import Folder
from envs.assets.importers.kinds import check_path
from envs.assets.importers.knowledge import known, nouns, plain_noun
from envs.assets.importers.library import RECORD, Record, fingerprint, load_asset, records
from envs.assets.importers.mesh_source import Up, read_mesh_source
from envs.assets.importers.naming import noun_of, slug
from envs.assets.importers.partnet import is_partnet, read_partnet
from envs.assets.importers.posing import LARGEST, SMALLEST, rest
from envs.assets.importers.proposing import propose
from envs.assets.importers.source import Source
from envs.assets.importers.store import Draw, folder_of, write_asset
from envs.assets.importers.urdf_source import read_urdf
from envs.assets.model import AssetModel

OWN = "own_"
"""Goes before a name that the built-in catalog has."""
_NOUN = re.compile(r"[a-z][a-z -]{0,40}")
_SAYS_NOTHING = {"model", "mesh", "object", "robot", "mobility", "scene", "textured", "untitled", "base", "visual"}


@dataclass(frozen=True)
class Request:
    """How a thing is to be imported: name in the catalog, longest edge in metres, noun, which axis of a mesh is up."""

    name: str | None = None
    size: float | None = None
    noun: str | None = None
    up: Up | None = None
    licence: str | None = None
    draft: bool = False

    def __post_init__(self) -> None:
        if self.size is not None and not SMALLEST <= self.size <= LARGEST:
            raise ImportRefusedError(f"a size of {self.size:g} m is none for a table; give {SMALLEST} to {LARGEST} m")
        if self.noun is not None and not _NOUN.fullmatch(self.noun):
            raise ImportRefusedError(f"{self.noun!r} is no noun; write small letters, such as mug or filing cabinet")
        if self.name is not None and slug(self.name) != self.name:
            raise ImportRefusedError(f"{self.name!r} is no name for the catalog; write {slug(self.name)!r}")


@dataclass(frozen=True)
class Imported:
    """What came of an import. `known`: the asset was there; `annotated`: its edited annotations were taken over."""

    asset: AssetModel
    folder: Path
    outcome: Literal["imported", "annotated", "known", "draft"]
    findings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def import_asset(path: Path, directory: Path, request: Request, *, draw: Draw) -> Imported:
    """Make an asset of what is at a path, in a directory of assets, or take over its edited annotations.

    Raises:
        ImportRefusedError: what is there cannot be an asset; the message says why and what to do.
        ChecksFailedError: its checks found something, and the request does not keep drafts.
        MissingExtraError: a package is missing that this one needs.
        kpam.errors.FileError: annotations that cannot be, with their line.
    """
    check_path(path)
    if path.is_dir() and (path / RECORD).is_file():
        return _annotated(path.resolve(), request, draw)
    source = _read(path, request)
    noun = request.noun or _noun(path, source)
    name = _catalog_name(path, source, request)
    kept = records(directory)
    before = _same(kept, source.digest, name, request)
    if before is not None and not before.draft:
        folder = folder_of(directory, before)
        return Imported(load_asset(folder, before), folder, "known")
    number = before.instance if before is not None else _free(kept, name)
    asset, notes = propose(rest(source, _size(source, noun, request)), category=name, instance=number, noun=noun)
    licence = request.licence or source.licence
    asset = asset.model_copy(update={"licence": licence, "origin": source.origin})
    text = annotations.write(asset, noun)
    record = Record(
        category=name,
        instance=number,
        noun=noun,
        content=source.digest,
        asked_size=request.size,
        asked_noun=request.noun,
        annotations=fingerprint(text),
        notes=notes,
    )
    return _kept(directory, asset, record, text, request, draw, "imported")


def _kept(
    directory: Path,
    asset: AssetModel,
    record: Record,
    text: str,
    request: Request,
    draw: Draw,
    outcome: Literal["imported", "annotated"],
) -> Imported:
    """Check an asset and write its folder."""
    for other in records(directory).values():
        if other.draft or other.category != record.category or other.id == record.id:
            continue
        if (other.noun, other.articulated) != (record.noun, bool(asset.parts)):
            raise ImportRefusedError(
                f"{record.category!r} is what {directory.name} calls a {other.noun}{_moves(other.articulated)}, and "
                f"this is a {record.noun}{_moves(bool(asset.parts))}; give another --name"
            )
    found = tuple(f"{item.check}: {item.text}" for item in check(asset, noun=record.noun))
    found += tuple(f"{item.check}: {item.text}" for item in check_in_engines(asset)) if not found else ()
    if found and not request.draft:
        raise ChecksFailedError(record.id, found)
    record = record.model_copy(update={"draft": bool(found), "findings": found, "articulated": bool(asset.parts)})
    folder = write_asset(directory, asset, record, text, draw)
    return Imported(asset, folder, "draft" if found else outcome, found, record.notes)


def _moves(articulated: bool) -> str:
    return " with moving parts" if articulated else " without moving parts"


def _annotated(folder: Path, request: Request, draw: Draw) -> Imported:
    """Take over the annotations of an asset's folder, where they were edited."""
    directory = folder.parent
    record = records(directory).get(folder)
    if record is None:
        raise ImportRefusedError(f"{folder} has no record that can be read; import its asset again")
    if folder != folder_of(directory, record):
        raise ImportRefusedError(f"{folder.name} was renamed; call it {folder_of(directory, record).name} again")
    if any(value is not None for value in (request.name, request.size, request.noun, request.up)):
        raise ImportRefusedError(
            f"{folder.name} is an asset already; edit size and noun in its {annotations.FILE} and import it again"
        )
    text = (folder / annotations.FILE).read_text(encoding="utf-8")
    asset = load_asset(folder, record.model_copy(update={"annotations": fingerprint(text)}))
    if fingerprint(text) == record.annotations and not record.draft:
        return Imported(asset, folder, "known")
    changed, noun = annotations.apply(asset, text, str(folder / annotations.FILE))
    if abs(max(changed.size) - max(asset.size)) > 1e-6:
        text = annotations.write(changed, noun)  # every figure is another one now
    if request.licence:
        changed = changed.model_copy(update={"licence": request.licence})
    record = record.model_copy(update={"noun": noun, "annotations": fingerprint(text)})
    return _kept(directory, changed, record, text, request, draw, "annotated")


def _read(path: Path, request: Request) -> Source:
    folder = Folder(path if path.is_dir() else path.parent)
    if not path.is_dir() and path.is_symlink():
        path = folder.locate(path.name, wanted_by="it")
    if path.is_dir() and is_partnet(folder):
        source = read_partnet(folder)
    elif path.is_dir():
        source = read_urdf(folder, next(iter(sorted(path.glob("*.urdf")))).name)
    elif path.suffix.lower() == ".urdf":
        source = read_urdf(folder, path.name)
    else:
        source = read_mesh_source(folder, path.name, request.up)
    return Source(**{**source.__dict__, "digest": folder.digest()})


def _words(path: Path) -> str:
    """Return what the file is called, or its folder where the file's name says nothing."""
    name = path.name if path.is_dir() else path.stem
    plain = re.sub(r"[\W_]*\d+$", "", name)
    return path.resolve().parent.name if plain.lower() in _SAYS_NOTHING else name


def _noun(path: Path, source: Source) -> str:
    catalog = nouns()
    said = source.noun or noun_of(_words(path), catalog)
    if said is not None:
        return plain_noun(said)
    words = re.sub(r"[^a-z]+", " ", _words(path).lower()).strip()
    return words[:40].strip() or "object"


def _catalog_name(path: Path, source: Source, request: Request) -> str:
    taken = set(nouns().values())
    if request.name is not None:
        if request.name in taken:
            raise ImportRefusedError(
                f"{request.name!r} is a category of the catalog; give another --name, such as {OWN}{request.name}"
            )
        return request.name
    words = source.name if path.is_dir() and source.noun else _words(path)
    name = slug(re.sub(r"[\W_]*\d+$", "", words) or words)
    return f"{OWN}{name}" if name in taken else name


def _same(kept: dict[Path, Record], content: str, name: str, request: Request) -> Record | None:
    """Return the record of an asset that was made from the same files; raises where it was asked for otherwise."""
    for record in kept.values():
        if record.content != content or (request.name is not None and record.category != name):
            continue
        if record.draft or (record.asked_size, record.asked_noun) == (request.size, request.noun):
            return record
        raise ImportRefusedError(
            f"these files are {record.id} already, imported with another size or noun; edit its {annotations.FILE} and "
            "import its folder again, or give another --name"
        )
    return None


def _free(kept: dict[Path, Record], name: str) -> int:
    numbers = {record.instance for record in kept.values() if record.category == name}
    return next(number for number in range(len(numbers) + 1) if number not in numbers)


def _size(source: Source, noun: str, request: Request) -> float | None:
    """Return the longest edge that the asset is to have, None where the file's own metres count."""
    if request.size is not None or source.metres:
        return request.size
    like = known(noun)
    if like is None:
        raise SizeNeededError(
            f"nothing says how large it is, and the catalog knows no {noun!r}: give its longest edge with "
            "--size METRES, or a noun that the catalog knows with --category NOUN"
        )
    return like.size
