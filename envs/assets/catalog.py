"""The catalog: every category that a task may use, and its instances by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from envs.assets.category import Category
from envs.assets.model import AssetModel
from envs.assets.procedural import CATEGORIES
from envs.errors import EnvsError, UnknownNameError

CACHE_SIZE = 256


class AssetNameError(EnvsError):
    """An asset id that is not `category/number`."""


class Catalog:
    """Finds categories by name and builds instances by id; an id stands for the same asset for ever."""

    def __init__(self, categories: Mapping[str, Category] | None = None) -> None:
        self._categories = dict(CATEGORIES if categories is None else categories)
        self._build = lru_cache(maxsize=CACHE_SIZE)(self._build_instance)

    def __reduce__(self) -> tuple[type[Catalog], tuple[dict[str, Category]]]:
        """Pickle without the cache, so that worker processes can have a copy."""
        return type(self), (self._categories,)

    def categories(self) -> tuple[str, ...]:
        """Return the names of all categories."""
        return tuple(self._categories)

    def category(self, name: str) -> Category:
        """Return a category by name; raises UnknownNameError with the nearest name."""
        if name not in self._categories:
            raise UnknownNameError("asset category", name, self._categories)
        return self._categories[name]

    def get(self, asset_id: str) -> AssetModel:
        """Return the asset of an id such as "drawer_cabinet/7".

        Raises AssetNameError when the id is not `category/number`, UnknownNameError for an unknown category.
        """
        found = re.fullmatch(r"([^/]+)/([0-9]{1,9})", asset_id)
        if found is None:
            raise AssetNameError(f"asset id {asset_id!r} is not `category/number`; write for example 'block/3'")
        return self._build(found[1], int(found[2]))

    def _build_instance(self, category: str, instance: int) -> AssetModel:
        return self.category(category).build(instance)
