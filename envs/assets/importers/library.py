"""A folder of imported assets as categories of the catalog."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from envs.assets.category import Category
from envs.assets.importers.annotations import FILE as ANNOTATIONS
from envs.assets.importers.errors import ImportRefusedError
from envs.assets.model import AssetModel
from envs.frozen import Frozen, Name

RECORD, MODEL, PICTURE, README = "import.json", "asset.json", "picture.png", "README.md"


class AssetDirectoryError(ImportRefusedError):
    """A folder of imported assets that cannot be used as it is."""


class Record(Frozen):
    """How an asset came to be: what it was made from, how it was asked for, whether its checks found anything."""

    version: int = 1
    category: Name
    instance: int = Field(ge=0)
    noun: str
    content: str = Field(description="hash of the files it was made from")
    asked_size: float | None = None
    asked_noun: str | None = None
    annotations: str = Field(description="hash of the annotations that the asset has")
    articulated: bool = False
    draft: bool = False
    findings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The asset's name."""
        return f"{self.category}/{self.instance}"


@dataclass(frozen=True)
class Stored:
    """Gives back the assets of a category by number; goes to worker processes as it is."""

    assets: Mapping[int, AssetModel]

    def __call__(self, instance: int) -> AssetModel:
        """Return the asset of a number."""
        return self.assets[instance]


def fingerprint(text: str) -> str:
    """Return a hash of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def records(directory: Path) -> dict[Path, Record]:
    """Return the record of every asset in a directory by its folder; raises AssetDirectoryError for a damaged one."""
    if not directory.is_dir():
        return {}
    found: dict[Path, Record] = {}
    for path in sorted(directory.glob(f"*/{RECORD}")):
        if path.parent.name.startswith("."):
            continue
        try:
            found[path.parent] = Record.model_validate_json(path.read_text(encoding="utf-8"))
        except (ValidationError, UnicodeDecodeError) as error:
            raise AssetDirectoryError(f"{path} is damaged; import its asset again, or remove {path.parent}") from error
    return found


def load_asset(folder: Path, record: Record) -> AssetModel:
    """Return the asset of a folder; raises AssetDirectoryError where it is damaged or its annotations were edited."""
    try:
        asset = AssetModel.model_validate_json((folder / MODEL).read_text(encoding="utf-8"))
        edited = fingerprint((folder / ANNOTATIONS).read_text(encoding="utf-8")) != record.annotations
    except (ValidationError, OSError, UnicodeDecodeError) as error:
        raise AssetDirectoryError(f"{folder} is damaged; import its asset again, or remove it") from error
    if edited:
        raise AssetDirectoryError(
            f"{folder / ANNOTATIONS} was edited since the asset was made; take it over with: "
            f"simwright assets import {folder}"
        )
    if asset.id != record.id:
        raise AssetDirectoryError(f"{folder / MODEL} is {asset.id}, its record says {record.id}; import it again")
    return asset


def read_directory(directory: Path) -> dict[str, Category]:
    """Return the categories that a directory of imported assets holds; drafts are left out.

    Raises AssetDirectoryError for a directory without any asset, for two folders of one id, for assets of one name
    that differ in noun or in whether parts move, for what is damaged, and for annotations edited and not taken over.
    """
    groups: dict[str, dict[int, tuple[Record, AssetModel]]] = {}
    for folder, record in records(directory).items():
        if record.draft:
            continue
        group = groups.setdefault(record.category, {})
        if record.instance in group:
            raise AssetDirectoryError(f"{directory} holds {record.id} twice, once in {folder.name}; remove one")
        group[record.instance] = record, load_asset(folder, record)
    if not groups:
        raise AssetDirectoryError(
            f"{directory} holds no asset that passed its checks; import some: "
            f"simwright assets import PATH --out {directory}"
        )
    return {name: _category(directory, name, group) for name, group in sorted(groups.items())}


def _category(directory: Path, name: str, group: Mapping[int, tuple[Record, AssetModel]]) -> Category:
    assets = {number: group[number][1] for number in sorted(group)}
    nouns = {record.noun for record, _ in group.values()}
    if len(nouns) > 1 or len({bool(asset.parts) for asset in assets.values()}) > 1:
        raise AssetDirectoryError(
            f"the assets {name} of {directory} are not of one kind ({', '.join(sorted(nouns))}); "
            "import one of them under another --name"
        )
    first = next(iter(assets.values()))
    noun = nouns.pop()
    common = set.intersection(*[{point.name for point in asset.points} for asset in assets.values()])
    shared = [name for name in first.affordances if all(name in asset.affordances for asset in assets.values())]
    parts = sorted({part.noun for asset in assets.values() for part in asset.parts})
    having = f" with {' and '.join(parts)}" if parts else ""
    return Category(
        name=name,
        summary=f"a {noun}{having}, brought in from {re.sub(r'^imported from ', '', first.origin)}",
        articulated=bool(first.parts),
        noun=noun,
        affordances=tuple(shared),
        keypoints=tuple(point.name for point in first.points if point.name in common),
        build=Stored(assets),
        uses=noun,
        instances=tuple(assets),
    )
