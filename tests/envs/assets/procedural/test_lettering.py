"""Printing: it stands out of its face by less than a millimetre, within the place it is given."""

from __future__ import annotations

import pytest

from envs.assets.builder import AssetBuilder
from envs.assets.geometry import asset_bounds
from envs.assets.procedural.lettering import PROUD, STROKES, disc, label, word

INK = (0.1, 0.1, 0.1)


@pytest.mark.parametrize("face", [0.02, -0.02])
@pytest.mark.parametrize("text", ["SUGAR", "CRACKER"])
def test_a_word_stays_in_its_place_on_either_face(face: float, text: str) -> None:
    b = AssetBuilder("block", 0, fixed_base=True)
    link = b.root()
    word(b, link, face, text, (0.01, 0.05), (0.06, 0.012), INK)
    low, high = asset_bounds(b.build("print", affordances=()))
    assert max(abs(low[0]), abs(high[0])) == pytest.approx(0.02 + 2 * PROUD)
    assert (low[1], high[1]) == pytest.approx((-0.02, 0.04), abs=0.003)
    assert (low[2], high[2]) == pytest.approx((0.044, 0.056), abs=0.002)


def test_a_higher_layer_lies_on_a_lower_one() -> None:
    tops = []
    for layer in (1, 2, 3):
        b = AssetBuilder("block", 0, fixed_base=True)
        link = b.root()
        label(b, link, 0.02, (0.0, 0.0), (0.01, 0.01), INK, layer=layer)
        disc(b, link, 0.02, (0.0, 0.0), (0.01, 0.005), INK, layer=layer)
        tops.append(asset_bounds(b.build("print", affordances=()))[1][0])
    assert tops == pytest.approx([0.02 + PROUD, 0.02 + 2 * PROUD, 0.02 + 3 * PROUD])


def test_every_stroke_stays_in_its_letter() -> None:
    assert all(0 <= share <= 1 for strokes in STROKES.values() for stroke in strokes for share in stroke)
