"""`simwright assets`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from envs.assets.catalog import Catalog
from envs.assets.model import AssetModel
from envs.assets.procedural import CATEGORIES
from envs.pose import Pose

Run = Callable[..., Any]


def test_list_gives_every_category_with_keypoints_and_affordances(simwright: Run) -> None:
    listed = simwright("assets", "list", "--json").json["categories"]
    assert [item["name"] for item in listed] == list(Catalog().categories())
    assert all(set(item) == {"name", "articulated", "keypoints", "affordances"} for item in listed)
    assert any(item["articulated"] for item in listed)
    assert all(item["affordances"] for item in listed)


@pytest.mark.parametrize("name", ["mug", "drawer_cabinet", "trash_can"])
def test_what_agents_are_told_is_shown_with_a_picture(simwright: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / "pictures" / "it.png"
    said = simwright("assets", "show", name, "--image", path)
    assert said.code == 0
    assert said.out.startswith(f"{name}/0: ")
    asset = Catalog().get(f"{name}/0")
    for place in (*asset.parts, *asset.points, *asset.axes, *asset.volumes, *asset.surfaces, *asset.grasps):
        assert place.name in said.out
    colour = np.asarray(Image.open(path))
    assert colour.shape == (480, 1280 if asset.joints else 640, 3)
    assert colour.std() > 10


def test_a_picture_goes_beside_where_none_is_named(
    simwright: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert simwright("assets", "show", "ball/1").code == 0
    assert (tmp_path / "ball_1.png").is_file()


def test_search_finds_by_what_a_thing_is_for(simwright: Run) -> None:
    found = simwright("assets", "search", "something to keep milk cold", "--count", "3", "--json").json["found"]
    assert len(found) == 3
    assert found[0]["name"] == "refrigerator"


def test_check_passes_what_is_sound(simwright: Run) -> None:
    said = simwright("assets", "check", "mug", "block/9", "--seeds", "30:32", "--workers", "1", "--json")
    assert said.code == 0
    assert said.json == {"checked": 3, "faulty": 0, "findings": []}


def test_check_names_instance_check_and_figure(simwright: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = CATEGORIES["ball"]

    def floating(instance: int) -> AssetModel:
        asset = sound.build(instance)
        shape = asset.root.shapes[0]
        x, y, z = shape.pose.position
        raised = shape.model_copy(update={"pose": Pose(position=(x, y, z + 0.05))})
        return asset.model_copy(update={"links": (asset.root.model_copy(update={"shapes": (raised,)}),)})

    monkeypatch.setitem(CATEGORIES, "ball", dataclasses.replace(sound, build=floating))
    said = simwright("assets", "check", "ball/7", "--workers", "1")
    assert said.code == 1
    assert "ball/7: bounds: its underside is at z = 0.0" in said.out
    assert said.out.rstrip().endswith("1 instances checked, 1 with findings")


@pytest.mark.parametrize("seeds", ["5:5", "a:b", "3-9", "9:2", "-1:4"])
def test_seeds_that_are_no_range_are_refused(simwright: Run, seeds: str) -> None:
    said = simwright("assets", "check", "mug", "--seeds", seeds)
    assert said.code == 2
    assert "0:24" in said.err


def test_a_sheet_shows_instances_closed_and_open(simwright: Run, tmp_path: Path) -> None:
    path = tmp_path / "sheets" / "safe.png"
    assert simwright("assets", "sheet", "safe", "--seeds", "3:6", "--out", path).code == 0
    image = np.asarray(Image.open(path))
    assert image.shape[1] > 3 * 2 * 150
    closed, opened = image[40:190, 10:160].astype(int), image[40:190, 178:328].astype(int)
    assert np.abs(closed - opened).mean() > 2


def test_a_sheet_needs_a_category_or_all_and_a_picture_file(simwright: Run, tmp_path: Path) -> None:
    assert simwright("assets", "sheet", "--out", tmp_path / "x.png").code == 2
    assert simwright("assets", "sheet", "mug", "--all", "--out", tmp_path).code == 2
    said = simwright("assets", "sheet", "mug", "--out", tmp_path / "x.pdf")
    assert said.code == 2
    assert ".png" in said.err


def test_export_writes_a_urdf_and_what_it_cannot_say(simwright: Run, tmp_path: Path) -> None:
    said = simwright("assets", "export", "coffee_machine/2", "mug", "--out", tmp_path / "urdf", "--json")
    assert said.code == 0
    for asset_id, written in said.json["written"].items():
        tree = ElementTree.parse(written)
        assert tree.find(".//visual") is not None
        assert tree.find(".//collision") is not None
        model = AssetModel.model_validate_json(Path(written).with_name("asset.json").read_text())
        assert model == Catalog().get(asset_id)


@pytest.mark.parametrize("verb", ["show", "check", "sheet", "export"])
def test_an_unknown_category_names_the_nearest(simwright: Run, tmp_path: Path, verb: str) -> None:
    extra = ["--out", tmp_path / "x.png"] if verb in ("sheet", "export") else []
    said = simwright("assets", verb, "refridgerator", *extra)
    assert said.code == 2
    assert "Did you mean 'refrigerator'?" in said.err
