"""A light switch: the end that switches on stands out, and goes in when it is pressed."""

from __future__ import annotations

import pytest

from envs.assets.procedural import wall_switch
from tests.envs.assets.procedural.moving import handle_at


@pytest.mark.parametrize("instance", range(10))
def test_pressing_moves_the_end_that_it_says_inwards(instance: int) -> None:
    asset = wall_switch.build(instance)
    top = "pressing the top" in asset.description
    for part in asset.parts:
        before, after = handle_at(asset, part.name, 0.0), handle_at(asset, part.name, 1.0)
        pivot = asset.joint(part.joint).origin.position
        assert (before[2] > pivot[2]) == top
        assert before[0] > pivot[0]
        assert -0.008 < after[0] - before[0] < -0.002
        assert part.handle_kind == "push"


def test_two_rockers_are_told_apart_by_their_side() -> None:
    pairs = [asset for asset in map(wall_switch.build, range(12)) if len(asset.parts) == 2]
    assert pairs
    for asset in pairs:
        left, right = asset.part("rocker_left"), asset.part("rocker_right")
        assert (left.which, right.which) == ("left", "right")
        assert handle_at(asset, left.name, 0.0)[1] < handle_at(asset, right.name, 0.0)[1]
