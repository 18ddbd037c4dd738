"""What the catalog knows of a noun: how large such things are, how dense, whether they stand fast."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from functools import cache

from envs.assets.catalog import Catalog
from envs.assets.mechanics import volume

LOOKED_AT = 5
"""Instances of a category whose sizes are compared."""


@dataclass(frozen=True)
class Known:
    """What things of a noun are like: longest edge in metres, kg / m^3 of their shapes, what can be done with them."""

    category: str
    size: float
    density: float
    fixed_base: bool
    articulated: bool
    affordances: tuple[str, ...]


@cache
def nouns() -> dict[str, str]:
    """Return the category of each noun and name that the built-in catalog knows, the first where several share it."""
    catalog, found = Catalog(), dict[str, str]()
    for name in catalog.categories():
        for words in (catalog.category(name).noun, name.replace("_", " ")):
            found.setdefault(words, name)
    return found


def plain_noun(words: str) -> str:
    """Return what the built-in catalog calls the thing of a noun or name: "drawer cabinet" is a cabinet."""
    name = nouns().get(words)
    return words if name is None else Catalog().category(name).noun


@cache
def known(noun: str) -> Known | None:
    """Return what the built-in catalog knows of a noun, None where it knows none such."""
    name = nouns().get(noun)
    if name is None:
        return None
    catalog = Catalog()
    seen = [catalog.get(f"{name}/{number}") for number in range(LOOKED_AT)]
    mass = sum(link.mass for link in seen[0].links)
    return Known(
        category=name,
        size=round(statistics.median(max(asset.size) for asset in seen), 3),
        density=mass / sum(volume(link.shapes) for link in seen[0].links),
        fixed_base=seen[0].fixed_base,
        articulated=bool(seen[0].joints),
        affordances=catalog.category(name).affordances,
    )
