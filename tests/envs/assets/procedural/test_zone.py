"""A zone: a flat square with a frame, on which things stand."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.procedural import zone


def test_it_is_a_flat_square() -> None:
    for instance in range(12):
        asset = zone.build(instance)
        assert asset.size[0] == pytest.approx(asset.size[1])
        assert asset.size[2] < 0.002
        assert asset.fixed_base


def test_its_top_lies_within_the_frame() -> None:
    asset = zone.build(0)
    top = asset.surface("top")
    assert top.pose.position[2] == zone.SHEET
    assert max(top.size) == pytest.approx(asset.size[0] - 2 * (asset.size[0] - max(top.size)) / 2)
    assert max(top.size) < asset.size[0]


def test_nothing_pushed_over_its_edge_meets_a_step() -> None:
    asset = zone.build(0)
    half = asset.size[0] / 2
    frame = [np.asarray(shape.vertices) for shape in asset.root.shapes if shape.kind == "mesh"]
    assert len(frame) == 4
    for corners in frame:
        at_the_edge = np.isclose(np.abs(corners[:, :2]).max(axis=1), half)
        assert at_the_edge.sum() == 2
        assert (corners[at_the_edge, 2] == 0.0).all()
        assert corners[:, 2].max() == zone.SHEET
