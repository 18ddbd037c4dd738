"""Rods lie between their points, and a bent wire is whole."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.builder import AssetBuilder
from envs.assets.contact import contains
from envs.assets.model import Cylinder, Sphere
from envs.assets.procedural.rods import arch, rod, turned_to, wire
from kpam.transforms import rotate, transform

GREY = (0.5, 0.5, 0.5)


@pytest.mark.parametrize("direction", [(0, 0, 1), (0, 0, -1), (1, 0, 0), (0, -2, 0), (1, 2, -3)])
def test_a_turn_brings_z_to_the_direction(direction: tuple[float, float, float]) -> None:
    turned = rotate(transform((0, 0, 0), turned_to(direction)), (0, 0, 1))
    assert turned == pytest.approx(np.asarray(direction) / np.linalg.norm(direction), abs=1e-9)


def test_a_rod_ends_at_its_points() -> None:
    b = AssetBuilder("block", 0, fixed_base=True)
    link = b.root()
    start, end = np.array([0.1, 0.0, 0.2]), np.array([0.0, 0.3, 0.1])
    rod(b, link, start, end, 0.01, GREY)
    shape = b.build("a rod", affordances=()).root.shapes[0]
    inside, beyond = start + 0.01 * (end - start), start - 0.01 * (end - start)
    assert contains(shape, inside)
    assert not contains(shape, beyond)


def test_a_sharp_bend_is_filled_and_a_gentle_one_is_not() -> None:
    b = AssetBuilder("block", 0, fixed_base=True)
    link = b.root()
    wire(b, link, [(0, 0, 0), (0.1, 0, 0), (0.1, 0.1, 0), (0.11, 0.2, 0)], 0.005, GREY)
    shapes = b.build("a wire", affordances=()).root.shapes
    assert [type(shape) for shape in shapes] == [Cylinder] * 3 + [Sphere]


def test_an_arch_goes_from_side_to_side_over_its_top() -> None:
    points = arch((0, 0, 1), (0, 0.2, 0), (0.1, 0, 0), 4)
    assert points[0] == pytest.approx([0, 0.2, 1])
    assert points[2] == pytest.approx([0.1, 0, 1])
    assert points[4] == pytest.approx([0, -0.2, 1])
