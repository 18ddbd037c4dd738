"""What happens in one engine happens in every other, within the bounds that are stated here.

Each of these is compared with the first world's, so that a further engine is measured by being registered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.assets.model import AssetModel
from envs.robots import ROBOTS, panda, robot
from envs.task.spec import ObjectSpec, SceneSpec
from envs.worlds import WORLDS, make_world
from envs.worlds.physics import Physics
from envs.worlds.state import WorldState
from envs.worlds.world import DEFAULT_PHYSICS, PHYSICS_HZ, World
from kpam.transforms import apply, inverse, rotation_angle
from tests.envs.worlds.conftest import block, jointed, placed
from tests.envs.worlds.motions import drive, grasp, looking_down, reach, smooth

FIRST, *OTHERS = WORLDS
Play = Callable[[World], WorldState]
POSTURES = [
    panda.HOME[:7],
    np.array([0, 0, 0, -0.1, 0, 0, 0]),
    np.array([1.2, 0.8, -0.7, -1.4, 1.1, 2.2, -2.0]),
    np.array([-2.0, -1.3, 2.1, -2.8, -2.4, 0.4, 2.5]),
]


def assets_of(*assets: AssetModel) -> dict[str, AssetModel]:
    return {asset.id: asset for asset in assets}


@pytest.fixture(params=OTHERS)
def played(request) -> Callable[..., tuple[WorldState, WorldState]]:
    """Return a function that plays one thing in the first world and in another, and gives both last states."""

    def both(
        objects: list[ObjectSpec], assets: Mapping[str, AssetModel], play: Play, physics: Physics = DEFAULT_PHYSICS
    ) -> tuple[WorldState, WorldState]:
        states = []
        for engine in (FIRST, request.param):
            world = make_world(engine, SceneSpec(objects=tuple(objects)), assets, physics)
            states.append(play(world))
            world.close()
        return states[0], states[1]

    return both


def apart(one: WorldState, other: WorldState, name: str) -> tuple[float, float]:
    """Return how far an object is from where the other world has it: metres, radians."""
    a, b = one.objects[name].pose, other.objects[name].pose
    return float(np.linalg.norm(a[:3, 3] - b[:3, 3])), rotation_angle(a[:3, :3], b[:3, :3])


def stepped(steps: int) -> Play:
    def play(world: World) -> WorldState:
        world.step(steps)
        return world.state()

    return play


def with_speed(name: str, linear: tuple[float, float, float], angular: tuple[float, float, float], steps: int) -> Play:
    """Let an object's root set out at a speed."""

    def play(world: World) -> WorldState:
        state = world.state()
        item = state.objects[name]
        root = next(iter(item.links))
        moving = replace(item, velocities={**item.velocities, root: np.array([*linear, *angular])})
        world.restore(replace(state, objects={**state.objects, name: moving}))
        world.step(steps)
        return world.state()

    return play


@pytest.mark.parametrize("engine", WORLDS)
@pytest.mark.parametrize("name", sorted(ROBOTS))
def test_forward_kinematics_are_the_arms_to_a_tenth_of_a_millimetre(engine, name):
    b = block()
    world = make_world(engine, SceneSpec(robot=name, objects=(placed("b", b, 0.4, -0.6),)), assets_of(b))
    start = world.state()
    for q in POSTURES:
        positions = np.concatenate([q, [0.01, 0.03]])
        world.restore(replace(start, robot=replace(start.robot, positions=positions, targets=positions)))
        T, expected = world.state().robot.T_world_hand, robot(name).arm().forward(q)
        assert np.linalg.norm(T[:3, 3] - expected[:3, 3]) < 1e-4
        assert rotation_angle(T[:3, :3], expected[:3, :3]) < 1e-4
    world.close()


@pytest.mark.parametrize("engine", WORLDS)
def test_links_of_every_kind_of_joint_are_where_the_asset_says(engine):
    asset = Catalog().get("drawer_cabinet/3")
    door = Catalog().get("microwave/2")
    objects = [
        placed("drawers", asset, 0.7, -0.4, yaw=2.5, joints={asset.joints[0].name: 0.7}),
        placed("door", door, 0.7, 0.4, yaw=-2.0, joints={door.joints[0].name: 0.6}),
    ]
    world = make_world(engine, SceneSpec(objects=tuple(objects)), assets_of(asset, door))
    state = world.state()
    world.close()
    for name, model in (("drawers", asset), ("door", door)):
        item = state.objects[name]
        for link, T in model.link_poses(item.pose, dict(item.joints)).items():
            assert np.abs(T - item.links[link]).max() < 1e-4, link


@pytest.mark.parametrize("id", ["block/0", "mug/1", "bowl/0", "can/2", "plate/3", "cracker_box/0"])
def test_a_dropped_object_lies_where_it_lies_in_the_other(played, id):
    asset = Catalog().get(id)
    one, other = played([placed("it", asset, 0.45, 0.1, z=0.01, yaw=0.3)], assets_of(asset), stepped(240))
    distance, turn = apart(one, other, "it")
    assert abs(one.objects["it"].pose[2, 3]) < 1e-3
    assert distance < 1e-3
    assert turn < np.radians(1.0)


def test_a_block_that_falls_on_the_edge_of_another_tips_the_same_way(played):
    b = block()
    objects = [placed("low", b, 0.4, 0.2), placed("high", b, 0.428, 0.2, z=0.042)]
    one, other = played(objects, assets_of(b), stepped(360))
    for state in (one, other):
        assert state.objects["high"].pose[2, 3] < 0.03
    assert apart(one, other, "low")[0] < 0.01
    assert apart(one, other, "high")[0] < 0.02


def test_a_sliding_block_slides_as_far(played):
    b = block(size=(0.06, 0.06, 0.02))
    play = with_speed("b", (0.8, 0.0, 0.0), (0.0, 0.0, 0.0), 120)
    one, other = played([placed("b", b, 0.4, 0.3)], assets_of(b), play)
    for state in (one, other):
        # v^2 / (2 mu g) with friction 1 against 1.
        assert state.objects["b"].pose[0, 3] - 0.4 == pytest.approx(0.8**2 / (2 * 9.81), rel=0.08)
    assert apart(one, other, "b")[0] < 4e-3


def test_a_rolling_ball_rolls_as_far_and_slows_down(played):
    ball = Catalog().get("ball/0")
    radius = ball.size[2] / 2
    play = with_speed("ball", (0.15, 0.0, 0.0), (0.0, 0.15 / radius, 0.0), 360)
    one, other = played([placed("ball", ball, 0.4, 0.3)], assets_of(ball), play)
    way = [float(apply(state.objects["ball"].pose, ball.centre)[0]) - 0.4 for state in (one, other)]
    assert way[0] > 0.02
    assert way[1] == pytest.approx(way[0], rel=0.03)
    for state in (one, other):
        assert np.linalg.norm(state.objects["ball"].velocities[ball.root.name][:3]) < 0.15 / 10


@pytest.mark.parametrize(("friction", "damping"), [(0.0, 0.05), (0.0, 0.5), (0.4, 0.05)])
@pytest.mark.parametrize("steps", [24, 60, 240])
def test_a_swinging_door_is_where_it_is_in_the_other(played, friction, damping, steps):
    a = jointed(friction=friction, damping=damping)
    one, other = played([placed("post", a, 0.65, 0.0)], assets_of(a), stepped(steps))
    hinge = [state.objects["post"].joints["hinge"] for state in (one, other)]
    assert hinge[0] > 0.02
    assert hinge[1] == pytest.approx(hinge[0], abs=0.03)


def test_a_pushed_box_ends_where_it_ends_in_the_other(played):
    b = block(size=(0.06, 0.1, 0.06), mass=0.3)
    before = reach(looking_down(0.40, 0.0, 0.03), reach(looking_down(0.40, 0.0, 0.15), panda.HOME))
    after = reach(looking_down(0.52, 0.0, 0.03), before)

    def push(world: World) -> WorldState:
        above = reach(looking_down(0.40, 0.0, 0.15), panda.HOME)
        drive(world, smooth(panda.HOME[:7], above, 20) + smooth(above, before, 15), 0.0)
        drive(world, smooth(before, after, 40) + smooth(after, before, 30), 0.0)
        return world.state()

    # With half the friction: rubber fingers that press on the side of a box by friction 1.4 jam it against the table.
    one, other = played([placed("b", b, 0.48, 0.01)], assets_of(b), push, Physics(friction=0.5))
    assert one.objects["b"].pose[0, 3] > 0.54
    distance, turn = apart(one, other, "b")
    assert distance < 3e-3
    assert turn < np.radians(1)


def test_a_grasped_block_is_held_as_in_the_other(played):
    b = block((0.03, 0.05, 0.04))

    def lift(world: World) -> WorldState:
        at = grasp(world, 0.45, 0.1, 0.02)
        up = reach(looking_down(0.45, 0.1, 0.3), at)
        drive(world, smooth(at, up, 25) + [up] * 10, 0.0)
        return world.state()

    # 8 mm off the fingers' middle, where closing brings it.
    one, other = played([placed("b", b, 0.45, 0.108)], assets_of(b), lift)
    held = [inverse(state.robot.T_world_hand) @ state.objects["b"].pose for state in (one, other)]
    assert one.objects["b"].pose[2, 3] > 0.2
    assert np.linalg.norm(held[0][:3, 3] - held[1][:3, 3]) < 2e-3
    assert rotation_angle(held[0][:3, :3], held[1][:3, :3]) < np.radians(2)
    assert abs(one.robot.width - other.robot.width) < 1e-3
    forces = [_forces(state) for state in (one, other)]
    assert set(forces[0]) == set(forces[1]) == {frozenset({("b", "base"), ("robot", f)}) for f in panda.FINGER_LINKS}
    for pair, force in forces[0].items():
        assert forces[1][pair] == pytest.approx(force, rel=0.25)


def test_contacts_are_named_alike_and_weigh_the_same(played):
    low, high, a = block((0.1, 0.1, 0.04), mass=0.5), block(mass=0.2), jointed(fixed_base=False, friction=2.0)
    high = high.model_copy(update={"category": "small"})
    objects = [placed("low", low, 0.4, 0.2), placed("high", high, 0.41, 0.21, z=0.0405), placed("post", a, 0.6, -0.2)]
    one, other = played(objects, assets_of(low, high, a), stepped(240))
    forces = [_forces(state) for state in (one, other)]
    assert set(forces[0]) == set(forces[1])
    assert frozenset({("low", "base"), ("high", "base")}) in forces[0]
    for pair, force in forces[0].items():
        assert forces[1][pair] == pytest.approx(force, rel=0.05)


@pytest.mark.parametrize("engine", WORLDS)
def test_a_hand_that_presses_gives_the_force_of_its_springs_and_not_its_limit(engine):
    """Between that of the arm's joints where the fingertips slip, and that where they are stuck in all directions."""
    table = block((0.2, 0.2, 0.1), mass=1.0).model_copy(update={"fixed_base": True})

    above = reach(looking_down(0.5, 0.0, 0.2), panda.HOME)
    depth, tip = 0.004, panda.TOOL_POINTS["tip"]
    into = reach(looking_down(0.5, 0.0, 0.1 + tip[2] - panda.TOOL_POINTS["grasp"][2] - depth), above)
    world = make_world(engine, SceneSpec(objects=(placed("table", table, 0.5, 0.0),)), assets_of(table))
    drive(world, smooth(panda.HOME[:7], above, 20) + smooth(above, into, 20) + [into] * 20, 0.0)
    force = sum(_forces(world.state()).values())
    world.close()
    J = panda.arm().jacobian(into)
    # From the hand's frame to the fingertips, which lie below it: v_tip = v + w x r.
    x, y, z = panda.arm().forward(into)[:3, :3] @ tip
    J[:3] += np.array([[0.0, z, -y], [-z, 0.0, x], [y, -x, 0.0]]) @ J[3:]
    compliance = J @ J.T / panda.ARM_STIFFNESS
    assert depth / compliance[2, 2] < force < 1.05 * depth * np.linalg.inv(compliance)[2, 2]


def _forces(state: WorldState) -> dict[frozenset[tuple[str, str]], float]:
    """Return the newtons between every two links that press on each other."""
    found: dict[frozenset[tuple[str, str]], float] = {}
    for contact in state.contacts:
        pair = frozenset({contact.first, contact.second})
        assert pair not in found, f"{pair} is reported twice"
        if contact.force > 0.05:
            found[pair] = contact.force
    return found


@pytest.mark.parametrize("engine", WORLDS)
def test_an_arm_that_is_stretched_out_does_not_sag(engine):
    b = block()
    world = make_world(engine, SceneSpec(objects=(placed("b", b, 0.3, -0.6),)), assets_of(b))
    start = world.state()
    out = np.array([0.3, 1.2, 0.1, -0.4, 0.2, 1.9, 0.5, 0.02, 0.02])
    world.restore(replace(start, robot=replace(start.robot, positions=out, targets=out)))
    world.step(PHYSICS_HZ)
    state = world.state()
    world.close()
    np.testing.assert_allclose(state.robot.positions, out, atol=1e-4)
    np.testing.assert_allclose(state.robot.velocities, np.zeros(9), atol=1e-3)


@pytest.mark.parametrize("engine", WORLDS)
@pytest.mark.parametrize("speed", [1e3, 1e30, np.nan])
def test_an_explosion_is_a_state_and_no_crash(engine, speed):
    b, a = block(), jointed()
    objects = (placed("b", b, 0.4, 0.3), placed("c", b, 0.4, 0.335), placed("post", a, 0.65, 0.0))
    world = make_world(engine, SceneSpec(objects=objects), assets_of(b, a))
    state = world.state()
    wild = replace(state.objects["b"], velocities={"base": np.full(6, speed)})
    world.restore(replace(state, objects={**state.objects, "b": wild}))
    world.step(48)
    state = world.state()
    world.close()
    assert set(state.objects) == {"b", "c", "post"}
    assert state.objects["b"].pose.shape == (4, 4)
