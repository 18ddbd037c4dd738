"""Prisms, cones and turned solids: they face outwards, weigh what geometry says, and end where they should."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.builder import AssetBuilder
from envs.assets.geometry import asset_bounds
from envs.assets.mechanics import volume
from envs.assets.model import AssetModel, ConvexMesh
from envs.assets.procedural.solids import cone, lathe, limb, loft, prism, rounded

GREY = (0.5, 0.5, 0.5)


def _built(add) -> AssetModel:
    b = AssetBuilder("block", 0, fixed_base=True)
    add(b, b.root())
    return b.build("a solid", affordances=())


def _faces_outwards(mesh: ConvexMesh) -> bool:
    points = np.asarray(mesh.vertices)
    corners = points[np.asarray(mesh.faces)]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return bool(np.all(np.einsum("ij,ij->i", normals, corners[:, 0] - points.mean(axis=0)) > 0))


@pytest.mark.parametrize("along", ["x", "y", "z"])
def test_a_prism_has_its_outline_times_its_length(along: str) -> None:
    model = _built(lambda b, link: prism(b, link, [(0, 0), (0.2, 0), (0, 0.1)], along, -0.1, 0.2, GREY))
    assert _faces_outwards(model.root.shapes[0])
    assert volume(model.root.shapes) == pytest.approx(0.01 * 0.3)
    low, high = asset_bounds(model)
    axis = "xyz".index(along)
    assert (low[axis], high[axis]) == pytest.approx((-0.1, 0.2))


@pytest.mark.parametrize("end", [(0, 0, 0.3), (0.3, 0, 0), (0, -0.3, 0), (0.1, 0.2, -0.2)])
def test_a_cone_points_any_way_and_weighs_what_geometry_says(end: tuple[float, float, float]) -> None:
    model = _built(lambda b, link: cone(b, link, (0, 0, 0), end, 0.05, 0.02, GREY, sides=64))
    assert _faces_outwards(model.root.shapes[0])
    whole = np.pi / 3 * float(np.linalg.norm(end)) * (0.05**2 + 0.05 * 0.02 + 0.02**2)
    assert volume(model.root.shapes) == pytest.approx(whole, rel=2e-3)


def test_a_lathe_has_a_cone_and_a_colour_for_each_step() -> None:
    colours = [(0.1, 0.1, 0.1), (0.9, 0.9, 0.9)]
    model = _built(
        lambda b, link: lathe(b, link, (0, 0, 0), (0, 0, 1), [(0, 0.03), (0.1, 0.03), (0.15, 0.01)], colours)
    )
    assert [shape.colour for shape in model.root.shapes] == colours
    assert asset_bounds(model)[1][2] == pytest.approx(0.15)


def test_a_rounded_outline_has_its_width_and_runs_counter_clockwise() -> None:
    outline = rounded(0.2, 0.1, 0.02)
    assert np.ptp(outline, axis=0) == pytest.approx([0.2, 0.1])
    x, y = outline.T
    assert (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2 == pytest.approx(0.02 - 0.02**2 * (4 - np.pi), rel=0.01)


def test_outlines_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="same 3 or more corners"):
        _built(lambda b, link: loft(b, link, np.zeros((3, 3)), np.ones((4, 3)), GREY))


def test_a_limb_runs_through_its_sections_either_way() -> None:
    sections = [(0.0, 0.02, 0.02, 0.01), (0.1, 0.03, 0.01, 0.02), (0.15, 0.01, 0.01, 0.01)]
    one = _built(lambda b, link: limb(b, link, sections, [GREY]))
    other = _built(lambda b, link: limb(b, link, sections[::-1], [GREY]))
    for model in (one, other):
        assert all(_faces_outwards(shape) for shape in model.root.shapes)
    assert one.size == other.size == pytest.approx((0.15, 0.02, 0.035))
    assert volume(one.root.shapes) == pytest.approx(volume(other.root.shapes))


def test_what_is_denser_draws_the_centre_of_mass() -> None:
    def add(b: AssetBuilder, link: str) -> None:
        b.made_of(3.0)
        b.block(link, (0, 0, 0), (0.1, 0.1, 0.1), GREY)
        b.made_of(1.0)
        b.block(link, (0.1, 0, 0), (0.2, 0.1, 0.1), GREY)

    assert _built(add).root.centre_of_mass == pytest.approx((0.075, 0.05, 0.05))
