"""An orange: nearly round, with a button on top."""

from __future__ import annotations

from envs.assets.procedural import orange


def test_it_is_nearly_round_and_of_its_colour() -> None:
    for instance in range(12):
        asset = orange.build(instance)
        width = asset.grasps[0].width
        assert 0.062 <= width <= 0.074
        assert 0.85 * width < 2 * asset.point("centre").position[2] <= width
        red, green, blue = asset.root.shapes[0].colour
        assert red > green > blue


def test_the_button_is_on_top() -> None:
    asset = orange.build(4)
    assert "leaf" not in asset.description
    assert asset.point("stem").position[2] > asset.size[2] - 0.001


def test_leaves_stay_below_the_palm() -> None:
    for instance in range(20):
        asset = orange.build(instance)
        assert asset.size[2] < asset.grasps[0].centre[2] + 0.037
