"""`simwright assets`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from envs.assets.catalog import Catalog

Run = Callable[..., Any]


def test_list_gives_every_category_with_keypoints_and_affordances(simwright: Run) -> None:
    listed = simwright("assets", "list", "--json").json["categories"]
    assert [item["name"] for item in listed] == list(Catalog().categories())
    assert all(set(item) == {"name", "articulated", "keypoints", "affordances"} for item in listed)
    assert any(item["articulated"] for item in listed)
    assert all(item["affordances"] for item in listed)


@pytest.mark.parametrize("name", Catalog().categories())
def test_every_category_can_be_shown(simwright: Run, name: str) -> None:
    said = simwright("assets", "show", name)
    assert said.code == 0
    assert f"{name}/0" in said.out


def test_a_picture_shows_the_asset(simwright: Run, tmp_path: Path) -> None:
    path = tmp_path / "pictures" / "ball.png"
    assert simwright("assets", "show", "ball/1", "--image", path).code == 0
    colour = np.asarray(Image.open(path))
    assert colour.shape == (480, 640, 3)
    assert colour.std() > 10
