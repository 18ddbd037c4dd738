"""A bin: four walls round an open space, each of which can be held."""

from __future__ import annotations

from envs.assets.procedural import bin


def test_the_inside_is_what_the_walls_leave() -> None:
    for instance in range(12):
        asset = bin.build(instance)
        assert all(inner < outer for inner, outer in zip(asset.volume("interior").size, asset.size, strict=True))


def test_each_wall_can_be_held() -> None:
    asset = bin.build(0)
    assert {grasp.name for grasp in asset.grasps} == {"wall_front", "wall_back", "wall_left", "wall_right"}
    assert {grasp.width for grasp in asset.grasps} == {bin.WALL}
