"""A stand: its top stands over its foot, and a level hand fits between the two."""

from __future__ import annotations

import pytest

from envs.assets.procedural import stand


@pytest.mark.parametrize("instance", range(6))
def test_it_is_heavy_below(instance: int) -> None:
    asset = stand.build(instance)
    assert asset.root.centre_of_mass[2] < 0.75 * asset.size[2]
    assert asset.root.centre_of_mass[:2] == pytest.approx((0.0, 0.0), abs=1e-6)


@pytest.mark.parametrize("instance", range(6))
def test_it_is_held_by_its_column_level(instance: int) -> None:
    asset = stand.build(instance)
    assert asset.grasps
    for grasp in asset.grasps:
        assert grasp.approach[2] == 0.0
        assert grasp.closing[2] == 0.0
        assert grasp.width <= 2 * stand.PARAMETERS["column"].high + 1e-6


def test_round_and_square_tops_are_made() -> None:
    said = " ".join(stand.build(instance).description for instance in range(8))
    assert "round top" in said
    assert "square top" in said
