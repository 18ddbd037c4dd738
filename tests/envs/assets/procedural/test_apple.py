"""An apple: a hollow round its stem, and the weight of a fruit."""

from __future__ import annotations

import numpy as np

from envs.assets.procedural import apple


def test_the_stem_stands_in_a_hollow() -> None:
    for instance in range(8):
        asset = apple.build(instance)
        tops = [max(v[2] for v in shape.vertices) for shape in asset.root.shapes[1:12]]
        stem = asset.point("stem").position
        assert stem[2] > max(tops[:10])
        assert np.hypot(stem[0], stem[1]) < 0.01


def test_it_weighs_what_apples_of_its_size_weigh() -> None:
    assert all(0.09 < apple.build(instance).root.mass < 0.22 for instance in range(20))


def test_leaves_come_and_go_with_the_description() -> None:
    for instance in range(12):
        asset = apple.build(instance)
        assert ("leaf" in asset.description) == (len(asset.root.shapes) > 13)
