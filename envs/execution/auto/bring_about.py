"""Auto: bring the goal about by picks and places, pushes and sweeps that are derived from it as things stand."""

from __future__ import annotations

import math
from collections import Counter

from envs.execution.actions.pick import pick
from envs.execution.actions.place import place
from envs.execution.actions.push import push
from envs.execution.actions.sweep import sweep
from envs.execution.auto.landing import landing, landing_point
from envs.execution.auto.matching import put_in, settled, way
from envs.execution.auto.order import InTheWay, Stuck, next_step, supports
from envs.execution.auto.parts import move_part
from envs.execution.auto.room import free_table
from envs.execution.auto.rows import lay_out
from envs.execution.auto.wishes import Many, Phase, Wish, by_object, phases
from envs.execution.runner import Runner, StageError
from envs.failures import FailureKind
from envs.task.predicates import Along, Grasped, JointFraction, Lifted, ShareInside
from envs.task.refs import OverRef, WorldPoint
from envs.task.stages import Auto, Pick, Place, Push, Sweep

TRIES = 2
"""How often a wish is seen to: what missed its place is picked up once more."""
SPARE = 0.03
"""Metres by which an object is lifted higher than asked."""
PARKINGS = 4
"""Places on the table that are tried for what is in the way."""


def auto(runner: Runner, action: Auto) -> None:
    """Carry out an Auto; raises StageError."""
    found = [phase for phase in phases(runner.session.spec.goal) if phase]
    if not found:
        raise runner.fail(
            FailureKind.INFEASIBLE, "the goal only says what stays as it is; auto derives nothing from that"
        )
    for phase in found:
        _grant(runner, phase)


def _grant(runner: Runner, phase: Phase) -> None:
    """Bring about what a phase wishes for: what opens, then what is put somewhere, what shuts, what is held."""
    leaves = settled(runner, phase)
    many = [leaf for leaf in leaves if isinstance(leaf, Many)]
    wishes = by_object(tuple(leaf for leaf in leaves if not isinstance(leaf, Many)))
    parts = [goal for wish in wishes for goal in wish.goals if isinstance(goal, JointFraction)]
    for goal in parts:
        if goal.at_least is not None:
            move_part(runner, goal)
    _put_all(runner, [wish for wish in wishes if wish.puts or wish.turns])
    for leaf in many:
        _bring_many(runner, leaf)
    for goal in parts:
        if goal.at_least is None:
            move_part(runner, goal)
    for wish in wishes:
        if not wish.puts and not wish.turns and not _holds(runner, wish):
            _hold(runner, wish)


def _put_all(runner: Runner, wishes: list[Wish]) -> None:
    """Put objects where they are wished to be, in an order that stands."""
    tries, parked = Counter[str](), set[str]()
    while True:
        left = [wish for wish in wishes if tries[wish.object] < TRIES and not _holds(runner, wish)]
        if not left:
            return
        step = next_step(runner, left, parked)
        if isinstance(step, Stuck):
            raise runner.fail(FailureKind.INFEASIBLE, step.reason)
        if isinstance(step, InTheWay):
            parked.add(step.object)
            _park(runner, step.object, left)
            continue
        tries[step.wish.object] += 1
        _put(runner, step.place)


def _put(runner: Runner, action: Place) -> None:
    """Put one object somewhere, by the means that the robot has."""
    if runner.robot.end != "spatula":
        pick(runner, Pick(object=action.object))
        place(runner, action)
        return
    if isinstance(action.target, OverRef) or action.yaw is not None:
        what = "lifted onto others" if isinstance(action.target, OverRef) else "turned to an angle"
        raise runner.fail(FailureKind.INFEASIBLE, f"{action.object!r} cannot be {what} by pushing; use another robot")
    push(runner, Push(object=action.object, target=action.target))


def _bring_many(runner: Runner, goal: Many) -> None:
    """Bring many objects into a place or along a line."""
    scene, start = runner.session.scene_model, runner.session.start
    if goal.measure(runner.state, start, scene).holds:
        return
    if isinstance(goal, Along):
        lay_out(runner, goal)
    elif runner.robot.end == "spatula":
        sweep(runner, Sweep(objects=goal.objects, target=goal.place, share=goal.share))
    else:
        _put_all(runner, _nearest(runner, goal))


def _nearest(runner: Runner, goal: ShareInside) -> list[Wish]:
    """Return wishes for as many objects as are to be in a place, those with the shortest way."""
    puts = [put_in(runner, name, goal.place) for name in goal.objects]
    puts.sort(key=lambda put: way(runner, put))
    return [Wish(put.object, (put,)) for put in puts[: math.ceil(goal.share * len(puts) - 1e-9)]]


def _holds(runner: Runner, wish: Wish) -> bool:
    scene, state, start = runner.session.scene_model, runner.state, runner.session.start
    return all(goal.measure(state, start, scene).holds for goal in wish.goals)


def _park(runner: Runner, name: str, waiting: list[Wish]) -> None:
    """Put what is in the way on the free table, off the places that others are to have."""
    landings = [landing(runner, wish) for wish in waiting if wish.object != name]
    kept = [landing_point(runner, action) for action in landings if name not in supports(action)]
    here = runner.session.scene_model.centre(runner.state, name)
    spots = [
        WorldPoint(position=(float(x), float(y), float(z)))
        for _, (x, y, z) in zip(range(PARKINGS), free_table(runner, name, here, kept), strict=False)
    ]
    if not spots:
        raise runner.fail(
            FailureKind.INFEASIBLE, f"{name!r} is in the way, and there is no free room on the table for it"
        )
    if runner.robot.end == "spatula":
        push(runner, Push(object=name, target=spots[0]))
        return
    pick(runner, Pick(object=name))
    for spot in spots[:-1]:
        try:
            place(runner, Place(object=name, target=spot))
        except StageError:
            if runner.held is None:
                raise
        else:
            return
    place(runner, Place(object=name, target=spots[-1]))


def _hold(runner: Runner, wish: Wish) -> None:
    """Pick up what is to be in the air or in the hand at the end."""
    heights = [goal.height for goal in wish.goals if isinstance(goal, Lifted)]
    if not heights and not any(isinstance(goal, Grasped) for goal in wish.goals):
        return
    pick(runner, Pick(object=wish.object, lift=min(0.5, max(heights, default=0.1) + SPARE)))
