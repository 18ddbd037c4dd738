"""What the hand holds, whatever the robot ends in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kpam.transforms import Array, from_rotation, inverse, unit

if TYPE_CHECKING:
    from envs.execution.runner import Runner

BALL = 1e-3
"""Metres by which a ball's edges may differ."""


def holds(runner: Runner, name: str) -> bool:
    """Return whether an object hangs on the cup, or at least one finger presses on it."""
    if runner.robot.end == "suction":
        sucked = runner.state.robot.sucked
        return sucked is not None and sucked.object == name
    return runner.touches(name)


def in_hand(runner: Runner, name: str) -> Array:
    """Return T_hand_object as it is now."""
    return inverse(runner.state.robot.T_world_hand) @ runner.state.objects[name].pose


def standing_pose(runner: Runner, name: str) -> Array:
    """Return T_world_object; a ball, any side of which may be up, counts as upright where its middle is."""
    scene = runner.session.scene_model
    asset = scene.asset(name)
    if asset.rolling_damping == 0.0 or max(asset.size) - min(asset.size) > BALL:
        return scene.pose(runner.state, name)
    return from_rotation(np.eye(3), scene.centre(runner.state, name) - np.asarray(asset.centre))


def tied_to(runner: Runner, name: str) -> frozenset[str]:
    """Return the objects that ties join to one, through others or not: the other beads of its rope."""
    ties, found, waiting = runner.session.spec.scene.ties, {name}, [name]
    while waiting:
        here = waiting.pop()
        for tie in ties:
            for one, other in ((tie.first, tie.second), (tie.second, tie.first)):
                if one == here and other not in found:
                    found.add(other)
                    waiting.append(other)
    return frozenset(found - {name})


def across(runner: Runner, name: str) -> Array | None:
    """Return the level direction (3,) across a rope at one of its beads; None for what is tied to nothing."""
    ties, centre = runner.session.spec.scene.ties, runner.session.scene_model.centre
    near = [tie.second if tie.first == name else tie.first for tie in ties if name in (tie.first, tie.second)]
    if not near:
        return None
    ends = [centre(runner.state, other) for other in near]
    way = ends[-1] - (ends[0] if len(ends) > 1 else centre(runner.state, name))
    return unit(np.array([-way[1], way[0], 0.0]))


def rests(runner: Runner, name: str) -> bool:
    """Return whether an object touches anything but the robot and what it is tied to."""
    touching = runner.session.scene_model.touching(runner.state, name)
    return bool(touching - {"robot"} - tied_to(runner, name))
