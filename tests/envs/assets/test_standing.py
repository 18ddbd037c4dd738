"""In physics, every category stands still, and its joints move under a hand's pull and stay where they are left."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.assets.procedural import CATEGORIES
from envs.pose import Pose
from envs.task.spec import JointStart, ObjectSpec, Region, SceneSpec
from envs.worlds import make_world
from kpam.transforms import rotation_angle

ARTICULATED = [name for name, category in CATEGORIES.items() if category.articulated]
TABLE = Region(name="table", x=(0.0, 2.0), y=(-1.0, 1.0))


def _world(asset_id: str, fraction: float = 0.0):
    asset = Catalog().get(asset_id)
    starts = tuple(JointStart(joint=joint.name, low=0.0, high=1.0, fraction=fraction) for joint in asset.joints)
    item = ObjectSpec(
        name="thing", asset=asset_id, region=TABLE, yaw=(0.0, 0.0), pose=Pose(position=(1.5, 0.0, 0.0)), joints=starts
    )
    return make_world("sapien", SceneSpec(objects=(item,)), {asset_id: asset})


@pytest.mark.parametrize("instance", [0, 3])
@pytest.mark.parametrize("name", list(CATEGORIES))
def test_it_stands_still_for_two_seconds(name: str, instance: int) -> None:
    world = _world(f"{name}/{instance}")
    before = world.state().objects["thing"]
    world.step(480)
    after = world.state().objects["thing"]
    world.close()
    for link in before.links:
        moved = after.links[link][:3, 3] - before.links[link][:3, 3]
        assert np.linalg.norm(moved) < 2e-3
        assert rotation_angle(after.links[link][:3, :3], before.links[link][:3, :3]) < np.radians(1.0)


@pytest.mark.parametrize("fraction", [0.3, 0.7, 1.0])
@pytest.mark.parametrize("name", ARTICULATED)
def test_a_joint_stays_where_it_is_left(name: str, fraction: float) -> None:
    world = _world(f"{name}/1", fraction)
    before = dict(world.state().objects["thing"].joints)
    world.step(480)
    after = dict(world.state().objects["thing"].joints)
    world.close()
    joints = Catalog().get(f"{name}/1").joints
    # What has a spring goes back to rest, or as near to it as its friction lets it.
    expected = {joint.name: before[joint.name] for joint in joints if joint.spring == 0.0}
    assert {joint: after[joint] for joint in expected} == pytest.approx(expected, abs=2e-3)
    for joint in joints:
        if joint.spring > 0.0:
            assert joint.spring * (after[joint.name] - joint.lower) < 1.2 * joint.friction


@pytest.mark.parametrize("name", ARTICULATED)
def test_a_light_pull_at_the_handle_beats_gravity_and_friction(name: str) -> None:
    asset = Catalog().get(f"{name}/1")
    for part in asset.parts:
        joint, link = asset.joint(part.joint), asset.link(part.link)
        lever = np.asarray(asset.point(f"{part.handle}.centre").position)
        # A knob that is held on its axis is turned by the wrist, between fingers 21 mm wide.
        turning = max(0.0105, float(np.linalg.norm(np.cross(joint.axis, lever))))
        arm = 1.0 if joint.kind == "prismatic" else turning
        weight = 0.0
        if joint.kind == "revolute":
            weight = 9.81 * link.mass * abs(np.cross(joint.axis, link.centre_of_mass)[2])
        assert (joint.friction + weight) / arm < 10.0
