"""Every category passes every check, and each check finds the fault that it is there for."""

from __future__ import annotations

from typing import Any

import pytest

from envs.assets.catalog import Catalog
from envs.assets.checks import check
from envs.assets.model import AssetModel
from envs.assets.procedural import CATEGORIES
from envs.pose import Pose


@pytest.mark.parametrize("instance", [0, 1, 2])
@pytest.mark.parametrize("name", list(CATEGORIES))
def test_every_category_is_sound(name: str, instance: int) -> None:
    assert check(CATEGORIES[name].build(instance)) == ()


def _changed(item: Any, **changes: Any) -> Any:
    return item.model_copy(update=changes)


def _faults(asset: AssetModel) -> set[str]:
    return {finding.check for finding in check(asset)}


@pytest.fixture(scope="module")
def door() -> AssetModel:
    return Catalog().get("door_cabinet/1")


@pytest.fixture(scope="module")
def block() -> AssetModel:
    return Catalog().get("block/1")


def test_an_inertia_that_no_body_has_is_found(block: AssetModel) -> None:
    link = _changed(block.root, inertia=(1.0, 1.0, 5.0, 0.0, 0.0, 0.0))
    assert _faults(_changed(block, links=(link,))) == {"mechanics"}


def test_a_centre_of_mass_outside_is_found(block: AssetModel) -> None:
    link = _changed(block.root, centre_of_mass=(0.5, 0.0, 0.0))
    assert _faults(_changed(block, links=(link,))) == {"mechanics"}


def test_floating_above_the_ground_is_found(block: AssetModel) -> None:
    shape = block.root.shapes[0]
    x, y, z = shape.pose.position
    link = _changed(block.root, shapes=(_changed(shape, pose=Pose(position=(x, y, z + 0.01))),))
    assert "bounds" in _faults(_changed(block, links=(link,)))


def test_a_handle_beside_its_part_is_found(door: AssetModel) -> None:
    points = tuple(_changed(point, position=(0.3, 0.0, 0.0)) for point in door.points)
    assert "handles" in _faults(_changed(door, points=points))


def test_an_opening_that_points_the_wrong_way_is_found(door: AssetModel) -> None:
    axes = tuple(
        _changed(axis, direction=tuple(-v for v in axis.direction)) if axis.name.endswith("opening") else axis
        for axis in door.axes
    )
    assert _faults(_changed(door, axes=axes)) == {"handles"}


def test_a_door_that_swings_into_its_cabinet_is_found(door: AssetModel) -> None:
    joint = door.joints[0]
    swung = _changed(door, joints=(_changed(joint, axis=tuple(-v for v in joint.axis)),))
    assert "joints" in _faults(swung)


def test_a_grasp_of_the_wrong_width_is_found(block: AssetModel) -> None:
    grasp = block.grasps[0]
    for width in (grasp.width - 0.01, grasp.width + 0.01):
        assert _faults(_changed(block, grasps=(_changed(grasp, width=width),))) == {"grasps"}


def test_a_free_object_without_a_grasp_is_found(block: AssetModel) -> None:
    assert _faults(_changed(block, grasps=())) == {"grasps"}


def test_a_grasp_with_the_palm_in_the_object_is_found() -> None:
    can = Catalog().get("can/0")
    deep = _changed(can.grasps[0], centre=(0.0, 0.0, 0.012))
    assert _faults(_changed(can, grasps=(deep,))) == {"gripper room"}


def test_an_interior_that_is_no_volume_is_found(door: AssetModel) -> None:
    part = _changed(door.parts[0], interior="attic")
    assert _faults(_changed(door, parts=(part,))) == {"names"}
