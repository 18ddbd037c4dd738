"""A trash can: the pedal takes the lid with it, and without a pedal the lid lifts by its bar."""

from __future__ import annotations

import pytest

from envs.assets.procedural import trash_can
from envs.pose import Pose
from envs.task.spec import JointStart, ObjectSpec, Region, SceneSpec
from envs.worlds import make_world
from tests.envs.assets.procedural.moving import handle_at, is_free

CANS = [trash_can.build(instance) for instance in range(12)]
PEDALLED = [can for can in CANS if "pedal" in {part.name for part in can.parts}]
TABLE = Region(name="table", x=(0.0, 2.0), y=(-1.0, 1.0))


def test_both_kinds_occur() -> None:
    assert 0 < len(PEDALLED) < len(CANS)


@pytest.mark.parametrize("can", PEDALLED[:4], ids=lambda can: can.id)
def test_the_pedal_goes_down_and_the_lid_up_over_their_whole_range(can) -> None:
    values = can.with_joint_at("pedal_joint", 1.0)
    assert values["lid_joint"] == pytest.approx(can.joint("lid_joint").upper, abs=1e-3)
    assert handle_at(can, "pedal", 1.0)[2] < handle_at(can, "pedal", 0.0)[2] - 0.008
    assert handle_at(can, "pedal", 1.0)[2] > 0.004
    assert handle_at(can, "lid", 1.0)[2] > handle_at(can, "lid", 0.0)[2] + 0.1


@pytest.mark.parametrize("can", CANS[:6], ids=lambda can: can.id)
def test_rubbish_finds_room(can) -> None:
    assert is_free(can, "interior")
    assert min(can.volume("interior").size) > 0.08


def test_in_physics_the_lid_stays_up_while_the_pedal_is_down() -> None:
    can = PEDALLED[0]
    start = can.with_joint_at("pedal_joint", 0.8)
    joints = tuple(JointStart(joint=name, low=0.0, high=1.0, fraction=0.8) for name in start)
    pose = Pose(position=(1.5, 0.0, 0.0))
    item = ObjectSpec(name="can", asset=can.id, region=TABLE, yaw=(0.0, 0.0), pose=pose, joints=joints)
    world = make_world("sapien", SceneSpec(objects=(item,)), {can.id: can})
    world.step(240)
    after = world.state().objects["can"].joints
    world.close()
    assert after == pytest.approx(start, abs=0.02)
