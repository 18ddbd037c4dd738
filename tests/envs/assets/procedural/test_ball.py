"""A plain ball: a sphere that is held any way round."""

from __future__ import annotations

from envs.assets.procedural import ball


def test_it_is_one_sphere() -> None:
    for instance in range(6):
        asset = ball.build(instance)
        (shape,) = asset.root.shapes
        assert shape.kind == "sphere"
        assert asset.grasps[0].width == 2 * shape.radius
        assert asset.grasps[0].free_spin
