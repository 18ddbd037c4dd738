"""A toilet: the lid lifts alone, the seat once the lid is up, and a push flushes it."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.contact import Solid, penetration
from envs.assets.procedural import toilet
from tests.envs.assets.procedural.moving import handle_at


def _depth(asset, first: str, second: str, values: dict[str, float]) -> float:
    poses = asset.link_poses(np.eye(4), values)
    return max(
        penetration(Solid.of(a), poses[first], Solid.of(b), poses[second])
        for a in asset.link(first).shapes
        for b in asset.link(second).shapes
    )


@pytest.mark.parametrize("instance", range(4))
def test_lid_and_seat_go_up_one_after_the_other(instance: int) -> None:
    asset = toilet.build(instance)
    top = asset.joint("lid_joint").upper
    for seat in (0.0, 0.5 * top, top):
        assert _depth(asset, "seat", "lid", {"lid_joint": top, "seat_joint": seat}) < 1e-3
    assert _depth(asset, "lid", "body", {"lid_joint": top}) < 1e-3
    for part in ("lid", "seat"):
        assert handle_at(asset, part, 0.7)[2] > handle_at(asset, part, 0.0)[2] + 0.08


@pytest.mark.parametrize("instance", range(8))
def test_it_is_flushed_by_a_push_downwards(instance: int) -> None:
    asset = toilet.build(instance)
    flush = next(part for part in asset.parts if part.name in ("button", "lever"))
    assert flush.handle_kind == "push"
    assert f"flush {flush.name}" in asset.description
    assert asset.axis(f"{flush.handle}.opening").direction[2] < -0.9
