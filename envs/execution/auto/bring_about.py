"""Auto: bring the goal about by picks and places, pushes and sweeps that are derived from it as things stand."""

from __future__ import annotations

import math

from envs.execution.actions.pick import pick
from envs.execution.actions.sweep import sweep
from envs.execution.auto.matching import put_in, settled, way
from envs.execution.auto.parts import move_part
from envs.execution.auto.putting import holds, put_all
from envs.execution.auto.rows import lay_out
from envs.execution.auto.wishes import Leaf, Many, Phase, Wish, by_object, leaves, phases
from envs.execution.runner import Runner
from envs.failures import FailureKind
from envs.task.predicates import Along, Beyond, Grasped, JointFraction, Lifted, ShareInside
from envs.task.stages import Auto, Pick, Sweep

SPARE = 0.03
"""Metres by which an object is lifted higher than asked."""


def auto(runner: Runner, action: Auto) -> None:
    """Carry out an Auto; raises StageError."""
    found = [phase for phase in phases(runner.session.spec.goal) if phase]
    if not found:
        raise runner.fail(
            FailureKind.INFEASIBLE, "the goal only says what stays as it is; auto derives nothing from that"
        )
    for number, phase in enumerate(found):
        _grant(runner, phase, [leaf for after in found[number + 1 :] for leaf in leaves(after)])


def _grant(runner: Runner, phase: Phase, later: list[Leaf]) -> None:
    """Bring about what a phase wishes for: what opens, then what is put somewhere, what shuts, what is held."""
    wanted = settled(runner, phase)
    many = [leaf for leaf in wanted if isinstance(leaf, Many)]
    wishes = by_object(tuple(leaf for leaf in wanted if not isinstance(leaf, Many)))
    parts = [goal for wish in wishes for goal in wish.goals if isinstance(goal, JointFraction)]
    for goal in parts:
        if goal.at_least is not None:
            move_part(runner, goal)
    put = [wish for wish in wishes if wish.puts or wish.turns]
    put_all(runner, put, [*many, *parts, *later])
    for leaf in many:
        _bring_many(runner, leaf, later, [wish.object for wish in put])
    for goal in parts:
        if goal.at_least is None:
            move_part(runner, goal)
    for wish in wishes:
        if not wish.puts and not wish.turns and not holds(runner, wish):
            _hold(runner, wish)


def _bring_many(runner: Runner, goal: Many, later: list[Leaf], kept: list[str]) -> None:
    """Bring many objects into a place, along a line or over one; those to be kept are where they are wished to be."""
    scene, start = runner.session.scene_model, runner.session.start
    if goal.measure(runner.state, start, scene).holds:
        return
    if isinstance(goal, Along):
        lay_out(runner, goal, later, kept)
    elif isinstance(goal, Beyond):
        sweep(runner, Sweep(objects=goal.objects, target=goal.line, share=goal.share, distance=goal.distance))
    elif runner.robot.end == "spatula":
        sweep(runner, Sweep(objects=goal.objects, target=goal.place, share=goal.share))
    else:
        put_all(runner, _nearest(runner, goal), later)


def _nearest(runner: Runner, goal: ShareInside) -> list[Wish]:
    """Return wishes for as many objects as are to be in a place, those with the shortest way."""
    puts = [put_in(runner, name, goal.place) for name in goal.objects]
    puts.sort(key=lambda put: way(runner, put))
    return [Wish(put.object, (put,)) for put in puts[: math.ceil(goal.share * len(puts) - 1e-9)]]


def _hold(runner: Runner, wish: Wish) -> None:
    """Pick up what is to be in the air or in the hand at the end."""
    heights = [goal.height for goal in wish.goals if isinstance(goal, Lifted)]
    if not heights and not any(isinstance(goal, Grasped) for goal in wish.goals):
        return
    pick(runner, Pick(object=wish.object, lift=min(0.5, max(heights, default=0.1) + SPARE)))
