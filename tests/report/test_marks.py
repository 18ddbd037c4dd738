"""Marks over a picture."""

from __future__ import annotations

import numpy as np
import pytest

from agents.report.marks import BAD, PAPER, TOOL, Marks
from envs.render.camera import Camera
from envs.render.raycast import Image

CAMERA = Camera(name="front", position=(2.0, 0.0, 0.0), target=(0.0, 0.0, 0.0), width=400, height=300)


@pytest.fixture
def marks() -> Marks:
    shape = (CAMERA.height, CAMERA.width)
    colour = np.full((*shape, 3), 255, dtype=np.uint8)
    return Marks(Image(colour, np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.int32)), CAMERA)


def pixels(marks: Marks, colour: tuple[int, int, int]) -> int:
    return int(np.count_nonzero(np.abs(np.asarray(marks.image(), dtype=int) - colour).max(axis=-1) < 12))


def test_labels_of_one_place_do_not_hide_each_other(marks: Marks) -> None:
    marks.label(np.zeros(3), "one", BAD, loud=True)
    alone = pixels(marks, BAD)
    marks.label(np.zeros(3), "two", BAD, loud=True)
    marks.label(np.zeros(3), "six", BAD, loud=True)
    assert pixels(marks, BAD) > 2.6 * alone


def test_a_label_leaves_the_marks_free(marks: Marks) -> None:
    marks.arrow(np.zeros(3), np.array([0.0, 1.0, 0.0]), 0.5, TOOL)
    marks.arrow(np.zeros(3), np.array([0.0, 0.0, 1.0]), 0.3, TOOL)
    before = pixels(marks, TOOL)
    marks.label(np.zeros(3), "a label of some length", TOOL)
    assert pixels(marks, TOOL) > 0.95 * before


@pytest.mark.parametrize("place", [(0.0, 9.0, 0.0), (3.0, 0.0, 0.0)])
def test_nothing_is_written_about_what_is_not_in_the_picture(marks: Marks, place: tuple[float, float, float]) -> None:
    marks.label(np.array(place), "far", BAD, loud=True)
    assert pixels(marks, PAPER) == CAMERA.width * CAMERA.height


def test_an_arc_goes_from_one_direction_to_the_other(marks: Marks) -> None:
    y, z = np.eye(3)[1:]
    marks.arc(np.zeros(3), y, z, 0.4, BAD)
    red, green, _ = np.moveaxis(np.asarray(marks.image(), dtype=int), -1, 0)
    seen = np.argwhere(red - green > 80)
    ends = [marks.at(0.4 * way) for way in (y, z)]
    for end in ends:
        assert end is not None
        assert np.min(np.linalg.norm(seen[:, ::-1] - end, axis=1)) < 4
    middle = marks.at(0.4 * (y + z) / np.sqrt(2))
    assert middle is not None
    assert np.min(np.linalg.norm(seen[:, ::-1] - middle, axis=1)) < 4


def test_a_long_banner_is_cut_to_the_picture(marks: Marks) -> None:
    marks.banner("a long sentence " * 30, BAD)
    marks.banner("a second", BAD)
    red = np.argwhere(np.abs(np.asarray(marks.image(), dtype=int) - BAD).max(axis=-1) < 30)
    assert red[:, 1].max() < CAMERA.width - 2
    assert red[:, 0].max() > 30
