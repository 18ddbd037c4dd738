"""A cup: hollow, narrower at its foot, held below its rim."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.contact import contains
from envs.assets.procedural import cup


def test_it_is_hollow() -> None:
    for instance in range(6):
        asset = cup.build(instance)
        volume = asset.volume("interior")
        low = np.array(volume.pose.position) - np.array(volume.size) / 2
        for share in ((0.5, 0.5, 0.1), (0.5, 0.5, 0.9), (0.02, 0.02, 0.05), (0.98, 0.02, 0.9)):
            point = low + np.array(share) * volume.size
            assert not any(contains(shape, point) for shape in asset.root.shapes)


def test_the_floor_is_closed() -> None:
    asset = cup.build(2)
    assert any(contains(shape, np.array([0.0, 0.0, 0.002])) for shape in asset.root.shapes)


@pytest.mark.parametrize("kind", cup.VARIANTS["kind"])
def test_both_kinds_are_made(kind: str) -> None:
    assert any(kind in cup.build(instance).description for instance in range(10))


def test_the_rim_is_at_its_top() -> None:
    for instance in range(6):
        asset = cup.build(instance)
        assert asset.point("rim").position[2] > asset.grasps[0].centre[2]
        assert asset.point("rim").position[2] == pytest.approx(asset.size[2], abs=2e-3)
