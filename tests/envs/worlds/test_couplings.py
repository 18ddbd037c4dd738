"""Joints that follow others and joints that spring back, in every engine."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.model import AssetModel
from envs.worlds.world import PHYSICS_HZ
from tests.envs.worlds.conftest import placed
from tests.envs.worlds.coupled import CAP_INERTIA, GRAVITY, LEAD, bottle, button, pedal_bin

COUPLED = [pedal_bin(), bottle(cap_on_slide=True), bottle(cap_on_slide=False), button(spring=50)]


def on_table(build, asset: AssetModel, **joints: float):
    item = placed("thing", asset, 0.55, 0.0, z=0.0, joints={f"{name}_joint": f for name, f in joints.items()})
    return build([item], [asset])


def joints(world) -> dict[str, float]:
    return dict(world.state().objects["thing"].joints)


def test_a_follower_starts_where_its_leader_takes_it(build):
    world = on_table(build, pedal_bin(), pedal=0.4)
    assert joints(world) == pytest.approx({"pedal_joint": 0.2, "lid_joint": 0.4}, abs=1e-6)


@pytest.mark.parametrize("fixed_base", [True, False])
def test_a_sinking_pedal_lifts_its_lid(build, fixed_base):
    world = on_table(build, pedal_bin(fixed_base=fixed_base))
    world.step(PHYSICS_HZ)
    now = joints(world)
    assert now["pedal_joint"] > 0.3
    assert now["lid_joint"] == pytest.approx(2 * now["pedal_joint"], abs=1e-3)


@pytest.mark.parametrize(("ratio", "sinks"), [(9.0, True), (11.0, False)])
def test_a_pedal_feels_its_lid_times_the_ratio(build, ratio, sinks):
    # The pedal is ten times as heavy as the lid on an arm of the same length.
    world = on_table(build, pedal_bin(ratio), pedal=0.05)
    world.step(PHYSICS_HZ // 2)
    moved = joints(world)["pedal_joint"] - 0.025
    assert abs(moved) > 2e-3
    assert (moved > 0) == sinks


def test_a_coupled_pedal_is_held_by_its_friction(build):
    world = on_table(build, pedal_bin(friction=0.5), pedal=0.4)
    world.step(PHYSICS_HZ)
    assert joints(world) == pytest.approx({"pedal_joint": 0.2, "lid_joint": 0.4}, abs=2e-3)


@pytest.mark.parametrize("cap_on_slide", [True, False])
def test_a_cap_runs_down_a_smooth_thread_as_its_weight_turns_it(build, cap_on_slide):
    world = on_table(build, bottle(cap_on_slide=cap_on_slide), cap=0.5)
    assert joints(world)["slide_joint"] == pytest.approx(3e-3, abs=1e-6)
    world.step(24)
    falling, turning = (0.04, CAP_INERTIA) if cap_on_slide else (0.02, 2 * CAP_INERTIA)
    expected = 3.0 - falling * GRAVITY * LEAD / (turning + falling * LEAD**2) * 0.1**2 / 2
    now = joints(world)
    assert now["cap_joint"] == pytest.approx(expected, abs=0.05)
    assert now["slide_joint"] == pytest.approx(now["cap_joint"] * LEAD, abs=2e-5)


@pytest.mark.parametrize("cap_on_slide", [True, False])
def test_a_cap_is_held_by_its_friction(build, cap_on_slide):
    world = on_table(build, bottle(cap_on_slide=cap_on_slide, friction=1e-3), cap=0.5)
    world.step(PHYSICS_HZ)
    assert joints(world) == pytest.approx({"cap_joint": 3.0, "slide_joint": 3e-3}, abs=1e-3)


@pytest.mark.parametrize("friction", [0.0, 0.3])
def test_a_button_comes_back(build, friction):
    world = on_table(build, button(spring=200.0, friction=friction), button=1.0)
    world.step(PHYSICS_HZ)
    assert joints(world)["button_joint"] < friction / 200.0 + 2e-4


def test_a_spring_weaker_than_friction_leaves_the_button_in(build):
    world = on_table(build, button(spring=20.0, friction=1.0), button=1.0)
    world.step(PHYSICS_HZ)
    assert joints(world)["button_joint"] == pytest.approx(0.02, abs=5e-4)


def test_a_stiff_spring_does_not_swing_up(build):
    world = on_table(build, button(spring=5000.0), button=1.0)
    world.step(24)
    assert 0.0 <= joints(world)["button_joint"] + 1e-6 < 1e-3


@pytest.mark.parametrize("asset", COUPLED)
def test_two_restores_of_one_state_continue_bit_for_bit(build, asset):
    leader = next(joint.name.removesuffix("_joint") for joint in asset.joints if joint.coupling is None)
    world, other = (on_table(build, asset, **{leader: 0.6}) for _ in range(2))
    world.step(7)
    saved = world.state()
    vectors = []
    for target in (world, other, world):
        target.restore(saved)
        np.testing.assert_allclose(target.state().vector(), saved.vector(), atol=2e-6)
        target.step(50)
        vectors.append(target.state().vector())
    assert np.array_equal(vectors[0], vectors[1])
    assert np.array_equal(vectors[0], vectors[2])
