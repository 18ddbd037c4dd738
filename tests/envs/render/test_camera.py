"""Cameras look where they say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pydantic import ValidationError

from envs.render.camera import CAMERAS, Camera
from kpam.transforms import apply, inverse


@pytest.mark.parametrize("name", sorted(CAMERAS))
def test_a_camera_has_its_name_and_the_size_asked_for(name):
    camera = CAMERAS[name](64, 48)
    assert (camera.name, camera.width, camera.height) == (name, 64, 48)


@pytest.mark.parametrize("name", sorted(CAMERAS))
def test_the_target_is_the_middle_of_the_picture(name):
    camera = CAMERAS[name](65, 49)
    middle = camera.directions()[24, 32]
    to_target = np.subtract(camera.target, camera.position)
    np.testing.assert_allclose(middle, to_target / np.linalg.norm(to_target), atol=1e-9)


def test_up_is_up_and_right_is_right():
    camera = Camera(name="c", position=(0, 0, 1), target=(1, 0, 1), width=11, height=11)
    directions = camera.directions()
    assert directions[0, 5, 2] > 0 > directions[-1, 5, 2]
    assert directions[5, 0, 1] > 0 > directions[5, -1, 1]


def test_the_field_of_view_is_the_vertical_opening():
    camera = Camera(name="c", position=(0, 0, 1), target=(1, 0, 1), fov=math.radians(60), width=40, height=400)
    top, bottom = camera.directions()[0, 20], camera.directions()[-1, 20]
    cosine = top @ bottom / np.linalg.norm(top) / np.linalg.norm(bottom)
    assert math.degrees(math.acos(cosine)) == pytest.approx(60, abs=0.3)


def test_intrinsics_and_pose_bring_a_pixels_ray_back_to_its_pixel():
    camera = CAMERAS["front"](64, 48)
    point = np.asarray(camera.position) + 1.7 * camera.directions()[10, 50]
    u, v, w = camera.intrinsics @ apply(inverse(camera.T_world_camera), point)
    assert (u / w, v / w, w) == pytest.approx((50.5, 10.5, 1.7))


def test_a_camera_that_looks_along_up_is_refused():
    with pytest.raises(ValidationError, match="no direction"):
        Camera(name="c", position=(0, 0, 1), target=(0, 0, 0))
