"""Pictures show what is there."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from envs.render.camera import Camera, front_camera, overview_camera, top_camera
from envs.render.raycast import GROUND_LABEL, RaycastRenderer
from envs.render.view import View
from envs.worlds.state import ObjectState
from kpam.transforms import apply, from_rotation, inverse


def pixels_of(renderer: RaycastRenderer, image, name: str) -> np.ndarray:
    labels = [label for label, (thing, _) in renderer.labels.items() if thing == name]
    return np.isin(image.segmentation, labels)


def from_above(x: float, y: float, *, size=33) -> Camera:
    return Camera(name="above", position=(x, y, 0.4), target=(x, y, 0), up=(1, 0, 0), fov=0.4, width=size, height=size)


def test_an_image_has_the_cameras_size_and_the_promised_types(renderer, state):
    image = renderer.render(state, front_camera(40, 30))
    assert (image.colour.shape, image.colour.dtype) == ((30, 40, 3), np.uint8)
    assert (image.depth.shape, image.depth.dtype) == ((30, 40), np.float32)
    assert (image.segmentation.shape, image.segmentation.dtype) == ((30, 40), np.int32)


@pytest.mark.parametrize("camera", [front_camera, overview_camera, top_camera])
def test_every_standard_camera_sees_the_robot_and_the_objects(renderer, state, camera):
    image = renderer.render(state, camera(96, 96))
    assert set(np.unique(image.segmentation)) <= set(renderer.labels)
    for name in ("robot", "cube", "ball", "ground"):
        assert pixels_of(renderer, image, name).sum() >= 10


def test_parts_have_their_colours(renderer, state):
    image = renderer.render(state, overview_camera(128, 128))
    for name, channel in (("cube", 0), ("ball", 2)):
        colours = image.colour[pixels_of(renderer, image, name)]
        assert (colours.argmax(axis=1) == channel).all()


def test_depth_is_the_distance_along_the_view(renderer, state):
    over_cube = renderer.render(state, from_above(0.55, 0.15))
    assert over_cube.depth[30, 16] == pytest.approx(0.3, abs=1e-4)
    over_ball = renderer.render(state, from_above(0.5, -0.15))
    assert over_ball.depth[16, 16] == pytest.approx(0.3, abs=1e-3)
    over_floor = renderer.render(state, from_above(0.8, 0.3))
    np.testing.assert_allclose(over_floor.depth, 0.4, atol=1e-4)
    assert (over_floor.segmentation == GROUND_LABEL).all()


def test_the_sky_has_no_depth_and_the_background_label(renderer, state):
    up = Camera(name="up", position=(1, 1, 1), target=(2, 2, 2), width=8, height=8)
    image = renderer.render(state, up)
    assert not image.depth.any()
    assert not image.segmentation.any()


def test_what_moved_is_seen_where_it_is(renderer, state):
    there = from_rotation(np.eye(3), (0.8, 0.3, 0))
    objects = dict(state.objects) | {"cube": ObjectState({"base": there}, {"base": np.zeros(6)})}
    image = renderer.render(dataclasses.replace(state, objects=objects), from_above(0.8, 0.3))
    assert pixels_of(renderer, image, "cube")[16, 16]


def test_the_fingers_open_and_close(renderer, state):
    hand = state.robot.T_world_hand[:3, 3]
    camera = Camera(
        name="below", position=(hand[0], hand[1], 0.1), target=tuple(hand), up=(1, 0, 0), fov=0.5, width=64, height=64
    )
    closed = np.array(state.robot.positions)
    closed[7:] = 0
    shut = dataclasses.replace(state, robot=dataclasses.replace(state.robot, positions=closed))
    fingers = [k for k, (_, link) in renderer.labels.items() if link.endswith("finger")]
    spread = []
    for each in (state, shut):
        columns = np.flatnonzero(np.isin(renderer.render(each, camera).segmentation, fingers).any(axis=0))
        spread.append(columns.max() - columns.min())
    assert spread[0] > 1.5 * spread[1]


def test_there_is_shadow_beside_a_thing_and_light_away_from_it(renderer, state):
    image = renderer.render(state, from_above(0.56, 0.25, size=65))
    floor = image.colour[image.segmentation == GROUND_LABEL].astype(float).mean(axis=1)
    assert floor.max() > 1.4 * floor.min()


def test_supersampling_smooths_colour_and_leaves_labels_whole(renderer, state):
    camera = overview_camera(64, 64)
    plain, fine = (renderer.render(state, camera, supersample=k) for k in (1, 3))
    assert fine.colour.shape == plain.colour.shape
    assert len(np.unique(fine.colour.reshape(-1, 3), axis=0)) > len(np.unique(plain.colour.reshape(-1, 3), axis=0))
    # With an odd count the middle ray of a pixel is the pixel's own.
    np.testing.assert_allclose(fine.depth, plain.depth, atol=1e-4)


def test_rendering_twice_gives_the_same_bytes(renderer, state):
    first, second = (renderer.render(state, front_camera(64, 64)) for _ in range(2))
    assert first.colour.tobytes() == second.colour.tobytes()


def test_a_point_cloud_lies_on_the_things_it_names(renderer, state):
    rng = np.random.default_rng(0)
    cloud = renderer.point_cloud(state, [front_camera(64, 64), overview_camera(64, 64)], 500, rng)
    assert cloud.points.shape == (500, 3)
    names = np.array([renderer.labels[int(label)][0] for label in cloud.labels])
    assert set(names) <= {"robot", "cube", "ball"}
    cube = apply(inverse(state.objects["cube"].pose), cloud.points[names == "cube"]) - (0, 0, 0.05)
    assert len(cube) > 5
    np.testing.assert_allclose(np.abs(cube).max(axis=1), 0.05, atol=1e-4)
    ball = apply(inverse(state.objects["ball"].pose), cloud.points[names == "ball"]) - (0, 0, 0.05)
    np.testing.assert_allclose(np.linalg.norm(ball, axis=1), 0.05, atol=1e-3)


def test_a_point_cloud_is_drawn_by_its_generator(renderer, state):
    clouds = [renderer.point_cloud(state, [top_camera(64, 64)], 200, np.random.default_rng(s)) for s in (1, 1, 2)]
    assert np.array_equal(clouds[0].points, clouds[1].points)
    assert not np.array_equal(clouds[0].points, clouds[2].points)


def test_a_point_cloud_of_nothing_is_refused(renderer, state):
    up = Camera(name="up", position=(1, 1, 1), target=(2, 2, 2), width=8, height=8)
    with pytest.raises(ValueError, match="see nothing"):
        renderer.point_cloud(state, [up], 10, np.random.default_rng(0))


@pytest.mark.parametrize("camera", [front_camera, overview_camera, top_camera, from_above])
def test_rays_are_spared_only_where_nothing_is_to_be_seen(renderer, state, camera, monkeypatch):
    near = camera(0.5, 0.1) if camera is from_above else camera(64, 48)
    spared = renderer.render(state, near)
    monkeypatch.setattr(View, "touched", lambda self, vertices, starts: np.arange(len(self.directions)))
    every = renderer.render(state, near)
    assert spared.colour.tobytes() == every.colour.tobytes()
    assert spared.depth.tobytes() == every.depth.tobytes()
    assert spared.segmentation.tobytes() == every.segmentation.tobytes()


def test_a_camera_amidst_things_sees_them(renderer, state):
    """What reaches behind the camera has no outline in the picture, and must not be left out for it."""
    inside = Camera(name="inside", position=(0.0, 0.02, 0.25), target=(0.55, 0.15, 0.05), width=32, height=32)
    assert pixels_of(renderer, renderer.render(state, inside), "robot").any()
