"""A claw hammer: heavy at its head, held where it balances, its face and its claw at opposite sides."""

from __future__ import annotations

import pytest

from envs.assets.procedural import hammer


@pytest.mark.parametrize("instance", range(6))
def test_steel_draws_the_balance_towards_the_head(instance: int) -> None:
    asset = hammer.build(instance)
    assert asset.root.centre_of_mass[0] > 0.2 * asset.size[0]


@pytest.mark.parametrize("instance", range(6))
def test_it_is_held_near_its_balance(instance: int) -> None:
    asset = hammer.build(instance)
    for grasp in asset.grasps:
        assert abs(grasp.centre[0] - asset.root.centre_of_mass[0]) < 0.05


@pytest.mark.parametrize("instance", range(6))
def test_face_and_claw_are_at_opposite_sides(instance: int) -> None:
    asset = hammer.build(instance)
    face, claw = asset.point("face").position, asset.point("claw").position
    assert face[1] > 0.03
    assert claw[1] < -0.03
    assert asset.axis("face.normal").direction == pytest.approx((0.0, 1.0, 0.0))
