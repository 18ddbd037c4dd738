"""Handles of lids: all are held at the same place, and an unknown one is refused."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.builder import AssetBuilder
from envs.assets.contact import contains
from envs.assets.procedural.lip import LIFTED_BY, edge_handle

SIZES = {"length": 0.1, "thickness": 0.02, "gap": 0.034, "tilt": 0.4, "colour": (0.5, 0.5, 0.5)}


@pytest.mark.parametrize("kind", LIFTED_BY)
def test_it_is_held_off_the_edge_and_risen(kind: str) -> None:
    b = AssetBuilder("block", 0, fixed_base=True)
    link = b.root()
    centre = edge_handle(b, link, (0.1, 0.0, 0.2), kind, **SIZES)
    assert centre - (0.1, 0.0, 0.2) == pytest.approx(0.044 * np.array([np.cos(0.4), 0.0, np.sin(0.4)]))
    shapes = b.build("a handle", affordances=()).root.shapes
    assert any(contains(shape, centre) for shape in shapes)


def test_an_unknown_handle_is_refused() -> None:
    b = AssetBuilder("block", 0, fixed_base=True)
    with pytest.raises(ValueError, match="'rope' is none; choose one of round bar"):
        edge_handle(b, b.root(), (0.0, 0.0, 0.0), "rope", **SIZES)
