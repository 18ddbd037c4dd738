"""A sliding window: its sash slides the way it says and leaves an opening behind."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.contact import contains
from envs.assets.procedural import sliding_window
from kpam.transforms import apply
from tests.envs.assets.procedural.moving import handle_at


@pytest.mark.parametrize("instance", range(12))
def test_the_sash_slides_the_way_it_says(instance: int) -> None:
    asset = sliding_window.build(instance)
    moved = handle_at(asset, "sash", 1.0) - handle_at(asset, "sash", 0.0)
    ways = {"slides up": moved[2], "slides to the left": -moved[1], "slides to the right": moved[1]}
    said = next(words for words in ways if words in asset.description)
    assert ways[said] == pytest.approx(np.linalg.norm(moved))
    assert ways[said] > 0.1


@pytest.mark.parametrize("instance", range(8))
def test_a_hand_reaches_through_when_it_is_open_and_not_when_it_is_shut(instance: int) -> None:
    asset = sliding_window.build(instance)
    # Beside the handle's bar, where the pane is when it is shut.
    way = np.asarray(asset.joint("sash_joint").axis)
    spot = handle_at(asset, "sash", 0.0) + 0.08 * way
    for value, blocked in ((0.0, True), (1.0, False)):
        poses = asset.link_poses(np.eye(4), asset.with_joint_at("sash_joint", value))
        hits = [
            contains(shape, apply(np.linalg.inv(poses[link.name]), np.array([x, spot[1], spot[2]])))
            for link in asset.links
            for shape in link.shapes
            for x in np.linspace(-0.05, 0.03, 41)
        ]
        assert any(hits) == blocked


def test_a_recessed_grip_is_a_hole_that_shut_fingers_go_into() -> None:
    recessed = [sliding_window.build(i) for i in range(24) if "recessed" in sliding_window.build(i).description]
    assert recessed
    for asset in recessed:
        assert asset.part("sash").handle_kind == "push"
        centre = np.asarray(asset.point("sash.handle.centre").position)
        for reach in (0.003, 0.015):
            before = np.add(centre, (reach, 0.0, 0.0))
            assert not any(contains(shape, before) for shape in asset.link("sash").shapes)
