"""What every engine owes the `World` protocol."""

from __future__ import annotations

import numpy as np
import pytest

from envs.robots import panda
from envs.worlds.world import PHYSICS_HZ
from tests.envs.worlds.conftest import block, jointed, placed


@pytest.fixture
def scene(build):
    """A hinge half open, a block that falls askew onto another."""
    a, b = jointed(friction=1.5), block()
    objects = [
        placed("post", a, 0.65, 0.0, yaw=np.pi, joints={"hinge": 0.5}),
        placed("low", b, 0.4, 0.2),
        placed("high", b, 0.41, 0.205, z=0.06, yaw=0.4),
    ]
    return lambda: build(objects, [a, b])


def wave(world, steps: int) -> None:
    """Move the arm and the fingers a little, differently at each step."""
    for k in range(steps):
        targets = panda.HOME.copy()
        targets[:7] += 0.1 * np.sin(0.05 * k + np.arange(7))
        targets[7:] = 0.02 + 0.02 * np.cos(0.03 * k)
        world.set_targets(targets)
        world.step(1)


def test_a_scene_starts_as_its_spec_says(scene):
    state = scene().state()
    np.testing.assert_allclose(state.objects["post"].pose[:3, 3], [0.65, 0, 0], atol=1e-6)
    np.testing.assert_allclose(state.objects["post"].pose[:3, 0], [-1, 0, 0], atol=1e-6)
    assert state.objects["post"].joints["hinge"] == pytest.approx(0.3, abs=1e-6)
    np.testing.assert_allclose(state.robot.positions, panda.HOME, atol=1e-6)
    assert list(state.objects) == ["post", "low", "high"]
    assert state.time == 0.0


def test_link_poses_agree_with_the_asset_and_the_arm(scene):
    state = scene().state()
    post = state.objects["post"]
    for name, T in jointed(friction=1.5).link_poses(post.pose, dict(post.joints)).items():
        np.testing.assert_allclose(post.links[name], T, atol=1e-5)
    np.testing.assert_allclose(state.robot.T_world_hand, panda.arm().forward(panda.HOME[:7]), atol=1e-5)


def test_time_counts_physics_steps(scene):
    world = scene()
    world.step(7)
    world.step()
    assert world.state().time == pytest.approx(8 / PHYSICS_HZ)


def test_two_fresh_runs_are_identical_bit_for_bit(scene):
    vectors = []
    for _ in range(2):
        world = scene()
        wave(world, 120)
        vectors.append(world.state().vector())
    assert np.array_equal(*vectors)


def test_a_world_is_the_same_after_others_were_closed(scene):
    vectors = []
    for _ in range(3):
        world = scene()
        wave(world, 60)
        vectors.append(world.state().vector())
        world.close()
    assert np.array_equal(vectors[0], vectors[1])
    assert np.array_equal(vectors[0], vectors[2])


def test_two_restores_of_one_state_continue_bit_for_bit(scene):
    world, other = scene(), scene()
    wave(world, 50)
    saved = world.state()
    vectors = []
    for target in (world, other, world):
        target.restore(saved)
        wave(target, 80)
        vectors.append(target.state().vector())
    assert np.array_equal(vectors[0], vectors[1])
    assert np.array_equal(vectors[0], vectors[2])


def test_a_restored_state_is_the_saved_one(scene):
    world = scene()
    wave(world, 50)
    saved = world.state()
    wave(world, 30)
    world.restore(saved)
    again = world.state()
    np.testing.assert_allclose(again.vector(), saved.vector(), atol=2e-6)
    assert again.time == saved.time


def test_a_state_of_another_scene_is_refused(build):
    b = block()
    saved = build([placed("one", b, 0.4, 0.0)], [b]).state()
    with pytest.raises(ValueError, match="other"):
        build([placed("other", b, 0.4, 0.0)], [b]).restore(saved)


def test_a_snapshot_does_not_change_with_the_world(scene):
    world = scene()
    state = world.state()
    before = state.vector().copy()
    wave(world, 20)
    assert np.array_equal(state.vector(), before)


def test_targets_of_the_wrong_size_or_not_finite_are_refused(scene):
    world = scene()
    with pytest.raises(ValueError, match="nine"):
        world.set_targets(np.zeros(8))
    with pytest.raises(ValueError, match="finite"):
        world.set_targets(np.full(9, np.nan))


def test_what_rests_stays_at_rest(build):
    b = block()
    world = build([placed("b", b, 0.4, 0.1, yaw=0.3)], [b])
    start = world.state().objects["b"].pose
    world.step(480)
    state = world.state().objects["b"]
    assert np.linalg.norm(state.pose[:3, 3] - start[:3, 3]) < 1e-4
    velocity = state.velocities["base"]
    assert np.linalg.norm(velocity[:3]) < 5e-4
    assert np.linalg.norm(velocity[3:]) < np.radians(0.25)


def test_contacts_carry_the_weight_and_name_both_sides(build):
    b = block(mass=0.2)
    world = build([placed("b", b, 0.4, 0.1)], [b])
    world.step(240)
    contacts = world.contacts()
    assert len(contacts) == 1
    assert {contacts[0].first, contacts[0].second} == {("b", "base"), ("ground", "ground")}
    assert contacts[0].force == pytest.approx(0.2 * 9.81, rel=0.05)


def test_the_idle_robot_touches_nothing_and_stays(build):
    b = block()
    world = build([placed("b", b, 0.4, 0.3)], [b])
    world.step(240)
    state = world.state()
    assert not any("robot" in (c.first[0], c.second[0]) for c in state.contacts)
    np.testing.assert_allclose(state.robot.positions, panda.HOME, atol=1e-4)


def test_a_friction_joint_holds_against_gravity_below_its_torque(build):
    # The arm's weight turns the hinge with 1 kg x 9.81 x 0.1 m = 0.98 N m.
    for friction, holds in ((1.2, True), (0.7, False)):
        a = jointed(friction=friction)
        world = build([placed("post", a, 0.65, 0.0, joints={"hinge": 0.2})], [a])
        world.step(240)
        moved = abs(world.state().objects["post"].joints["hinge"] - 0.12)
        assert (moved < 1e-3) == holds


@pytest.mark.parametrize("friction", [0.0, 0.2])
def test_a_slide_falls_as_its_damping_and_friction_allow(build, friction):
    # A slide that goes down: m dv/dt = m g - friction - damping v, m = 1 kg.
    a = jointed("prismatic", damping=8.0, friction=friction, axis=(0.0, 0.0, -1.0))
    world = build([placed("post", a, 0.65, 0.0, z=1.0)], [a])
    world.step(48)
    seconds, final = 48 / PHYSICS_HZ, (9.81 - friction) / 8.0
    expected = final * (1 - np.exp(-8.0 * seconds))
    assert world.state().objects["post"].joint_velocities["hinge"] == pytest.approx(expected, rel=0.03)


def test_joints_stop_at_their_limits(build):
    a = jointed()
    world = build([placed("post", a, 0.65, 0.0, z=1.0)], [a])
    world.step(480)
    assert world.state().objects["post"].joints["hinge"] == pytest.approx(0.6, abs=5e-3)


def test_an_articulated_thing_without_a_fixed_base_falls_to_the_ground(build):
    a = jointed(fixed_base=False, friction=2.0)
    world = build([placed("post", a, 0.65, 0.0, z=0.05)], [a])
    world.step(360)
    state = world.state()
    assert state.objects["post"].pose[2, 3] == pytest.approx(0.0, abs=1e-3)
    assert any(c.second == ("ground", "ground") or c.first == ("ground", "ground") for c in state.contacts)


def test_closing_twice_does_nothing(scene):
    world = scene()
    world.close()
    world.close()
