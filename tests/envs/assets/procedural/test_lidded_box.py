"""A box: its lid opens at the back, its room is free, and every kind of handle is made."""

from __future__ import annotations

import pytest

from envs.assets.procedural import lidded_box
from envs.assets.procedural.lip import LIFTED_BY
from tests.envs.assets.procedural.moving import handle_at, is_free


@pytest.mark.parametrize("instance", range(4))
def test_the_lid_lifts_from_the_front(instance: int) -> None:
    asset = lidded_box.build(instance)
    closed, opened = handle_at(asset, "lid", 0.0), handle_at(asset, "lid", 1.0)
    assert opened[2] > closed[2] + 0.12
    assert is_free(asset, "interior")


def test_every_kind_of_handle_is_made() -> None:
    said = " ".join(lidded_box.build(instance).description for instance in range(12))
    assert all(kind in said for kind in LIFTED_BY)
