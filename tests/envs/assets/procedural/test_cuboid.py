"""A cuboid: longest along x, held across its width."""

from __future__ import annotations

from envs.assets.procedural import cuboid


def test_it_is_longest_along_x_and_held_across() -> None:
    for instance in range(12):
        asset = cuboid.build(instance)
        length, width, _ = asset.size
        assert length > 1.5 * width
        assert asset.grasps[0].closing == (0.0, 1.0, 0.0)
        assert asset.point("end.front").position[0] == length / 2


def test_its_top_is_what_the_bevel_leaves() -> None:
    asset = cuboid.build(1)
    assert all(flat < edge for flat, edge in zip(asset.surface("top").size, asset.size[:2], strict=True))
