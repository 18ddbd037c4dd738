"""Finds categories by what they are for: "something to keep milk cold" is a refrigerator.

Sentences are compared by an embedder, which is handed in: any function from sentences to vectors of length 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from envs.assets.catalog import Catalog
from envs.assets.category import Category

Embed = Callable[[Sequence[str]], NDArray[np.float64]]
WHOLE = 0.5
"""How much the mean nearness of all that is said of a category counts, beside that of its nearest phrase."""


@dataclass(frozen=True)
class Found:
    """A category, and how near it is to what was asked for: 1 is the same words, 0 nothing in common."""

    category: str
    nearness: float


class AssetSearch:
    """Searches a catalog; its phrases are embedded once, at the first search."""

    def __init__(self, catalog: Catalog, embed: Embed) -> None:
        self._catalog = catalog
        self._embed = embed
        self._vectors: dict[str, NDArray[np.float64]] | None = None

    def nearest(self, query: str, count: int = 5) -> tuple[Found, ...]:
        """Return up to `count` categories, nearest first; nothing where no word of the query says anything."""
        if self._vectors is None:
            self._vectors = self._embedded()
        asked = self._embed([query])[0]
        found: list[Found] = []
        for name, vectors in self._vectors.items():
            near = vectors @ asked
            found.append(Found(name, round(float((near.max() + WHOLE * near.mean()) / (1.0 + WHOLE)), 4)))
        found.sort(key=lambda item: (-item.nearness, item.category))
        return tuple(item for item in found[:count] if item.nearness > 0.0)

    def _embedded(self) -> dict[str, NDArray[np.float64]]:
        said = {name: phrases(self._catalog.category(name)) for name in self._catalog.categories()}
        vectors = self._embed([phrase for texts in said.values() for phrase in texts])
        ends = np.cumsum([len(texts) for texts in said.values()])
        return dict(zip(said, np.split(vectors, ends[:-1]), strict=True))


def phrases(category: Category) -> list[str]:
    """Return what is said of a category: what it is called and does, then each of its uses."""
    called = dict.fromkeys((category.noun, category.name.replace("_", " ")))
    uses = (phrase.strip() for phrase in category.uses.split(";"))
    return [f"{', '.join(called)}: {category.summary}", *(phrase for phrase in uses if phrase)]
