"""Bodies of revolution: as wide as their profile says where fingers meet them, and cut where it does not show."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.builder import AssetBuilder
from envs.assets.contact import contains
from envs.assets.mechanics import volume
from envs.assets.model import AssetModel, ConvexMesh
from envs.assets.procedural.hulls import MOST_VERTICES
from envs.assets.procedural.lathe import ellipse, inside, lathe, wedges
from kpam.transforms import from_rotation

GREY = (0.5, 0.5, 0.5)


def _built(add) -> AssetModel:
    b = AssetBuilder("block", 0, fixed_base=True)
    add(b, b.root())
    return b.build("a body", affordances=())


def test_a_turned_body_is_as_wide_along_x_and_y_as_its_profile_says() -> None:
    model = _built(lambda b, link: lathe(b, link, [(0.03, 0.0), (0.03, 0.05)], GREY))
    assert model.size == pytest.approx((0.06, 0.06, 0.05), rel=0.02)
    shape = model.root.shapes[0]
    for point in ((0.0299, 0, 0.02), (0, 0.0299, 0.02)):
        assert contains(shape, np.array(point))
    for point in ((0.0301, 0, 0.02), (0, 0.0301, 0.02)):
        assert not contains(shape, np.array(point))


def test_a_long_profile_is_cut_into_meshes_that_a_simulator_takes_whole() -> None:
    profile = [(r, 0.05 + z) for r, z in ellipse(0.04, 0.05, rings=14, low=-0.99, high=0.99)]
    whole = _built(lambda b, link: lathe(b, link, profile, GREY))
    assert len(whole.root.shapes) >= 2
    assert all(len(shape.vertices) <= MOST_VERTICES for shape in whole.root.shapes if isinstance(shape, ConvexMesh))
    assert volume(whole.root.shapes) == pytest.approx(4 / 3 * np.pi * 0.04**2 * 0.05, rel=0.04)


def test_a_turned_body_can_lie() -> None:
    T = from_rotation(np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]]), (0.0, 0.0, 0.02))
    model = _built(lambda b, link: lathe(b, link, [(0.02, -0.04), (0.02, 0.04)], GREY, T=T))
    assert model.size == pytest.approx((0.08, 0.04, 0.04), rel=0.02)


@pytest.mark.parametrize("steps", [1, 3, 5])
def test_a_ring_of_wedges_has_a_hole_of_the_width_that_inside_says(steps: int) -> None:
    section = [(0.03, 0.0), (0.04, 0.0), (0.04, 0.01), (0.03, 0.01)]
    model = _built(lambda b, link: wedges(b, link, section, (GREY,), count=12, steps=steps))
    near = inside(0.03, count=12, steps=steps)
    assert len(model.root.shapes) == 12
    for radius, within in ((near - 1e-4, False), (near + 1e-4, True), (0.0399, True), (0.0401, False)):
        for angle in (0.0, np.pi / 6, np.pi / 2):
            point = np.array([radius * np.cos(angle), radius * np.sin(angle), 0.005])
            assert any(contains(shape, point) for shape in model.root.shapes) == within


def test_the_colours_of_wedges_take_turns() -> None:
    section = [(0.03, 0.0), (0.04, 0.0), (0.04, 0.01)]
    red, blue = (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)
    model = _built(lambda b, link: wedges(b, link, section, (red, blue), count=6))
    assert [shape.colour for shape in model.root.shapes] == [red, blue] * 3
