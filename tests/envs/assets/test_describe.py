"""What agents read about an asset names everything that a program may refer to."""

from __future__ import annotations

import pytest

from envs.assets.catalog import Catalog
from envs.assets.describe import describe_asset, describe_category
from envs.assets.procedural import CATEGORIES


@pytest.mark.parametrize("name", list(CATEGORIES))
def test_a_description_names_every_part_place_point_axis_and_grasp(name: str) -> None:
    asset = Catalog().get(f"{name}/4")
    text = describe_asset(asset)
    for items in (asset.parts, asset.volumes, asset.surfaces, asset.points, asset.axes, asset.grasps):
        for item in items:
            assert item.name in text
    assert asset.description in text


def test_a_category_line_has_its_name_kind_and_affordances() -> None:
    line = describe_category(CATEGORIES["drawer_cabinet"])
    assert line.startswith("drawer_cabinet (articulated; open, contain, support)")
