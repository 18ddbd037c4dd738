"""Handles stand so far off a front that an open gripper reaches round them, and their centre is in them."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.builder import AssetBuilder
from envs.assets.checks import check
from envs.assets.contact import contains
from envs.assets.procedural.handles import FRONT_APPROACH, bar, knob, lever_arm

GREY = (0.5, 0.5, 0.5)
MOUNT = (0.0, 0.0, 0.25)
HANDLES = {
    "bar along z": lambda b, link: bar(
        b, link, MOUNT, along="z", length=0.1, thickness=0.02, gap=0.036, round_bar=True, colour=GREY
    ),
    "bar along y": lambda b, link: bar(
        b, link, MOUNT, along="y", length=0.1, thickness=0.02, gap=0.036, round_bar=False, colour=GREY
    ),
    "knob": lambda b, link: knob(b, link, MOUNT, width=0.024, square=False, colour=GREY),
    "lever to +y": lambda b, link: lever_arm(
        b, link, MOUNT, towards=1, length=0.09, thickness=0.02, round_bar=True, colour=GREY
    ),
    "lever to -y": lambda b, link: lever_arm(
        b, link, MOUNT, towards=-1, length=0.09, thickness=0.02, round_bar=False, colour=GREY
    ),
}


@pytest.mark.parametrize("name", list(HANDLES))
def test_a_drawer_with_it_is_sound(name: str) -> None:
    b = AssetBuilder("block", 0, fixed_base=True)
    body = b.root()
    b.block(body, (-0.2, -0.15, 0.0), (-0.03, 0.15, 0.4), GREY)
    link = b.moving(
        "drawer", kind="prismatic", origin=(0, 0, 0.25), axis=(1, 0, 0), upper=0.1, damping=1.0, friction=1.0
    )
    b.block(link, (-0.02, -0.14, 0.1), (0.0, 0.14, 0.39), GREY)
    centre = HANDLES[name](b, link)
    axis = (0.0, 1.0, 0.0) if "y" in name else (0.0, 0.0, 1.0)
    b.part(link, "drawer", centre=centre, approach=FRONT_APPROACH, axis=axis)
    asset = b.build("a grey block with a drawer", affordances=("open",))
    assert check(asset) == ()
    assert centre[0] >= 0.044


@pytest.mark.parametrize("towards", [1, -1])
def test_a_lever_is_held_near_its_end(towards: int) -> None:
    b = AssetBuilder("block", 0, fixed_base=True)
    link = b.root()
    centre = lever_arm(b, link, MOUNT, towards=towards, length=0.09, thickness=0.02, round_bar=True, colour=GREY)
    shapes = b.build("a lever", affordances=()).root.shapes
    assert towards * centre[1] > 0.06
    beyond = centre + np.array([0.0, towards * 0.03, 0.0])
    assert not any(contains(shape, beyond) for shape in shapes)
