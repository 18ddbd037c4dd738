import numpy as np
import pytest

from envs.errors import UnknownNameError
from envs.task.refs import AxisRef, PairAxisRef, PlaceRef, PointRef, WorldAxis, WorldPoint
from kpam.transforms import about_axis, transform


def test_points_axes_and_places_move_with_their_link(scene, make_state):
    state = make_state(
        poses={"cabinet": transform((0.7, 0, 0)) @ about_axis((0, 0, 1), np.pi)},
        joints={("cabinet", "drawer_top_joint"): 0.1},
    )
    point = scene.point(state, PointRef(object="cabinet", point="drawer_top.handle.centre"))
    np.testing.assert_allclose(point, (0.7 - 0.29, 0, 0.3), atol=1e-12)
    axis = scene.axis(state, AxisRef(object="cabinet", axis="drawer_top.handle.approach"))
    np.testing.assert_allclose(axis, (1, 0, 0), atol=1e-12)
    T, size = scene.place(state, PlaceRef(object="cabinet", place="drawer_top.interior"))
    np.testing.assert_allclose(T[:3, 3], (0.6, 0, 0.3), atol=1e-12)
    np.testing.assert_allclose(size, (0.26, 0.24, 0.08))


def test_a_revolute_part_carries_its_handle_along_the_arc(scene, make_state):
    state = make_state(poses={"cabinet": (0, 0, 0)}, joints={("cabinet", "door_joint"): np.pi / 2})
    handle = scene.point(state, PointRef(object="cabinet", point="door.handle.centre"))
    np.testing.assert_allclose(handle, (0.15 + 0.22, -0.13 - 0.05, 0.1), atol=1e-12)
    line = scene.joint_line(state, "cabinet", "door")
    assert line.kind == "revolute"
    np.testing.assert_allclose(line.axis, (0, 0, -1), atol=1e-12)
    np.testing.assert_allclose(line.point, (0.15, -0.13, 0.1), atol=1e-12)


def test_world_and_pair_axes_have_length_one(scene, make_state):
    state = make_state(poses={"cabinet": (0, 0, 0)})
    np.testing.assert_allclose(scene.axis(state, WorldAxis(direction=(0, 0, 5))), (0, 0, 1))
    drawer = PointRef(object="cabinet", point="drawer_top.handle.centre")
    door = PointRef(object="cabinet", point="door.handle.centre")
    axis = scene.axis(state, PairAxisRef(start=drawer, end=door))
    expected = scene.point(state, door) - scene.point(state, drawer)
    np.testing.assert_allclose(axis, expected / np.linalg.norm(expected))
    np.testing.assert_allclose(scene.point(state, WorldPoint(position=(1, 2, 3))), (1, 2, 3))


def test_the_joint_fraction_is_of_the_range(scene, make_state):
    state = make_state(joints={("cabinet", "drawer_top_joint"): 0.05})
    assert scene.joint_fraction(state, "cabinet", "drawer_top") == pytest.approx(0.25)


def test_the_floor_of_a_volume_is_its_bottom_face(scene, make_state):
    state = make_state(poses={"bowl": (0.4, 0, 0)})
    T, size = scene.floor(state, PlaceRef(object="bowl", place="interior"))
    np.testing.assert_allclose(T[:3, 3], (0.4, 0, 0.01), atol=1e-12)
    np.testing.assert_allclose(size, (0.1, 0.1))


@pytest.mark.parametrize(
    ("name", "upright", "on_its_side"), [("block", 0.0, -0.02), ("ball", 0.0, -0.03), ("can", 0.0, -0.03)]
)
def test_the_bottom_is_the_lowest_point_of_the_shapes(scene, make_state, name, upright, on_its_side):
    assert scene.bottom(make_state(poses={name: (0, 0, 0)}), name) == pytest.approx(upright, abs=1e-12)
    tipped = make_state(poses={name: about_axis((1, 0, 0), np.pi / 2)})
    assert scene.bottom(tipped, name) == pytest.approx(on_its_side, abs=1e-12)


def test_the_bottom_of_a_mesh_is_its_lowest_vertex(scene, make_state):
    tipped = make_state(poses={"wedge": about_axis((1, 0, 0), np.pi)})
    assert scene.bottom(tipped, "wedge") == pytest.approx(-0.06)


def test_the_parts_above_a_link_are_those_whose_joints_carry_it(scene):
    assert scene.parts_moving("cabinet", "drawer_top_link") == ("drawer_top",)
    assert scene.parts_moving("cabinet", "body") == ()


def test_held_needs_both_fingers(scene, make_state, pinched):
    both = pinched("block")
    assert scene.held(make_state(contacts=both), "block")
    assert not scene.held(make_state(contacts=both[:1]), "block")
    assert not scene.held(make_state(contacts=pinched("ball")), "block")


@pytest.mark.parametrize("wrong", ["blok", "lemon"])
def test_an_unknown_object_is_named_with_what_there_is(scene, make_state, wrong):
    with pytest.raises(UnknownNameError, match=f"{wrong}.*block"):
        scene.centre(make_state(), wrong)


def test_an_unknown_place_names_volumes_and_surfaces(scene):
    with pytest.raises(UnknownNameError, match=r"drawer_top.interior, top"):
        scene.find_place(PlaceRef(object="cabinet", place="shelf"))
