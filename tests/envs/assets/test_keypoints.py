"""An asset's places as keypoints."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.assets.keypoints import gensim2_keypoints, keypoints
from envs.errors import UnknownNameError
from kpam.transforms import about_axis, apply, from_rotation

FACING = from_rotation(about_axis((0, 0, 1), np.pi)[:3, :3], (0.6, 0.1, 0.0))


@pytest.mark.parametrize("category", Catalog().categories())
def test_every_named_place_is_a_keypoint(category: str) -> None:
    asset = Catalog().get(f"{category}/3")
    body = keypoints(asset, FACING)
    assert {point.name for point in asset.points} <= set(body.points)
    assert {axis.name for axis in asset.axes} <= set(body.axes)
    assert {grasp.name for grasp in asset.grasps} <= set(body.points)


def test_a_handle_goes_with_its_part() -> None:
    asset = Catalog().get("drawer_cabinet/3")
    name = "drawer_top.handle.centre"
    joint = asset.joint(asset.part("drawer_top").joint)
    closed, opened = keypoints(asset, FACING), keypoints(asset, FACING, {joint.name: 0.1})
    assert opened.point(name) - closed.point(name) == pytest.approx([-0.1, 0, 0], abs=1e-9)


def test_gensim2_sees_a_closed_object_from_its_front() -> None:
    asset = Catalog().get("lidded_box/2")
    body = gensim2_keypoints(asset, FACING)
    assert body.axis("x") == pytest.approx([0, -1, 0], abs=1e-9)
    assert body.axis("y") == pytest.approx([0, 0, 1], abs=1e-9)
    assert body.axis("z") == pytest.approx([-1, 0, 0], abs=1e-9)
    assert body.axis("hinge") == pytest.approx(body.axis("x"), abs=1e-9)
    assert body.point("articulated_object_head") == pytest.approx(keypoints(asset, FACING).point("lid.handle.centre"))


def test_turning_about_the_hinge_keeps_the_tail_and_lifts_the_head() -> None:
    asset = Catalog().get("lidded_box/2")
    body = gensim2_keypoints(asset, FACING)
    turn = body.pose @ about_axis(body.axes["hinge"], -0.5) @ np.linalg.inv(body.pose)
    tail, head = body.point("articulated_object_tail"), body.point("articulated_object_head")
    assert apply(turn, tail) == pytest.approx(tail)
    assert apply(turn, head)[2] > head[2] + 0.02


def test_a_free_object_has_its_centre_and_an_unknown_part_is_named() -> None:
    asset = Catalog().get("block/1")
    assert gensim2_keypoints(asset, FACING).point("rigidbody_object_head") == pytest.approx(apply(FACING, asset.centre))
    with pytest.raises(UnknownNameError, match="lid"):
        gensim2_keypoints(asset, FACING, part="lid")
