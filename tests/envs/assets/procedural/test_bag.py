"""A shopping bag: its strap swings clear of it, and both kinds of straps come up."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.procedural import bag
from tests.envs.assets.procedural.moving import handle_at, is_free


@pytest.mark.parametrize("instance", range(6))
def test_the_strap_swings_up_over_the_rim(instance: int) -> None:
    asset = bag.build(instance)
    rest, upright = handle_at(asset, "strap", 0.0), handle_at(asset, "strap", 1.0)
    rim = asset.point("rim").position[2]
    assert rest[2] < rim < upright[2] - 0.05
    assert rest[0] > 0.10


@pytest.mark.parametrize("instance", range(6))
def test_what_is_put_in_finds_room(instance: int) -> None:
    assert is_free(bag.build(instance), "interior")


def test_the_second_strap_of_two_stays_where_it_is() -> None:
    assets = [bag.build(instance) for instance in range(8)]
    double = [asset for asset in assets if "two" in asset.description]
    single = [asset for asset in assets if "one" in asset.description]
    assert double
    assert single
    for asset in double:
        # It stands up behind the bag, and is no part of what moves.
        heights = [np.asarray(shape.pose.position)[2] for shape in asset.root.shapes]
        assert max(heights) > asset.point("rim").position[2] + 0.05
