"""The picture from above: which pixel is where, how high things are, and that no arm is in the way."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from envs.render.topdown import PIXEL, TopDownCamera, TopDownRenderer
from envs.robots import panda

NAMES = {"cube": (0.5, 0.15), "ball": (0.5, -0.15)}


@pytest.fixture
def image(scene, assets, state):
    return TopDownRenderer(scene, assets).render(state)


def test_it_is_320_rows_along_y_and_160_columns_along_x_at_3125_micrometres(image):
    camera = TopDownCamera()
    assert image.colour.shape == (320, 160, 3)
    assert image.height.shape == image.segmentation.shape == (320, 160)
    assert camera.pixel == PIXEL == 0.003125
    assert camera.origins()[0, 0, :2] == pytest.approx((0.25 + PIXEL / 2, -0.5 + PIXEL / 2))
    assert camera.origins()[319, 159, :2] == pytest.approx((0.75 - PIXEL / 2, 0.5 - PIXEL / 2))


@pytest.mark.parametrize("name", NAMES)
def test_a_thing_is_where_its_pixel_says(image, scene, assets, name):
    camera, labels = TopDownCamera(), TopDownRenderer(scene, assets).labels
    row, column = camera.pixel_of(np.array(NAMES[name]))
    assert labels[int(image.segmentation[row, column])][0] == name
    rows, columns = np.nonzero(np.isin(image.segmentation, [k for k, v in labels.items() if v[0] == name]))
    middle = camera.origins()[rows, columns].mean(axis=0)
    assert middle[:2] == pytest.approx(NAMES[name], abs=PIXEL / 2)


def test_a_flat_top_has_one_height_and_the_table_none(image):
    camera = TopDownCamera()
    row, column = camera.pixel_of(np.array(NAMES["cube"]))
    assert image.height[row - 14 : row + 14, column - 14 : column + 14] == pytest.approx(0.1, abs=1e-5)
    assert image.height[0, 0] == 0.0


def test_a_cube_covers_its_edge_in_pixels_wherever_it_is(image):
    # Parallel rays: no side of it shows, whatever its distance from the middle.
    assert (image.height > 0.099).sum() == pytest.approx((0.1 / PIXEL) ** 2, rel=0.06)


def test_a_balls_height_is_that_of_its_cap(image):
    camera = TopDownCamera()
    row, column = camera.pixel_of(np.array([NAMES["ball"][0] + 0.03, NAMES["ball"][1]]))
    x = camera.origins()[row, column, 0] - NAMES["ball"][0]
    y = camera.origins()[row, column, 1] - NAMES["ball"][1]
    assert image.height[row, column] == pytest.approx(0.05 + np.sqrt(0.05**2 - x**2 - y**2), abs=2e-3)


def test_the_arm_is_not_in_the_picture(scene, assets, state):
    labels = TopDownRenderer(scene, assets).labels.values()
    assert "robot" not in {name for name, _ in labels}
    hand = panda.arm().forward(state.robot.positions[:7])[:3, 3]
    row, column = TopDownCamera().pixel_of(hand)
    assert TopDownRenderer(scene, assets).render(state).height[row, column] == 0.0


def test_the_same_state_gives_the_same_picture(scene, assets, state, image):
    again = TopDownRenderer(scene, assets).render(state)
    np.testing.assert_array_equal(again.colour, image.colour)
    np.testing.assert_array_equal(again.height, image.height)


def test_a_finer_picture_shows_the_same_place(scene, assets, state, image):
    fine = TopDownRenderer(scene, assets, TopDownCamera(pixel=PIXEL / 2)).render(state)
    assert fine.height.shape == (640, 320)
    assert fine.height[1::2, 1::2] == pytest.approx(image.height, abs=0.11)
    assert (np.abs(fine.height[1::2, 1::2] - image.height) < 0.003).mean() > 0.99


def test_a_rectangle_upside_down_is_refused():
    with pytest.raises(ValidationError, match="give the lower number first"):
        TopDownCamera(x=(0.75, 0.25))
