"""Every check of one instance of the catalog, those against its category included."""

from __future__ import annotations

from collections.abc import Iterator

from envs.assets.catalog import Catalog
from envs.assets.category import Category
from envs.assets.checks import Finding, check, check_in_engines
from envs.assets.model import AssetModel
from envs.errors import EnvsError


def check_instance(catalog: Catalog, asset_id: str) -> tuple[Finding, ...]:
    """Build an instance by its id and return everything that is wrong with it.

    Raises AssetNameError for an id that is not `category/number`, UnknownNameError for an unknown category.
    """
    category = catalog.category(asset_id.partition("/")[0])
    try:
        asset = catalog.get(asset_id)
    except EnvsError:
        raise
    except Exception as error:  # whatever a category's own code raises is what is wrong with the instance
        return (Finding("build", f"{type(error).__name__}: {error}"),)
    found = [Finding("category", text) for text in _as_its_category_says(asset, category)]
    return (*found, *check(asset, noun=category.noun), *check_in_engines(asset))


def _as_its_category_says(asset: AssetModel, category: Category) -> Iterator[str]:
    """Yield where an instance is not what its category promises, or not the same when it is built again."""
    if category.build(asset.instance) != asset:
        yield "built again it is another"
    if bool(asset.parts) != category.articulated:
        yield f"it has {len(asset.parts)} moving parts; the category says articulated={category.articulated}"
    names = {point.name for point in asset.points}
    for keypoint in category.keypoints:
        for part in asset.parts or (None,):
            name = keypoint.replace("<part>", part.name if part else "")
            if name not in names:
                yield f"keypoint {name!r} is missing"
