"""A mug: hollow, with a handle that stands off its side."""

from __future__ import annotations

import numpy as np

from envs.assets.contact import contains
from envs.assets.procedural import mug


def test_it_is_hollow() -> None:
    for instance in range(6):
        asset = mug.build(instance)
        volume = asset.volume("interior")
        low = np.array(volume.pose.position) - np.array(volume.size) / 2
        for share in ((0.5, 0.5, 0.1), (0.02, 0.02, 0.05), (0.98, 0.98, 0.95)):
            point = low + np.array(share) * volume.size
            assert not any(contains(shape, point) for shape in asset.root.shapes)


def test_a_finger_goes_through_the_handle() -> None:
    for instance in range(12):
        asset = mug.build(instance)
        x, _, z = asset.point("handle.centre").position
        gap = np.array([x - mug.BAR[1] - 0.006, 0.0, z])
        assert not any(contains(shape, gap) for shape in asset.root.shapes)
        assert any(contains(shape, np.array([x, 0.0, z])) for shape in asset.root.shapes)
