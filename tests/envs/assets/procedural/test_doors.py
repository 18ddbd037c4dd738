"""Doors hang where they say, open towards one, and are held at their free edge."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.builder import AssetBuilder
from envs.assets.checks import check
from envs.assets.model import AssetModel
from envs.assets.procedural.doors import Hinge, door_handle, hinged_door
from tests.envs.assets.procedural.moving import handle_at

GREY = (0.5, 0.5, 0.5)


def _built(hinge: Hinge, kind: str = "round bar") -> AssetModel:
    b = AssetBuilder("block", 0, fixed_base=True)
    body = b.root()
    b.block(body, (-0.1, -0.15, 0.0), (0.0, 0.15, 0.4), GREY)
    door = hinged_door(b, "door", hinge, (0.002, -0.14, 0.1), (0.02, 0.14, 0.39), GREY, upper=1.4, mass=0.5)
    door_handle(b, door, kind, thickness=0.02, length=0.1, colour=GREY)
    return b.build("a grey block with a door", affordances=("open",))


@pytest.mark.parametrize("kind", ["square bar", "round bar", "knob"])
@pytest.mark.parametrize("hinge", ["left", "right", "bottom"])
def test_every_hinge_with_every_handle_is_sound(hinge: Hinge, kind: str) -> None:
    assert check(_built(hinge, kind)) == ()


@pytest.mark.parametrize(("hinge", "edge"), [("left", (1, 0.14)), ("right", (1, -0.14)), ("bottom", (2, 0.39))])
def test_the_handle_is_at_the_edge_that_swings(hinge: Hinge, edge: tuple[int, float]) -> None:
    asset = _built(hinge)
    axis, value = edge
    closed = handle_at(asset, "door", 0.0)
    assert abs(closed[axis] - value) < 0.04
    assert handle_at(asset, "door", 0.5)[0] > closed[0] + 0.1


def test_a_door_that_falls_open_is_approached_from_above() -> None:
    approach = np.asarray(_built("bottom").axis("door.handle.approach").direction)
    assert approach[2] < -0.3
    assert approach[0] < -0.3


def test_an_unknown_handle_names_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"'ring'.*knob"):
        _built("left", "ring")
