"""Joint values of an asset: what is given, what follows, what is closed."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from envs.assets.builder import AssetBuilder
from envs.assets.model import AssetModel, Coupling

RED = (0.8, 0.1, 0.1)


def crane(coupling: Coupling | None, *, spring: float = 0.0) -> AssetModel:
    """A mast that turns to 0.5, and a hook on the body that rises to 0.2 m."""
    b = AssetBuilder("crane", 0, fixed_base=True)
    body = b.root()
    b.box(body, (0, 0, 0.05), (0.1, 0.1, 0.1), RED)
    mast = b.moving("mast", kind="revolute", origin=(0, 0, 0.1), axis=(0, 0, 1), upper=0.5, damping=0.1, friction=0.1)
    b.box(mast, (0.1, 0, 0.2), (0.2, 0.02, 0.02), RED)
    hook = b.moving(
        "hook",
        kind="prismatic",
        origin=(0.1, 0.1, 0.1),
        axis=(0, 0, 1),
        upper=0.2,
        damping=0.1,
        friction=0.1,
        spring=spring,
        coupling=coupling,
    )
    b.sphere(hook, (0.1, 0.1, 0.1), 0.01, RED)
    return b.build("a crane", affordances=())


LED = crane(Coupling(joint="mast_joint", ratio=0.3, offset=0.02))


def test_a_joint_without_a_value_is_closed():
    assert crane(None).joint_values({"hook_joint": 0.1}) == {"mast_joint": 0.0, "hook_joint": 0.1}


def test_a_follower_is_where_its_leader_takes_it_whatever_was_given():
    values = LED.joint_values({"mast_joint": 0.4, "hook_joint": 9.0})
    assert values == pytest.approx({"mast_joint": 0.4, "hook_joint": 0.14})
    T = LED.link_poses(np.eye(4), {"mast_joint": 0.4})["hook"]
    assert T[2, 3] == pytest.approx(0.1 + 0.14)


def test_a_follower_is_brought_somewhere_by_its_leader():
    values = LED.with_joint_at("hook_joint", 0.6)
    assert values == pytest.approx({"mast_joint": 1 / 3, "hook_joint": 0.12})


def test_what_is_coupled_moves_together():
    assert LED.moved_together("hook_joint") == LED.moved_together("mast_joint") == {"mast_joint", "hook_joint"}
    assert crane(None).moved_together("hook_joint") == {"hook_joint"}


@pytest.mark.parametrize("leader", ["hook_joint", "nothing"])
def test_a_leader_must_be_a_joint_that_moves_freely(leader):
    with pytest.raises(ValidationError, match="no joint that moves freely; those of crane/0: mast_joint"):
        crane(Coupling(joint=leader, ratio=0.3))


def test_a_follower_has_no_spring_and_no_ratio_of_nothing():
    with pytest.raises(ValidationError, match="give that one the spring"):
        crane(Coupling(joint="mast_joint", ratio=0.3), spring=10.0)
    with pytest.raises(ValidationError, match="moves nothing"):
        Coupling(joint="mast_joint", ratio=0.0)
