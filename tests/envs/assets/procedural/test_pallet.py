"""A pallet: a deck on nine blocks, a fifth of the standard one."""

from __future__ import annotations

import pytest

from envs.assets.procedural import pallet


def test_it_is_a_standard_pallet_scaled_down() -> None:
    for instance in range(12):
        asset = pallet.build(instance)
        width, length, height = (edge / pallet.SCALE for edge in asset.size)
        assert height == pytest.approx(0.144, abs=1e-6)
        assert 0.8 <= width <= 1.0 <= length <= 1.2


@pytest.mark.parametrize("boards", pallet.VARIANTS["boards on top"])
def test_it_has_as_many_boards_as_it_says(boards: str) -> None:
    asset = next(a for a in map(pallet.build, range(20)) if f"{boards} boards" in a.description)
    top = asset.surface("top").pose.position[2]
    on_top = [shape for shape in asset.root.shapes if shape.pose.position[2] + shape.size[2] / 2 > top - 1e-6]
    assert len(on_top) == int(boards)
    assert len(asset.root.shapes) == 15 + int(boards)
