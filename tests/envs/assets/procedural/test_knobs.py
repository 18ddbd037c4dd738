"""Knobs turn clockwise on the spot, and their marks go round with them."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.builder import AssetBuilder
from envs.assets.checks import check
from envs.assets.model import AssetModel
from envs.assets.procedural.knobs import Towards, Turned, marks, turning_knob
from tests.envs.assets.procedural.moving import handle_at

GREY = (0.5, 0.5, 0.5)


def _built(towards: Towards, kind: str = "wing") -> AssetModel:
    b = AssetBuilder("block", 0, fixed_base=True)
    body = b.root()
    b.block(body, (-0.1, -0.1, 0.0), (0.1, 0.1, 0.3), GREY)
    mount = (0.1, 0.0, 0.15) if towards == "x" else (0.0, 0.0, 0.3)
    turning_knob(
        b,
        "knob",
        kind,
        mount,
        towards=towards,
        parent=body,
        radius=0.025,
        grip=0.02,
        upper=1.57,
        colour=GREY,
        mark=GREY,
    )
    return b.build("a grey block with a knob", affordances=("turn",))


@pytest.mark.parametrize("kind", ["wing", "dial"])
@pytest.mark.parametrize("towards", ["x", "z"])
def test_every_knob_is_sound(towards: Towards, kind: str) -> None:
    assert check(_built(towards, kind)) == ()


def test_a_quarter_clockwise_brings_the_pointer_from_up_to_the_right() -> None:
    asset = _built("x")
    before, after = handle_at(asset, "knob", 0.0), handle_at(asset, "knob", 1.0)
    # One who faces the front (+x) has +y at the right hand.
    assert before[2] - 0.15 == pytest.approx(after[1], abs=1e-4)
    assert after[1] > 0.005


def test_marks_begin_at_the_pointer_and_run_clockwise() -> None:
    b = AssetBuilder("block", 0, fixed_base=True)
    body = b.root()
    marks(b, body, (0.0, 0.0, 0.1), radius=0.03, span=np.pi / 2, count=3, colour=GREY)
    first, middle, last = (np.asarray(shape.pose.position) for shape in b.build("marks", affordances=()).root.shapes)
    assert first == pytest.approx([0.0, 0.0, 0.13])
    assert middle == pytest.approx([0.0, 0.03 * np.sqrt(0.5), 0.1 + 0.03 * np.sqrt(0.5)])
    assert last == pytest.approx([0.0, 0.03, 0.1])


@pytest.mark.parametrize("towards", ["x", "z"])
def test_directions_are_right_handed(towards: Towards) -> None:
    turned = Turned.facing(towards)
    assert np.cross(turned.outwards, turned.up) == pytest.approx(turned.across)


def test_an_unknown_knob_names_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"'crank'.*wing"):
        _built("x", "crank")
