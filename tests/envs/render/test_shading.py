"""Light falls as it should."""

from __future__ import annotations

import numpy as np

from envs.render import shading

UP = np.array([[0.0, 0.0, 1.0]])
GREY = np.array([[0.5, 0.5, 0.5]])


def test_a_shadow_is_darker_but_not_black():
    bright = shading.lit(GREY, UP, UP, np.array([False]))
    dark = shading.lit(GREY, UP, UP, np.array([True]))
    assert 0.3 * bright.max() < dark.max() < 0.8 * bright.max()


def test_a_face_towards_the_lamp_is_brighter_than_one_away_from_it():
    light = shading.LIGHT[None]
    towards = shading.lit(GREY, light, UP, np.array([False]))
    away = shading.lit(GREY, -light, UP, np.array([False]))
    assert towards.mean() > 1.5 * away.mean()


def test_colours_stay_within_range():
    white = shading.lit(np.ones((1, 3)), UP, UP, np.array([False]))
    assert white.max() <= 1.0


def test_floor_tiles_alternate_every_ten_centimetres():
    a, b, c = shading.floor(np.array([[0.05, 0.05, 0], [0.15, 0.05, 0], [0.15, 0.15, 0]]))
    assert not np.array_equal(a, b)
    assert np.array_equal(a, c)


def test_the_far_floor_fades_into_the_sky():
    sky = np.full((1, 3), 0.9)
    np.testing.assert_allclose(shading.faded(GREY, np.array([100.0]), sky), sky)
    np.testing.assert_allclose(shading.faded(GREY, np.array([0.5]), sky), GREY)
