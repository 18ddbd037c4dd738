"""A line: long, narrow, flat, with both ends named."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.contact import contains
from envs.assets.procedural import line


def test_it_runs_from_end_to_end() -> None:
    for instance in range(12):
        asset = line.build(instance)
        left, right = (np.asarray(asset.point(f"end.{side}").position) for side in ("left", "right"))
        assert np.linalg.norm(left - right) == pytest.approx(asset.size[1])
        assert asset.size[1] > 8 * asset.size[0]
        assert asset.size[2] <= 0.001


def test_its_middle_lies_on_a_stroke() -> None:
    for instance in range(12):
        asset = line.build(instance)
        point = np.asarray(asset.point("centre").position) - [0, 0, 5e-4]
        assert any(contains(shape, point) for shape in asset.root.shapes)
        assert ("dashed" in asset.description) == (len(asset.root.shapes) > 1)
