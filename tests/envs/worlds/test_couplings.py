"""Joints that follow others and joints that spring back, in every engine."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.builder import AssetBuilder
from envs.assets.model import AssetModel, Coupling
from envs.worlds.world import PHYSICS_HZ
from tests.envs.worlds.conftest import placed

RED = (0.8, 0.1, 0.1)
GRAVITY = 9.81
LEAD = 1e-3  # m / rad of the thread
CAP_INERTIA = 0.02 * 0.015**2 / 2


def pedal_bin(ratio: float = 2.0, *, friction: float = 0.0, fixed_base: bool = True) -> AssetModel:
    """A post with a pedal of 0.2 kg that sinks, and a lid of 0.02 kg that rises `ratio` times as far."""
    b = AssetBuilder("pedal_bin", 0, fixed_base=fixed_base)
    body = b.root(mass=5.0)
    b.box(body, (0.0, 0.0, 0.05), (0.2, 0.2, 0.1), RED)
    pedal = b.moving(
        "pedal",
        kind="revolute",
        origin=(0, 0, 0.3),
        axis=(0, 1, 0),
        upper=0.5,
        damping=0.1,
        friction=friction,
        mass=0.2,
    )
    b.box(pedal, (0.1, 0.0, 0.3), (0.1, 0.02, 0.02), RED)
    lid = b.moving(
        "lid",
        kind="revolute",
        origin=(0, 0.1, 0.3),
        axis=(0, -1, 0),
        upper=0.5 * ratio,
        damping=0.0,
        friction=0.0,
        mass=0.02,
        coupling=Coupling(joint="pedal_joint", ratio=ratio),
    )
    b.box(lid, (0.1, 0.1, 0.3), (0.1, 0.02, 0.02), RED)
    return b.build("a bin", affordances=())


def bottle(*, cap_on_slide: bool, friction: float = 0.0) -> AssetModel:
    """A cap of 20 g that climbs a thread as it turns: it rides on the slide, 20 g too, or the slide on it."""
    b = AssetBuilder("bottle", 0, fixed_base=True)
    body = b.root(mass=1.0)
    b.cylinder(body, (0, 0, 0.05), 0.03, 0.1, RED)
    first, second = ("slide", "cap") if cap_on_slide else ("cap", "slide")
    for name, parent in ((first, body), (second, first)):
        turns = name == "cap"
        b.moving(
            name,
            kind="revolute" if turns else "prismatic",
            origin=(0, 0, 0.12),
            axis=(0, 0, 1),
            upper=6.0 if turns else 0.006,
            damping=0.0,
            friction=friction if turns else 0.0,
            parent=parent,
            mass=0.02,
            coupling=None if turns else Coupling(joint="cap_joint", ratio=LEAD),
        )
        b.cylinder(name, (0, 0, 0.12), 0.015, 0.01, RED)
    return b.build("a bottle", affordances=())


def button(*, spring: float, friction: float = 0.0) -> AssetModel:
    """A button of 10 g that goes in along -x."""
    b = AssetBuilder("button", 0, fixed_base=True)
    body = b.root(mass=1.0)
    b.box(body, (0.0, 0.0, 0.1), (0.05, 0.2, 0.2), RED)
    face = b.moving(
        "button",
        kind="prismatic",
        origin=(0.05, 0.0, 0.1),
        axis=(-1, 0, 0),
        upper=0.02,
        damping=0.2,
        friction=friction,
        spring=spring,
        mass=0.01,
    )
    b.cylinder(face, (0.05, 0.0, 0.1), 0.01, 0.01, RED)
    return b.build("a button", affordances=())


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
