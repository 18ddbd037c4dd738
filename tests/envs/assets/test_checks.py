"""Every category passes every check, and each check finds the fault that it is there for."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from envs.assets.catalog import Catalog
from envs.assets.checks import check, check_in_engines
from envs.assets.checks.instance import check_instance
from envs.assets.model import AssetModel, Coupling
from envs.assets.procedural import CATEGORIES
from envs.errors import UnknownNameError
from envs.pose import Pose


@pytest.mark.parametrize("instance", [0, 1, 2])
@pytest.mark.parametrize("name", list(CATEGORIES))
def test_every_category_is_sound(name: str, instance: int) -> None:
    assert check(CATEGORIES[name].build(instance), noun=CATEGORIES[name].noun) == ()


@pytest.mark.parametrize("name", list(CATEGORIES))
def test_every_category_passes_in_both_engines(name: str) -> None:
    assert check_instance(Catalog(), f"{name}/3") == ()


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
    assert _faults(_changed(block, grasps=())) == {"grasps", "meaning"}


def test_a_grasp_with_the_palm_in_the_object_is_found() -> None:
    can = Catalog().get("can/0")
    deep = _changed(can.grasps[0], centre=(0.0, 0.0, 0.012))
    assert _faults(_changed(can, grasps=(deep,))) == {"gripper room"}


def test_an_interior_that_is_no_volume_is_found(door: AssetModel) -> None:
    part = _changed(door.parts[0], interior="attic")
    assert _faults(_changed(door, parts=(part,))) == {"names"}


def test_a_point_beside_its_link_is_found(block: AssetModel) -> None:
    point = _changed(block.points[0], position=(0.0, 0.0, block.size[2] + 0.005))
    found = check(_changed(block, points=(point,)))
    assert [(finding.check, finding.text) for finding in found] == [
        ("keypoints", f"point {point.name} is 5.0 mm outside of body")
    ]


def test_a_point_in_the_hollow_of_its_link_is_sound() -> None:
    bowl = Catalog().get("bowl/1")
    point = _changed(bowl.points[0], position=(0.0, 0.0, 0.8 * bowl.size[2]))
    assert check(_changed(bowl, points=(point,))) == ()


def test_a_surface_in_the_air_and_a_volume_in_the_wood_are_found(door: AssetModel) -> None:
    surface = door.surfaces[0]
    x, y, z = surface.pose.position
    raised = _changed(surface, pose=Pose(position=(x, y, z + 0.02)))
    assert _faults(_changed(door, surfaces=(raised,))) == {"surfaces"}
    volume = door.volumes[0]
    sunk = _changed(volume, pose=Pose(position=door.root.shapes[0].pose.position))
    assert "volumes" in _faults(_changed(door, volumes=(sunk,)))


def test_a_part_that_hits_another_part_is_found() -> None:
    cabinet = Catalog().get("drawer_cabinet/1")
    joint = cabinet.joints[0]
    tilted = _changed(joint, kind="revolute", axis=(0.0, 1.0, 0.0), upper=1.0)
    texts = [finding.text for finding in check(_changed(cabinet, joints=(tilted, *cabinet.joints[1:])))]
    assert any(joint.name in text and "enters" in text and text.endswith("mm") for text in texts)


def test_a_leader_that_takes_its_follower_too_far_is_found() -> None:
    cabinet = Catalog().get("drawer_cabinet/1")
    first, second = cabinet.joints[:2]
    led = _changed(second, coupling=Coupling(joint=first.name, ratio=1.5 * second.upper / first.upper))
    faults = [f.text for f in check(_changed(cabinet, joints=(first, led, *cabinet.joints[2:]))) if f.check == "joints"]
    assert any("beyond its limits" in text for text in faults)


def test_a_handle_without_room_is_found_unless_it_is_pushed() -> None:
    cabinet = Catalog().get("drawer_cabinet/1")
    part = cabinet.parts[0]
    axes = tuple(
        _changed(axis, direction=(0.0, 0.0, 1.0)) if axis.name == f"{part.handle}.approach" else axis
        for axis in cabinet.axes
    )
    from_below = _changed(cabinet, axes=axes)
    assert "gripper room" in _faults(from_below)
    pushed = _changed(from_below, parts=(_changed(part, handle_kind="push"), *cabinet.parts[1:]))
    assert "gripper room" not in _faults(pushed)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"affordances": ("pick", "stack", "enclose")}, "'enclose': it has no volume"),
        ({"affordances": ("pick", "stack", "open")}, "'open': no part moves"),
        ({"affordances": ("pick", "juggle")}, "juggle"),
        ({"affordances": ("pick",)}, "none of the affordances support, stack"),
        ({"description": "a blue lump of wood", "colour_name": "blue"}, "does not say 'block'"),
        ({"description": "a block", "colour_name": "blue"}, "does not name its colour, 'blue'"),
        ({"fixed_base": True}, "'pick': it is fixed"),
    ],
)
def test_words_that_do_not_agree_with_the_thing_are_found(
    block: AssetModel, changes: dict[str, Any], words: str
) -> None:
    found = check(_changed(block, **changes), noun="block")
    assert any(finding.check == "meaning" and words in finding.text for finding in found)


def test_what_topples_is_found_with_its_figures(block: AssetModel) -> None:
    high = block.root.shapes[0]
    leaning = _changed(high, pose=Pose(position=high.pose.position, quaternion=(0.9, 0.0, 0.4358899, 0.0)))
    link = _changed(block.root, shapes=(leaning,))
    texts = [finding.text for finding in check_in_engines(_changed(block, links=(link,)))]
    assert any("moves by" in text and "mm" in text and "degrees" in text for text in texts)


def test_an_instance_that_is_another_each_time_is_found() -> None:
    made = iter(range(100))

    def build(instance: int) -> AssetModel:
        return _changed(CATEGORIES["block"].build(next(made)), instance=instance)

    catalog = Catalog({"block": dataclasses.replace(CATEGORIES["block"], build=build)})
    assert any(f.check == "category" and "another" in f.text for f in check_instance(catalog, "block/0"))


def test_a_category_that_raises_is_a_finding_and_an_unknown_one_an_error() -> None:
    def build(instance: int) -> AssetModel:
        raise ZeroDivisionError("a width of nothing")

    catalog = Catalog({"block": dataclasses.replace(CATEGORIES["block"], build=build)})
    (found,) = check_instance(catalog, "block/0")
    assert (found.check, found.text) == ("build", "ZeroDivisionError: a width of nothing")
    with pytest.raises(UnknownNameError):
        check_instance(catalog, "blok/0")
