"""Push: move an object along the table, straight to a target, from behind it."""

from __future__ import annotations

import numpy as np

from envs.execution.actions.strokes import HEIGHT, Pusher, Stroke, advance, begin, lag, leave, pusher, towards
from envs.execution.runner import Runner
from envs.failures import FailureKind
from envs.task.refs import PlaceRef
from envs.task.stages import Push
from kpam.transforms import Array

TOLERANCE = 0.008
"""Metres from the target at which the object's centre is there."""
GAP = 0.012
"""Metres behind the object at which the pusher comes down."""
DRIFT = 0.015
"""Metres by which the object may leave its line before the pusher comes round to it anew."""
LAST, SLOW = 0.04, 0.12
"""The last metres of the way, which are gone slowly, and the share of the arm's velocity limits there."""
EDGE = 0.008
"""Metres over the table at which the pusher's edge moves, or a quarter of the height of what it pushes if that is less.
Where it comes within 6 mm of a zone, PhysX throws over what stands there: with the edge at 4 mm 28 of 48 cans fell, so
13."""
TRIES = 8
"""How often the pusher comes round to the object."""


def push(runner: Runner, action: Push) -> None:
    """Carry out a Push; raises StageError."""
    runner.begin()
    name, scene = action.object, runner.session.scene_model
    tool = pusher(runner, "push")
    if isinstance(action.target, PlaceRef):
        target = scene.floor(runner.state, action.target)[0][:3, 3]
    else:
        target = scene.point(runner.state, action.target)
    for _ in range(TRIES):
        if _missed(runner, name, target) <= TOLERANCE:
            break
        _stroke(runner, name, target, tool)
    missed = _missed(runner, name, target)
    if missed > TOLERANCE:
        raise runner.fail(
            FailureKind.GOAL_MISSED, f"{name!r} is still {missed * 1000:.0f} mm from its target after {TRIES} pushes"
        )
    runner.mark(f"{runner.stage}: {name} pushed there")


def _missed(runner: Runner, name: str, target: Array) -> float:
    """Return how far the object's centre is from the target, seen from above, metres."""
    return towards(runner.session.scene_model.centre(runner.state, name), target)[1]


def _stroke(runner: Runner, name: str, target: Array, tool: Pusher) -> None:
    """Come behind the object and push it towards the target, as near as that brings it."""
    scene = runner.session.scene_model
    centre = scene.centre(runner.state, name)
    direction, distance = towards(centre, target)
    back = -scene.extent(runner.state, name, np.array([*-direction, 0.0]))[1] - float(direction @ centre[:2])
    behind = GAP + tool.half_thickness
    start = centre[:2] + (back - behind) * direction
    stroke = Stroke(start, direction, GAP + distance)
    low, high = scene.extent(runner.state, name)
    begin(runner, stroke, low, (name,), ahead=name, height=min(EDGE, max(HEIGHT, (high - low) / 4)))
    if distance > LAST:
        advance(runner, stroke, lambda: _there(runner, name, stroke, target, LAST))
    advance(runner, stroke, lambda: _there(runner, name, stroke, target), speed=SLOW)
    leave(runner, stroke)


def _there(runner: Runner, name: str, stroke: Stroke, target: Array, short: float = 0.0) -> bool:
    """Return whether the object comes to be as near its target as this stroke brings it, or leaves the line.

    `short` are metres short of that.
    """
    left = (target - runner.session.scene_model.centre(runner.state, name))[:2]
    ahead = float(left @ stroke.direction)
    aside = float(np.linalg.norm(left - ahead * stroke.direction))
    return ahead <= short + max(0.0, lag(runner, stroke)) or aside > DRIFT
