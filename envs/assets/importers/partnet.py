"""Reads a directory as PartNet-Mobility has them: mobility.urdf, semantics.txt, meta.json, textured_objs/."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from typing import Any

from envs.assets.importers.errors import ImportRefusedError
from envs.assets.importers.folder import Folder, shown
from envs.assets.importers.source import Source
from envs.assets.importers.urdf_source import read_urdf

URDF, SEMANTICS, META, BOX = "mobility.urdf", "semantics.txt", "meta.json", "bounding_box.json"
LICENCE = "PartNet-Mobility's terms of use: research and education, not commercial; do not redistribute"
NOUNS = {
    "StorageFurniture": "cabinet",
    "Door": "door",
    "KitchenPot": "pot",
    "TrashCan": "trash can",
    "WashingMachine": "washing machine",
    "CoffeeMachine": "coffee machine",
    "Switch": "light switch",
}
"""What people call a category of PartNet-Mobility, where that is not its name in words."""


def is_partnet(folder: Folder) -> bool:
    """Return whether a folder is such a directory."""
    return (folder.path / URDF).is_file()


def read_partnet(folder: Folder) -> Source:
    """Return what the directory describes, at its unit size, with what its files say that links are.

    The URDF turns the meshes, whose y is up, so that z is. Raises ImportRefusedError where a file contradicts another.
    """
    source = read_urdf(folder, URDF)
    meta = _json(folder, META)
    category, number = str(meta.get("model_cat") or ""), str(meta.get("anno_id") or folder.path.name)
    words = NOUNS.get(category) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", category).lower()
    meanings = _semantics(folder, {link.name for link in source.links})
    _json(folder, BOX)
    return replace(
        source,
        name=re.sub(r"(?<=[a-z])(?=[A-Z])", "_", category).lower() or folder.path.name,
        noun=words or None,
        links=tuple(replace(link, meaning=meanings.get(link.name, "")) for link in source.links),
        metres=False,
        front=math.pi,  # the frame that it is turned into has the front along -x
        licence=LICENCE,
        origin=f"PartNet-Mobility {number[:40]}" + (f" ({category[:40]})" if category else ""),
    )


def _semantics(folder: Folder, links: set[str]) -> dict[str, str]:
    """Return what each link is: lines of `link_0 hinge rotation_door`."""
    if not (folder.path / SEMANTICS).exists():
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(folder.text(SEMANTICS, wanted_by=URDF).splitlines(), start=1):
        words = line.split()
        if not words:
            continue
        if len(words) != 3:
            raise ImportRefusedError(f"{SEMANTICS}:{number}: {shown(line)}; a line is: LINK JOINT MEANING")
        if words[0] not in links:
            raise ImportRefusedError(f"{SEMANTICS}:{number}: link {shown(words[0])} is not in {URDF}")
        found[words[0]] = words[2][:60]
    return found


def _json(folder: Folder, name: str) -> dict[str, Any]:
    if not (folder.path / name).exists():
        return {}
    try:
        data = json.loads(folder.text(name, wanted_by=URDF))
    except (ValueError, RecursionError) as error:
        raise ImportRefusedError(f"{name} is no JSON that can be read: {error}") from error
    if not isinstance(data, dict):
        raise ImportRefusedError(f"{name} holds no object; copy the directory again")
    return data
