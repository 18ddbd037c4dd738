"""A laptop: its screen opens past upright over a keyboard, by every kind of handle."""

from __future__ import annotations

import pytest

from envs.assets.procedural import laptop
from envs.assets.procedural.lip import LIFTED_BY
from tests.envs.assets.procedural.moving import handle_at


@pytest.mark.parametrize("instance", range(4))
def test_the_screen_folds_back_past_upright(instance: int) -> None:
    asset = laptop.build(instance)
    closed, opened = handle_at(asset, "screen", 0.0), handle_at(asset, "screen", 1.0)
    assert opened[2] > closed[2] + 0.12
    assert opened[0] < closed[0] - 0.12


def test_every_kind_of_handle_is_made() -> None:
    said = " ".join(laptop.build(instance).description for instance in range(12))
    assert all(kind in said for kind in LIFTED_BY)
