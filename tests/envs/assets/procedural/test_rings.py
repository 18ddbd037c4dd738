"""Rings are hollow, whole, and as large as they say."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.builder import AssetBuilder
from envs.assets.contact import contains
from envs.assets.geometry import asset_bounds
from envs.assets.mechanics import volume
from envs.assets.model import AssetModel
from envs.assets.procedural.rings import hoop, tyre

GREY = (0.5, 0.5, 0.5)


def _built(add) -> AssetModel:
    b = AssetBuilder("block", 0, fixed_base=True)
    add(b, b.root())
    return b.build("a ring", affordances=())


def _inside(asset: AssetModel, point) -> bool:
    return any(contains(shape, np.asarray(point)) for shape in asset.root.shapes)


def test_a_hoop_about_x_has_a_hole_and_weighs_what_its_polygons_say() -> None:
    asset = _built(lambda b, link: hoop(b, link, (0.1, 0, 0.2), (0.15, 0, 0.2), 0.08, 0.06, GREY, sides=12))
    area = 12 * np.tan(np.pi / 12) * (0.08**2 - 0.06**2)
    assert volume(asset.root.shapes) == pytest.approx(0.05 * area)
    assert not _inside(asset, (0.125, 0.0, 0.2))
    for angle in np.linspace(0, 2 * np.pi, 25):
        assert _inside(asset, (0.125, 0.07 * np.cos(angle), 0.2 + 0.07 * np.sin(angle)))


def test_a_tyre_is_as_wide_as_its_radius_and_half_its_thickness() -> None:
    asset = _built(lambda b, link: tyre(b, link, (0, 0, 0.1), (0, 0, 1), 0.09, 0.02, GREY, sides=20))
    low, high = asset_bounds(asset)
    assert (high - low)[:2] == pytest.approx([0.2, 0.2], abs=0.003)
    assert (high - low)[2] == pytest.approx(0.02, abs=1e-3)
    assert not _inside(asset, (0.0, 0.0, 0.1))
    for angle in np.linspace(0, 2 * np.pi, 41):
        assert _inside(asset, (0.0905 * np.cos(angle), 0.0905 * np.sin(angle), 0.1))
