"""The rule by which a suction cup takes hold of something, without an engine."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.model import AssetModel, Box, Link, Sphere
from envs.pose import Pose
from envs.robots import panda
from envs.robots.suction_cup import LIP_RADIUS
from envs.task.spec import SceneSpec
from envs.worlds.suction import REACH, Suction, sucks
from kpam.transforms import about_axis, from_rotation
from tests.envs.worlds.conftest import block, box_inertia, jointed, placed

LOOKING_DOWN = from_rotation(about_axis((1, 0, 0), np.pi)[:3, :3], (0.0, 0.0, 0.12))
"""The lip is in the plane z = 0 at the origin."""


def ball(radius: float) -> AssetModel:
    link = Link(
        name="base",
        shapes=(Sphere(radius=radius),),
        mass=0.01,
        centre_of_mass=(0, 0, 0),
        inertia=(1e-6, 1e-6, 1e-6, 0, 0, 0),
    )
    return AssetModel(
        category="ball",
        instance=0,
        description="",
        fixed_base=False,
        links=(link,),
        size=(2 * radius,) * 3,
        centre=(0, 0, 0),
    )


def rule(objects: dict[str, AssetModel]) -> Suction:
    specs = tuple(placed(name, asset, 0, 0) for name, asset in objects.items())
    return Suction(SceneSpec(robot="panda_suction", objects=specs), objects)


def at(*positions) -> np.ndarray:
    return np.array([from_rotation(np.eye(3), position) for position in positions])


def test_half_the_widest_opening_and_more_does_not_suck():
    width = panda.MAX_WIDTH
    assert sucks(np.full(9, 0.49 * width / 2))
    assert not sucks(np.full(9, 0.5 * width / 2))


@pytest.mark.parametrize(("gap", "taken"), [(-0.001, True), (REACH - 1e-4, True), (REACH + 1e-4, False)])
def test_the_lip_reaches_four_millimetres(gap, taken):
    found = rule({"b": ball(0.02)}).takes(LOOKING_DOWN, at((0, 0, -0.02 - gap)))
    assert (found is not None) == taken


def test_what_stands_beside_the_cup_is_not_taken():
    wall = block(size=(0.02, 0.1, 0.1))
    found = rule({"wall": wall}).takes(LOOKING_DOWN, at((0.01 + LIP_RADIUS, 0, -0.05)))
    assert found is None


def test_what_is_above_the_lip_is_not_taken():
    assert rule({"b": ball(0.02)}).takes(LOOKING_DOWN, at((0, 0, 0.02 + REACH + 1e-4))) is None


def test_of_two_the_one_in_the_middle_is_taken_whatever_their_order():
    small = ball(0.005)
    middle, aside = (0.001, 0, -0.006), (0.0105, 0, -0.006)
    for poses, name in ((at(middle, aside), "a"), (at(aside, middle), "b")):
        found = rule({"a": small, "b": small}).takes(LOOKING_DOWN, poses)
        assert found is not None
        assert found.object == name


def test_what_is_bolted_down_is_not_among_what_can_be_taken():
    post = jointed()
    assert rule({"post": post}).links == (("post", "arm"),)
    table = block().model_copy(update={"fixed_base": True})
    assert rule({"table": table, "b": block()}).links == (("b", "base"),)


def test_what_is_taken_is_where_it_was():
    T_link = at((0.002, 0.003, -0.0215))
    found = rule({"b": ball(0.02)}).takes(LOOKING_DOWN, T_link)
    assert found is not None
    np.testing.assert_allclose(LOOKING_DOWN @ found.T_hand_link, T_link[0], atol=1e-12)


def test_a_box_that_stands_on_the_table_has_its_frame_at_its_foot():
    """The rule looks at shapes and not at frames: the frame of a tall box is far from its top."""
    tall = Link(
        name="base",
        shapes=(Box(size=(0.03, 0.03, 0.3), pose=Pose(position=(0, 0, 0.15))),),
        mass=0.1,
        centre_of_mass=(0, 0, 0.15),
        inertia=box_inertia(0.1, (0.03, 0.03, 0.3)),
    )
    asset = block().model_copy(update={"links": (tall,), "size": (0.03, 0.03, 0.3)})
    assert rule({"b": asset}).takes(LOOKING_DOWN, at((0, 0, -0.302))) is not None


def test_a_shape_far_from_its_frame_and_aside_is_found():
    aside = (0.2, 0.2, 0.2)
    off = Sphere(radius=0.02, pose=Pose(position=aside))
    link = ball(0.02).root.model_copy(update={"shapes": (off,), "centre_of_mass": aside})
    asset = ball(0.02).model_copy(update={"links": (link,)})
    there = at(-np.array(aside) - [0, 0, 0.022])
    assert rule({"b": asset}).takes(LOOKING_DOWN, there) is not None
