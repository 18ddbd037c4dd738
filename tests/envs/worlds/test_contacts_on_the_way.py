"""What the fingers hold, what they push and what swings, stopped in mid-motion, goes on bit for bit in every engine."""

from __future__ import annotations

import numpy as np

from envs.robots import panda
from envs.worlds.state import WorldState
from envs.worlds.world import World
from kpam.transforms import Array, inverse
from tests.envs.worlds.conftest import block, jointed, placed
from tests.envs.worlds.motions import drive, grasp, looking_down, reach, smooth


def restored_alike(one: World, other: World, saved: WorldState, path: list[Array]) -> WorldState:
    """Restore a state in a used world, a fresh one and the used one again, move on, compare; returns the last state."""
    vectors: list[Array] = []
    for world in (one, other, one):
        world.restore(saved)
        drive(world, path, 0.0)
        vectors.append(world.state().vector())
    assert np.array_equal(vectors[0], vectors[1])
    assert np.array_equal(vectors[0], vectors[2])
    return one.state()


def test_a_block_that_is_being_lifted_by_the_fingers(build):
    b = block((0.03, 0.05, 0.04))
    objects = [placed("b", b, 0.45, 0.1), placed("c", b, 0.55, -0.2, yaw=0.4)]
    one, other = build(objects, [b]), build(objects, [b])
    at = grasp(one, 0.45, 0.1, 0.02)
    up = reach(looking_down(0.45, 0.1, 0.3), at)
    path = smooth(at, up, 20)
    drive(one, path[:10], 0.0)
    saved = one.state()
    assert saved.objects["b"].velocities["base"][2] > 0.1, "it is on its way"
    end = restored_alike(one, other, saved, path[10:])
    before, after = (inverse(s.robot.T_world_hand) @ s.objects["b"].pose for s in (saved, end))
    assert np.linalg.norm(after[:3, 3] - before[:3, 3]) < 1e-3, "and stays in the hand"


def test_a_box_that_is_being_pushed_beside_a_lid_that_swings(build):
    b, lid = block(size=(0.06, 0.1, 0.06), mass=0.3), jointed(damping=5.0)
    objects = [placed("b", b, 0.48, 0.01), placed("post", lid, 0.65, 0.35)]
    one, other = build(objects, [b, lid]), build(objects, [b, lid])
    above = reach(looking_down(0.40, 0.0, 0.15), panda.HOME)
    before = reach(looking_down(0.40, 0.0, 0.03), above)
    after = reach(looking_down(0.52, 0.0, 0.03), before)
    drive(one, [panda.HOME[:7] + (above - panda.HOME[:7]) * s for s in (0.25, 0.5, 0.75, 1.0)], 0.0)
    drive(one, smooth(above, before, 10), 0.0)
    path = smooth(before, after, 30)
    drive(one, path[:15], 0.0)
    saved = one.state()
    assert {frozenset({c.first[0], c.second[0]}) for c in saved.contacts} >= {frozenset({"robot", "b"})}
    assert saved.objects["post"].joint_velocities["hinge"] > 0.1, "it swings"
    end = restored_alike(one, other, saved, path[15:])
    assert end.objects["b"].pose[0, 3] > saved.objects["b"].pose[0, 3] + 0.03
