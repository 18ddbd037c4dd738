"""A suction cup takes hold of what its lip reaches, holds it, lets go, and is restored as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.assets.model import AssetModel, Box, Link, Sphere
from envs.pose import Pose
from envs.robots import panda
from envs.robots.suction_cup import LIP_RADIUS
from envs.task.scene_model import SceneModel
from envs.task.spec import SceneSpec
from envs.worlds import WORLDS, make_world
from envs.worlds.suction import HOLD_FORCE, REACH, Suction, sucks
from kpam.transforms import about_axis, from_rotation, inverse, rotation_angle
from tests.envs.worlds.conftest import block, box_inertia, jointed, placed
from tests.envs.worlds.cup import OPEN, SUCK, at_cup, move

X, Y = 0.45, 0.05
EDGE = 0.04


@pytest.fixture(params=sorted(WORLDS))
def sucking(request):
    """Return a function that builds objects before a robot with a cup, and closes the worlds afterwards."""
    made = []

    def make(objects, assets, name="panda_suction"):
        scene = SceneSpec(robot=name, objects=tuple(objects))
        made.append(make_world(request.param, scene, {asset.id: asset for asset in assets}))
        return made[-1]

    yield make
    for world in made:
        world.close()


@pytest.fixture
def scene(sucking):
    b = block()
    return lambda: sucking([placed("b", b, X, Y, yaw=0.3), placed("c", b, 0.6, 0.2)], [b])


def take(world, top: float = EDGE) -> None:
    move(world, at_cup(X, Y, top + 0.06), OPEN)
    move(world, at_cup(X, Y, top + 0.001), OPEN)
    move(world, world.state().robot.targets[:7], SUCK, 30)


def in_hand(state, name: str = "b") -> np.ndarray:
    return inverse(state.robot.T_world_hand) @ state.objects[name].pose


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


# The rule itself, without an engine.

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
