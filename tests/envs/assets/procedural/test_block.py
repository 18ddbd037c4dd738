"""A block: a cube or a cuboid, with a grasp along its length where the gripper is wide enough."""

from __future__ import annotations

from envs.assets.procedural import block


def test_both_shapes_are_made_and_say_so() -> None:
    for instance in range(20):
        asset = block.build(instance)
        assert ("cube" in asset.description) == (asset.size[0] == asset.size[1])
    assert {"cube" in block.build(instance).description for instance in range(20)} == {True, False}


def test_no_grasp_is_wider_than_the_gripper() -> None:
    assert all(grasp.width <= 0.06 for instance in range(20) for grasp in block.build(instance).grasps)
