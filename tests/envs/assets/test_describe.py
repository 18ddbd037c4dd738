"""What is told of an asset is short, and every name in it is one that the asset knows."""

from __future__ import annotations

import json

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.assets.describe import as_text, describe
from kpam.transforms import apply


@pytest.mark.parametrize("name", Catalog().categories())
def test_every_name_told_is_one_that_specs_are_checked_with(name: str) -> None:
    asset = Catalog().get(f"{name}/4")
    told = describe(asset)
    for part in told["parts"]:
        assert asset.joint(asset.part(part["name"]).joint).kind == part["joint"]
        assert part["unit"] == {"revolute": "rad", "prismatic": "m"}[part["joint"]]
    for place in told["volumes"]:
        asset.volume(place["name"])
    for place in told["surfaces"]:
        asset.surface(place["name"])
    for point in told["points"]:
        asset.point(point)
    for axis in told["axes"]:
        asset.axis(axis)
    assert {grasp["name"] for grasp in told["grasps"]} == {grasp.name for grasp in asset.grasps}


@pytest.mark.parametrize("name", Catalog().categories())
def test_it_is_short_and_its_text_says_all_of_it(name: str) -> None:
    told = describe(Catalog().get(f"{name}/4"))
    assert len(json.dumps(told)) < 2500
    text = as_text(told)
    for key in ("parts", "volumes", "surfaces", "grasps"):
        assert all(item["name"] in text for item in told[key])
    for name in (*told["points"], *told["axes"], *told["affordances"], told["asset"], told["description"]):
        assert name in text


def test_a_handle_is_as_high_as_it_stands() -> None:
    asset = Catalog().get("drawer_cabinet/1")
    part = describe(asset)["parts"][0]
    point = asset.point(f"{part['name']}.handle.centre")
    T = asset.link_poses(np.eye(4), {})[point.link]
    assert part["handle_height"] == pytest.approx(apply(T, point.position)[2], abs=1e-3)
