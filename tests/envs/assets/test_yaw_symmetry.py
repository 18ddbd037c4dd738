"""What an asset claims of its symmetry about the vertical is so: its outline turned by that angle is its outline."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.assets.model import AssetModel
from envs.assets.procedural import CATEGORIES
from envs.task.scene_model import shape_extent
from kpam.transforms import Array

TOLERANCE = 0.0017
"""Metres: panels, prints and fluted walls stand out by less."""
ELEVATIONS = (0.0, 0.5, -0.6)
HEADINGS = np.arange(0.05, 2 * np.pi, np.pi / 6)


def _reach(asset: AssetModel, heading: float, elevation: float) -> float:
    """Return how far an asset reaches from its upright middle along a direction."""
    level = np.cos(elevation)
    direction: Array = np.array([level * np.cos(heading), level * np.sin(heading), np.sin(elevation)])
    poses = asset.link_poses(np.eye(4), {})
    middle = np.array([asset.centre[0], asset.centre[1], 0.0])
    extents = [
        shape_extent(shape, poses[link.name] @ shape.pose.matrix(), direction)[1]
        for link in asset.links
        for shape in link.shapes
    ]
    return max(extents) - float(direction @ middle)


def _change(asset: AssetModel, turn: float) -> float:
    """Return by how much an asset's outline changes when it is turned, metres."""
    return max(
        abs(_reach(asset, heading, elevation) - _reach(asset, heading + turn, elevation))
        for elevation in ELEVATIONS
        for heading in HEADINGS
    )


def _claiming() -> list[tuple[str, int]]:
    catalog = Catalog()
    ids = [f"{name}/{number}" for name in CATEGORIES for number in (0, 3)]
    return [(id, catalog.get(id).yaw_symmetry) for id in ids if catalog.get(id).yaw_symmetry != 1]


@pytest.mark.parametrize(("asset_id", "fold"), _claiming())
def test_a_turn_that_is_said_to_change_nothing_changes_nothing(asset_id: str, fold: int) -> None:
    asset = Catalog().get(asset_id)
    for turn in (0.31, 0.7) if fold == 0 else (2 * np.pi / fold,):
        assert _change(asset, turn) < TOLERANCE


@pytest.mark.parametrize("asset_id", ["cube/0", "cuboid/0", "cracker_box/0", "zone/0", "pallet/0"])
def test_a_turn_half_as_far_is_seen(asset_id: str) -> None:
    asset = Catalog().get(asset_id)
    assert _change(asset, np.pi / asset.yaw_symmetry) > 2 * TOLERANCE


@pytest.mark.parametrize("asset_id", ["ell/0", "tee/0", "mug/0", "fixture/0", "kit/0"])
def test_what_has_a_front_claims_nothing(asset_id: str) -> None:
    assert Catalog().get(asset_id).yaw_symmetry == 1


@pytest.mark.parametrize("name", ["block", "bin"])
def test_square_ones_look_the_same_four_times_a_turn_and_oblong_ones_twice(name: str) -> None:
    for number in range(8):
        asset = Catalog().get(f"{name}/{number}")
        assert asset.yaw_symmetry == (4 if abs(asset.size[0] - asset.size[1]) < 1e-9 else 2)
