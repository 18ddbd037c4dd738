"""Straight strokes along the table with what a robot pushes with: a spatula's blade, or shut fingers."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from envs.execution.planning import plan_way
from envs.execution.steps import inwards
from envs.failures import FailureKind
from envs.robots import panda, spatula
from envs.worlds.world import CONTROL_HZ
from kpam.constraints import AxisParallel, PointToPoint
from kpam.constraints.base import Constraint
from kpam.motion.collision import FLOOR
from kpam.motion.following import follow
from kpam.motion.frames import Frames, Straight, verb
from kpam.motion.plan import MotionPlan
from kpam.motion.timing import time_path
from kpam.transforms import Array, apply, unit

if TYPE_CHECKING:
    from envs.execution.runner import Runner

APPROACH = 0.08
"""Metres of straight way down to where a stroke begins."""
BACK, RISE = 0.015, 0.10
"""Metres back from what was pushed, then up."""
HEIGHT = 0.004
"""Metres over the table at which the pusher's lower edge moves: over sheets and lines that lie flat on it."""
SHARES = (1.0, 0.5, 0.2)
"""Of a stroke that will do where the whole of it cannot be done from one posture of the arm."""
SPEED = 0.3
"""Share of the arm's velocity limits in a stroke."""
LEANS = (0.35, 0.7)
"""Radians by which the hand leans back behind something as high as the wrist, if less will not do; over what is low it
leans forward, too, to get behind what is far from the robot."""


@dataclass(frozen=True)
class Pusher:
    """What a robot pushes with: the middle of its lower edge in the hand's frame, half its width, half its thickness.

    Metres; it is wide across the stroke and thick along it. Above `height` the hand is thicker: it leans back by `lean`
    radians behind what is higher than that.
    """

    point: Array
    half_width: float
    half_thickness: float
    height: float
    lean: float


PUSHERS = {
    "spatula": Pusher(spatula.SPATULA.point("blade"), spatula.WIDTH / 2, spatula.THICKNESS / 2, 0.055, 0.2),
    "gripper": Pusher(panda.TOOL_POINTS["tip"], 0.014, 0.0105, 0.04, 0.5),
}


@dataclass(frozen=True)
class Stroke:
    """A stroke: where the pusher's middle begins (2,), the unit direction (2,), the length in metres."""

    start: Array
    direction: Array
    length: float

    @property
    def way(self) -> Array:
        """The direction in the world, (3,)."""
        return np.array([self.direction[0], self.direction[1], 0.0])


def pusher(runner: Runner, what: str) -> Pusher:
    """Return what the robot pushes with; raises StageError where it has nothing."""
    if runner.robot.end not in PUSHERS:
        known = " or a ".join(PUSHERS)
        raise runner.fail(
            FailureKind.INFEASIBLE, f"cannot {what} with a {runner.robot.end} cup; give the robot a {known}"
        )
    if runner.held is not None:
        raise runner.fail(FailureKind.GRASP_MISSED, f"cannot {what}: the hand still holds {runner.held.object!r}")
    return PUSHERS[runner.robot.end]


def begin(
    runner: Runner,
    stroke: Stroke,
    level: float,
    pushed: Collection[str],
    *,
    ahead: str | None = None,
    height: float = HEIGHT,
) -> None:
    """Bring the pusher to where a stroke begins, from above.

    Args:
        runner: the episode.
        stroke: the stroke that is to follow.
        level: height of what the pushed things stand on, metres.
        pushed: objects that may be touched.
        ahead: the one of them that the pusher has before it all along, if there is one.
        height: metres over the level at which the pusher's lower edge moves.

    Raises:
        StageError: there is no way there, or the stroke leaves the arm's reach or meets something else.
    """
    tool = pusher(runner, "push")
    if runner.robot.has_fingers and runner.width > 1e-4:
        runner.grip(0.0)
    scene = runner.session.scene_model
    high = ahead is not None and scene.extent(runner.state, ahead)[1] > level + height + tool.height
    over = () if ahead is not None else tuple(-lean for lean in LEANS)
    edge = level + height
    lists = [_behind(tool, stroke, edge, lean) for lean in ((tool.lean,) if high else ()) + (0.0, *LEANS, *over)]
    flat = [name for name, asset in scene.objects.items() if asset.fixed_base and asset.size[2] < HEIGHT]
    contact, *others = ((Straight(stroke.way, share * stroke.length, "world"),) for share in SHARES)
    plan = MotionPlan(
        approach=inwards(APPROACH),
        contact=contact,
        alternatives=tuple(others),
        retreat=(Straight(-stroke.way, BACK, "world"), verb("up", RISE)),
        width=runner.width,
        contact_width=runner.width,
        retreat_width=runner.width,
        touching=tuple(pushed),
        pushing=(*pushed, *flat, FLOOR),
        moving=() if ahead is None else (ahead,),
        retreat_least=0.5,
    )
    runner.enter(plan_way(runner, lists, plan, in_order=True))


def _behind(tool: Pusher, stroke: Stroke, edge: float, lean: float) -> list[Constraint]:
    """Return the constraints on a hand that leans back by radians, the pusher's edge where the stroke begins."""
    down, way = np.array([0.0, 0.0, -1.0]), stroke.way
    approach = np.cos(lean) * down + np.sin(lean) * way
    side = np.cos(lean) * way - np.sin(lean) * down
    start = np.array([*stroke.start, edge])
    return [
        PointToPoint("pusher behind what it pushes", tool.point, start, 1e-3),
        AxisParallel("hand looking down", panda.TOOL_AXES["approach"], approach, 0.01),
        AxisParallel("pusher across the stroke", panda.TOOL_AXES["side"], side, 0.01),
    ]


def advance(runner: Runner, stroke: Stroke, until: Callable[[], bool] | None = None, *, speed: float = SPEED) -> None:
    """Go along a stroke as far as the arm gets, or until a condition holds, which is asked at every control step."""
    followed = follow(runner.arm, runner.q, (Straight(stroke.way, stroke.length, "world"),), Frames())
    for q in time_path(runner.arm, followed.path, rate=float(CONTROL_HZ), speed=speed):
        if until is not None and until():
            break
        runner.act(q, runner.width)
    runner.hold(2)


def leave(runner: Runner, stroke: Stroke) -> None:
    """Go back from what was pushed, and up."""
    runner.follow((Straight(-stroke.way, BACK, "world"), verb("up", RISE)))


def lag(runner: Runner, stroke: Stroke) -> float:
    """Return by how many metres the pusher is behind where it was sent, along a stroke."""
    point = PUSHERS[runner.robot.end].point
    sent, here = apply(runner.arm.forward(runner.q), point), apply(runner.state.robot.T_world_hand, point)
    return float((sent - here) @ stroke.way)


def towards(start: Array, end: Array) -> tuple[Array, float]:
    """Return the unit direction (2,) from one point of the table to another, and their distance in metres."""
    way = np.asarray(end, dtype=float)[:2] - np.asarray(start, dtype=float)[:2]
    distance = float(np.linalg.norm(way))
    return (unit(way) if distance > 1e-9 else np.array([1.0, 0.0])), distance
