"""The hand moved in a world as an episode moves it, for tests of any engine."""

from __future__ import annotations

import numpy as np

from envs.robots import panda
from envs.worlds.world import SUBSTEPS, World
from kpam.transforms import Array, from_rotation


def reach(T_goal: Array, start: Array) -> Array:
    """Return joint values (7,) that bring the hand to a pose, by damped least squares from a start nearby."""
    arm, q = panda.arm(), np.array(start[:7])
    for _ in range(100):
        T = arm.forward(q)
        turn = T_goal[:3, :3] @ T[:3, :3].T
        skew = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]]) / 2
        error = np.concatenate([T_goal[:3, 3] - T[:3, 3], skew])
        J = arm.jacobian(q)
        q = q + J.T @ np.linalg.solve(J @ J.T + 1e-6 * np.eye(6), error)
    assert np.abs(arm.forward(q) - T_goal).max() < 1e-5
    return q


def looking_down(x: float, y: float, z: float) -> Array:
    """Return the hand's pose with its grasp point at a place, fingers along y."""
    return from_rotation(np.diag([1.0, -1.0, -1.0]), (x, y, z + panda.TOOL_POINTS["grasp"][2]))


def smooth(a: Array, b: Array, steps: int) -> list[Array]:
    """Return joint values from a to b in so many control steps, with a minimum of jerk."""
    s = np.linspace(0, 1, steps + 1)[1:]
    return [a + (b - a) * k for k in 10 * s**3 - 15 * s**4 + 6 * s**5]


def drive(world: World, path: list[Array], width: float) -> float:
    """Follow joint values at 20 Hz as an episode does; return the hand's largest distance from them in metres."""
    begin, worst = world.state(contacts=False).robot.targets, 0.0
    for q in path:
        targets = np.concatenate([q, [width / 2, width / 2]]).astype(np.float32).astype(float)
        for k in range(1, SUBSTEPS + 1):
            world.set_targets(targets if k == SUBSTEPS else begin + (targets - begin) * k / SUBSTEPS)
            world.step(1)
        begin = targets
        hand = world.state(contacts=False).robot.T_world_hand
        worst = max(worst, float(np.linalg.norm(hand[:3, 3] - panda.arm().forward(q)[:3, 3])))
    return worst


def grasp(world: World, x: float, y: float, z: float) -> Array:
    """Close the fingers about a height over a place on the table; returns the arm's joint values there."""
    above = reach(looking_down(x, y, 0.15), panda.HOME)
    at = reach(looking_down(x, y, z), above)
    drive(world, smooth(panda.HOME[:7], above, 20), panda.MAX_WIDTH)
    drive(world, smooth(above, at, 15), panda.MAX_WIDTH)
    for width in np.linspace(panda.MAX_WIDTH, 0, 10):
        drive(world, [at], float(width))
    drive(world, [at] * 4, 0.0)
    return at
