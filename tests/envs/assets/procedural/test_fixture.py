"""A fixture: an ell sinks into it the right way round, and no other."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.procedural import ell, fixture
from envs.pose import Pose
from envs.task.spec import ObjectSpec, Region, SceneSpec
from envs.worlds import make_world

TABLE = Region(name="table", x=(0.0, 2.0), y=(-1.0, 1.0))


def _dropped(turn: float) -> float:
    """Return how far an ell's middle ends below the top of what counts as in the pocket, metres."""
    holder, piece = fixture.build(1), ell.build(4)
    turned = (float(np.cos(turn / 2)), 0.0, 0.0, float(np.sin(turn / 2)))
    poses = {"fixture": Pose(position=(1.5, 0.0, 0.0)), "ell": Pose(position=(1.501, 0.001, 0.014), quaternion=turned)}
    things = tuple(
        ObjectSpec(name=name, asset=asset.id, region=TABLE, yaw=(0.0, 0.0), pose=poses[name])
        for name, asset in (("fixture", holder), ("ell", piece))
    )
    world = make_world("sapien", SceneSpec(objects=things), {holder.id: holder, piece.id: piece})
    world.step(240)
    T = world.state().objects["ell"].links["body"]
    world.close()
    return fixture.SEATED - 0.002 - float(T[2, 3] + piece.size[2] / 2)


def test_an_ell_sinks_in_the_right_way_round() -> None:
    assert _dropped(0.0) > 0.003


@pytest.mark.parametrize("turn", [np.pi / 2, np.pi])
def test_an_ell_that_is_turned_stays_outside(turn: float) -> None:
    assert _dropped(turn) < -0.001


def test_the_corner_is_the_pockets() -> None:
    asset = fixture.build(0)
    x, y, z = asset.point("corner").position
    assert x == y < 0
    assert z == fixture.FLOOR
