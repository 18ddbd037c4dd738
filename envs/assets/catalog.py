"""The catalog: every category that a task may use, and its instances by name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

from envs.assets.category import Category
from envs.assets.model import AssetModel
from envs.assets.procedural import CATEGORIES
from envs.errors import EnvsError, UnknownNameError

CACHE_SIZE = 256


class AssetNameError(EnvsError):
    """An asset id that is not `category/number`."""


class UnknownCategoryError(UnknownNameError):
    """A category that the catalog has not got, perhaps because it was imported and its folder was not given."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        super().__init__("category", name, known)
        self.args = (f"{self} If it is one of your own assets, give their folder: --asset-dir DIR",)

    def __reduce__(self) -> tuple[type[UnknownCategoryError], tuple[str, list[str]]]:  # type: ignore[override]
        """Let it come back from a worker process."""
        return type(self), (self.name, self.known)


class Catalog:
    """Finds categories by name and builds instances by id; an id stands for the same asset for ever.

    `offered` are the categories that new tasks may use, all of them when None; the others are still found by name.
    """

    def __init__(
        self, categories: Mapping[str, Category] | None = None, offered: Collection[str] | None = None
    ) -> None:
        self._categories = dict(CATEGORIES if categories is None else categories)
        self._offered = None if offered is None else tuple(offered)
        self._build = lru_cache(maxsize=CACHE_SIZE)(self._build_instance)

    def __reduce__(self) -> tuple[type[Catalog], tuple[dict[str, Category], tuple[str, ...] | None]]:
        """Pickle without the cache, so that worker processes can have a copy."""
        return type(self), (self._categories, self._offered)

    def with_directory(self, directory: Path, *, alone: bool = False) -> Catalog:
        """Return a catalog that has the assets of a directory, too; with `alone` it offers no others.

        Raises AssetDirectoryError for a directory that cannot be used, or that has a name which this catalog has.
        """
        from envs.assets.importers.library import AssetDirectoryError, read_directory

        own = read_directory(directory)
        for name in own:
            if name in self._categories:
                raise AssetDirectoryError(
                    f"{directory} has assets of the name {name!r}, which the catalog has already; import them again "
                    f"under another --name, such as own_{name}"
                )
        return Catalog({**self._categories, **own}, tuple(own) if alone else None)

    def categories(self) -> tuple[str, ...]:
        """Return the names of all categories on offer."""
        return tuple(self._categories) if self._offered is None else self._offered

    def category(self, name: str) -> Category:
        """Return a category by name; raises UnknownCategoryError with the nearest name."""
        if name not in self._categories:
            raise UnknownCategoryError(name, self._categories)
        return self._categories[name]

    def instances(self, category: str) -> tuple[int, ...]:
        """Return the numbers of a category's instances; nothing where every number is one."""
        return self.category(category).instances

    def numbers(self, category: str, span: range) -> tuple[int, ...]:
        """Return the numbers of a span that are instances, or all that there are where the span has none of them."""
        there = self.instances(category)
        return tuple(number for number in there if number in span) or there or tuple(span)

    def colour(self, category: str, number: int) -> str | None:
        """Return what the colour of an instance is called, None where it has no one colour."""
        found = self.category(category)
        return found.colour(number) if found.palette else self.get(f"{category}/{number}").colour_name

    def first(self, category: str) -> str:
        """Return the id of a category's first instance; raises UnknownCategoryError."""
        return f"{category}/{min(self.category(category).instances, default=0)}"

    def get(self, asset_id: str) -> AssetModel:
        """Return the asset of an id such as "drawer_cabinet/7".

        Raises AssetNameError when the id is not `category/number` or there is no such number, UnknownNameError for an
        unknown category.
        """
        found = re.fullmatch(r"([^/]+)/([0-9]{1,9})", asset_id)
        if found is None:
            raise AssetNameError(f"asset id {asset_id!r} is not `category/number`; write for example 'block/3'")
        return self._build(found[1], int(found[2]))

    def _build_instance(self, category: str, instance: int) -> AssetModel:
        found = self.category(category)
        if found.instances and instance not in found.instances:
            there = ", ".join(str(number) for number in found.instances)
            raise AssetNameError(f"there is no {category}/{instance}; numbers of {category}: {there}")
        return found.build(instance)
