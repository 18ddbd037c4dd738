"""A lever: thrown through the upright from one side to the other."""

from __future__ import annotations

import pytest

from envs.assets.procedural import lever
from tests.envs.assets.procedural.moving import handle_at


@pytest.mark.parametrize("instance", range(12))
def test_it_is_thrown_the_way_it_says_and_leans_as_far_as_before(instance: int) -> None:
    asset = lever.build(instance)
    before, middle, after = (handle_at(asset, "lever", share) for share in (0.0, 0.5, 1.0))
    ways = {"towards one": (0, 1), "to the left": (1, -1), "to the right": (1, 1)}
    axis, sign = next(way for words, way in ways.items() if words in asset.description)
    assert sign * before[axis] < -0.03
    assert sign * after[axis] == pytest.approx(-sign * before[axis], abs=2e-3)
    assert middle[2] > before[2] + 0.005


def test_it_holds_against_its_own_weight() -> None:
    for instance in range(12):
        asset = lever.build(instance)
        link, joint = asset.link("lever"), asset.joint("lever_joint")
        assert joint.friction > 9.81 * link.mass * max(abs(v) for v in link.centre_of_mass[:2])
