"""The catalog finds what exists, names what is near, and gives the same asset for the same id."""

from __future__ import annotations

import pytest

from envs.assets.catalog import AssetNameError, Catalog
from envs.assets.category import AFFORDANCES
from envs.assets.procedural import CATEGORIES
from envs.errors import UnknownNameError

BY_NAME = pytest.mark.parametrize("name", list(CATEGORIES))


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


def test_there_are_at_least_ten_categories_half_of_them_articulated(catalog: Catalog) -> None:
    categories = [catalog.category(name) for name in catalog.categories()]
    assert len(categories) >= 10
    assert sum(category.articulated for category in categories) >= 5


def test_an_unknown_category_names_the_nearest(catalog: Catalog) -> None:
    with pytest.raises(UnknownNameError, match="microwave") as caught:
        catalog.category("microwav")
    assert caught.value.nearest == "microwave"
    with pytest.raises(UnknownNameError):
        catalog.get("teapot/1")


@pytest.mark.parametrize("asset_id", ["block", "block/", "block/-1", "block/1.5", "block/x", "a/b/1", ""])
def test_an_id_that_is_no_category_and_number_is_refused(catalog: Catalog, asset_id: str) -> None:
    with pytest.raises(AssetNameError, match="category/number"):
        catalog.get(asset_id)


@BY_NAME
def test_an_id_stands_for_the_same_asset_for_ever(name: str) -> None:
    assert Catalog().get(f"{name}/7") == Catalog().get(f"{name}/7")


@BY_NAME
def test_an_asset_survives_json(catalog: Catalog, name: str) -> None:
    asset = catalog.get(f"{name}/3")
    assert type(asset).model_validate_json(asset.model_dump_json()) == asset


@BY_NAME
def test_instances_differ_in_size_and_colour(catalog: Catalog, name: str) -> None:
    assets = [catalog.get(f"{name}/{instance}") for instance in range(12)]
    assert len({asset.size for asset in assets}) >= 10
    assert len({tuple(shape.colour for shape in asset.root.shapes) for asset in assets}) >= 3
    assert len({asset.description for asset in assets}) >= 8


@BY_NAME
def test_an_asset_is_what_its_category_says(catalog: Catalog, name: str) -> None:
    category = catalog.category(name)
    assert category.name == name
    assert category.affordances
    assert set(category.affordances) <= set(AFFORDANCES)
    for instance in range(4):
        asset = catalog.get(f"{name}/{instance}")
        assert asset.id == f"{name}/{instance}"
        assert bool(asset.parts) == category.articulated
        assert asset.affordances == category.affordances
        names = {point.name for point in asset.points}
        for keypoint in category.keypoints:
            for part in asset.parts or [None]:
                assert keypoint.replace("<part>", part.name if part else "") in names
        assert bool(asset.volumes) == bool({"contain", "enclose", "fill"} & set(asset.affordances))
        assert "support" not in asset.affordances or asset.surfaces
        assert "pick" not in asset.affordances or asset.grasps
