"""A suction cup takes hold of what its lip reaches, holds it, lets go, and is restored as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.robots import panda
from envs.task.scene_model import SceneModel
from envs.worlds.suction import HOLD_FORCE
from kpam.transforms import rotation_angle
from tests.envs.worlds.conftest import block, jointed, placed
from tests.envs.worlds.cup import EDGE, OPEN, SUCK, X, Y, at_cup, in_hand, move, take


@pytest.fixture
def scene(sucking):
    b = block()
    return lambda: sucking([placed("b", b, X, Y, yaw=0.3), placed("c", b, 0.6, 0.2)], [b])


def test_a_robot_without_fingers_has_their_targets_in_their_places(scene):
    world = scene()
    assert np.array_equal(world.state().robot.positions[7:], panda.HOME[7:])
    move(world, panda.HOME[:7], 0.03, 5)
    robot = world.state().robot
    assert robot.width == pytest.approx(0.03)
    assert np.array_equal(robot.velocities[7:], np.zeros(2))
    assert robot.sucks


def test_a_spatula_sucks_nothing(sucking):
    b = block()
    world = sucking([placed("b", b, X, Y)], [b], "panda_spatula")
    move(world, panda.HOME[:7], SUCK, 5)
    robot = world.state().robot
    assert not robot.sucks
    assert robot.sucked is None


def test_a_cup_lifts_what_it_touches_and_holds_it_firmly(scene):
    world = scene()
    take(world)
    held = world.state()
    assert held.robot.sucked is not None
    assert (held.robot.sucked.object, held.robot.sucked.link) == ("b", "base")
    move(world, at_cup(0.5, -0.2, 0.2), SUCK)
    state = world.state()
    assert state.objects["b"].pose[2, 3] > 0.1
    assert np.linalg.norm(in_hand(state)[:3, 3] - state.robot.sucked.T_hand_link[:3, 3]) < 1.5e-3
    assert rotation_angle(in_hand(state)[:3, :3], state.robot.sucked.T_hand_link[:3, :3]) < 5e-3
    assert np.linalg.norm(state.objects["c"].pose[:2, 3] - [0.6, 0.2]) < 1e-4


@pytest.mark.parametrize("id", ["cuboid/677", "block/0", "cracker_box/0"])
def test_a_cup_holds_firmly_whatever_the_principal_axes(sucking, id):
    asset = Catalog().get(id)
    world = sucking([placed("b", asset, X, Y, yaw=0.7)], [asset])
    take(world, asset.centre[2] + asset.size[2] / 2)
    move(world, at_cup(0.5, -0.2, 0.3), SUCK)
    state = world.state()
    held = state.robot.sucked
    assert held is not None
    assert np.linalg.norm(in_hand(state)[:3, 3] - held.T_hand_link[:3, 3]) < 1e-3
    assert rotation_angle(in_hand(state)[:3, :3], held.T_hand_link[:3, :3]) < 1e-2


def test_a_cup_that_stops_sucking_lets_go(scene):
    world = scene()
    take(world)
    move(world, at_cup(X, Y, 0.15), SUCK)
    assert world.state().objects["b"].pose[2, 3] > 0.08
    move(world, at_cup(X, Y, 0.15), OPEN, 100)
    state = world.state()
    assert state.robot.sucked is None
    assert state.objects["b"].pose[2, 3] < 0.002


def test_a_cup_that_does_not_suck_takes_nothing(scene):
    world = scene()
    move(world, at_cup(X, Y, EDGE + 0.06), OPEN)
    move(world, at_cup(X, Y, EDGE + 0.001), OPEN)
    assert world.state().robot.sucked is None


def test_a_cup_that_is_not_near_takes_nothing(scene):
    world = scene()
    move(world, at_cup(X, Y, EDGE + 0.06), OPEN)
    move(world, at_cup(X, Y, EDGE + 0.008), SUCK)
    assert world.state().robot.sucked is None


def test_sucking_all_the_way_takes_hold_on_arrival(scene):
    world = scene()
    move(world, at_cup(X, Y, EDGE + 0.06), SUCK)
    move(world, at_cup(X, Y, EDGE + 0.001), SUCK)
    assert world.state().robot.sucked is not None


def test_two_restores_while_something_is_held_continue_bit_for_bit(scene):
    world, other = scene(), scene()
    take(world)
    move(world, at_cup(0.5, 0.0, 0.15), SUCK, 60)
    saved = world.state()
    vectors = []
    for target in (world, other, world):
        target.restore(saved)
        assert target.state().robot.sucked == saved.robot.sucked
        move(target, at_cup(0.45, -0.1, 0.15), SUCK, 60)
        move(target, at_cup(0.45, -0.1, 0.15), OPEN, 30)
        vectors.append(target.state().vector())
    assert np.array_equal(vectors[0], vectors[1])
    assert np.array_equal(vectors[0], vectors[2])


def test_a_hold_that_is_restored_holds(scene):
    world = scene()
    take(world)
    move(world, at_cup(X, Y, 0.15), SUCK)
    saved = world.state()
    world.restore(saved)
    world.step(60)
    np.testing.assert_allclose(in_hand(world.state()), in_hand(saved), atol=1e-3)


def test_a_hold_that_is_restored_lets_go(scene):
    world = scene()
    take(world)
    move(world, at_cup(X, Y, 0.15), SUCK)
    world.restore(world.state())
    move(world, at_cup(X, Y, 0.15), OPEN, 100)
    state = world.state()
    assert state.robot.sucked is None
    assert state.objects["b"].pose[2, 3] < 0.002


def test_two_fresh_runs_are_identical_bit_for_bit(scene):
    vectors = []
    for _ in range(2):
        world = scene()
        take(world)
        move(world, at_cup(0.5, 0.0, 0.15), SUCK, 60)
        vectors.append(world.state().vector())
    assert np.array_equal(*vectors)


def test_what_is_held_is_part_of_the_state_vector_of_a_cup_alone(scene, sucking):
    b = block()
    gripper = sucking([placed("b", b, X, Y), placed("c", b, 0.6, 0.2)], [b], "panda").state().vector()
    world = scene()
    loose = world.state().vector()
    assert len(loose) == len(gripper) + 9
    assert loose[-9:].tolist() == [-1, -1, *[0] * 7]
    take(world)
    state = world.state()
    assert state.vector()[-9:-7].tolist() == [0, 0]
    np.testing.assert_allclose(state.vector()[-7:-4], state.robot.sucked.T_hand_link[:3, 3])
    moved = replace(state, robot=replace(state.robot, sucked=None))
    assert not np.array_equal(moved.vector(), state.vector())


def test_a_held_thing_that_jams_is_pulled_with_a_limited_force(sucking):
    """A thing far heavier than the hold bears stays where it is, and nothing explodes."""
    heavy = block(size=(0.2, 0.2, EDGE), mass=40.0)
    world = sucking([placed("b", heavy, X, Y)], [heavy])
    take(world)
    assert world.state().robot.sucked is not None
    move(world, at_cup(X, Y, 0.12), SUCK)
    world.step(60)
    state = world.state()
    assert HOLD_FORCE < 40.0 * 9.81
    assert state.objects["b"].pose[2, 3] < 0.03
    assert np.linalg.norm(state.objects["b"].velocities["base"]) < 1.0
    assert np.abs(state.robot.velocities).max() < 1.0


def test_a_cup_may_pull_a_link_of_what_is_bolted_down(sucking):
    """A hinged lid that the cup holds opens with it; the post it hangs on is never taken."""
    lid = jointed(friction=0.0)
    world = sucking([placed("post", lid, 0.42, Y)], [lid])
    x, top = 0.42 + 0.1, 0.3 + 0.01
    move(world, at_cup(x, Y, top + 0.06), OPEN)
    # The lid hangs at its limit, 0.6 rad below the level.
    drop = world.state().objects["post"].joints["hinge"]
    x, top = 0.42 + 0.1 * np.cos(drop) + 0.01 * np.sin(drop), 0.3 - 0.1 * np.sin(drop) + 0.01 * np.cos(drop)
    move(world, at_cup(round(x, 4), Y, round(top + 0.002, 4)), OPEN)
    move(world, world.state().robot.targets[:7], SUCK, 20)
    held = world.state().robot.sucked
    assert held is not None
    assert (held.object, held.link) == ("post", "arm")


def test_a_scene_model_says_that_a_cup_holds(scene):
    b = block()
    model = SceneModel({"b": b, "c": b})
    world = scene()
    assert not model.held(world.state(), "b")
    take(world)
    state = world.state()
    assert model.held(state, "b")
    assert model.pressed(state, "b")
    assert not model.held(state, "c")


def test_a_state_that_holds_something_is_refused_by_a_robot_without_a_cup(scene, sucking):
    b = block()
    world = scene()
    take(world)
    other = sucking([placed("b", b, X, Y), placed("c", b, 0.6, 0.2)], [b], "panda_spatula")
    with pytest.raises(ValueError, match="panda_spatula"):
        other.restore(world.state())
