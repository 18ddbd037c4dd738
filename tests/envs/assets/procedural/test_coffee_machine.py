"""An espresso machine: the portafilter turns to the side that its words say, and the button springs back."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.procedural import coffee_machine
from tests.envs.assets.procedural.moving import handle_at


@pytest.mark.parametrize("instance", range(6))
def test_the_portafilter_turns_to_the_side_that_is_said(instance: int) -> None:
    asset = coffee_machine.build(instance)
    way = handle_at(asset, "portafilter", 1.0) - handle_at(asset, "portafilter", 0.0)
    # As one faces it, its left is -y.
    assert ("left" in asset.description) == (way[1] < 0)
    assert way[2] == pytest.approx(0.0)


@pytest.mark.parametrize("instance", range(6))
def test_the_button_is_pushed_in_against_a_spring(instance: int) -> None:
    asset = coffee_machine.build(instance)
    part, joint = asset.part("button"), asset.joint("button_joint")
    assert part.handle_kind == "push"
    assert joint.spring * joint.upper > joint.friction
    way = handle_at(asset, "button", 1.0) - handle_at(asset, "button", 0.0)
    assert way / np.linalg.norm(way) == pytest.approx(asset.axis("button.handle.approach").direction)


@pytest.mark.parametrize("instance", range(6))
def test_a_cup_stands_under_the_spout(instance: int) -> None:
    asset = coffee_machine.build(instance)
    tray, spout = asset.surface("tray"), asset.point("spout").position
    # The spout is on the portafilter, whose origin is the group's middle.
    x = asset.joint("portafilter_joint").origin.position[0] + spout[0]
    assert abs(x - tray.pose.position[0]) < tray.size[0] / 2
    assert asset.joint("portafilter_joint").origin.position[2] + spout[2] > tray.pose.position[2] + 0.08
