"""A basket: woven in two tones, free inside, upright where it is held."""

from __future__ import annotations

import pytest

from envs.assets.procedural import basket
from tests.envs.assets.procedural.moving import is_free


@pytest.mark.parametrize("instance", range(6))
def test_what_is_put_in_finds_room(instance: int) -> None:
    asset = basket.build(instance)
    assert is_free(asset, "interior")
    assert asset.size[0] > asset.size[1]


@pytest.mark.parametrize("instance", range(6))
def test_its_weave_has_more_than_one_tone(instance: int) -> None:
    asset = basket.build(instance)
    assert len({shape.colour for shape in asset.root.shapes if shape.kind == "mesh"}) >= 3


@pytest.mark.parametrize("instance", range(6))
def test_it_is_held_at_its_upright_rim(instance: int) -> None:
    asset = basket.build(instance)
    rim = asset.point("rim").position[2]
    assert all(0.61 * rim < grasp.centre[2] < rim for grasp in asset.grasps)
