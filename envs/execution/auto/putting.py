"""Objects put where they are wished to be, in an order that stands, and what is in the way put aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from envs.execution.actions.pick import pick
from envs.execution.actions.place import place
from envs.execution.actions.push import push
from envs.execution.auto.order import Cramped, InTheWay, Stuck, next_step
from envs.execution.auto.parking import BARRED, park, shove
from envs.execution.auto.wishes import Leaf, Wish
from envs.execution.runner import StageError
from envs.failures import FailureKind
from envs.task.refs import OverRef
from envs.task.stages import Pick, Place, Push

if TYPE_CHECKING:
    from envs.execution.runner import Runner

TRIES = 3
"""How often a wish is seen to: what missed its place, or was dropped, is picked up once more."""
LOST = (FailureKind.GRASP_MISSED, FailureKind.SLIPPED)
"""Failures after which the same is tried again: things lie otherwise by then."""


def put_all(runner: Runner, wishes: Sequence[Wish], others: Sequence[Leaf]) -> None:
    """Put objects where they are wished to be.

    Args:
        runner: the episode.
        wishes: what is wished of each object.
        others: what is wished besides, now or later, for which room is kept.

    Raises:
        StageError: no order leads there, or an object was lost too often.
    """
    tries, parked, refused = Counter[str](), Counter[str](), dict[str, StageError]()
    while True:
        left = [wish for wish in wishes if tries[wish.object] < TRIES and not holds(runner, wish)]
        if not left:
            return
        step = next_step(runner, left, parked, {name: error.failure.reason for name, error in refused.items()})
        if isinstance(step, Stuck):
            raise next(iter(refused.values()), runner.fail(FailureKind.INFEASIBLE, step.reason))
        if isinstance(step, InTheWay):
            parked[step.object] += 1
            try:
                park(runner, step.object, left, others)
            except StageError as error:
                _barred(runner, error)
                refused[step.object] = error
            else:
                refused.clear()
            continue
        if isinstance(step, Cramped):
            parked[step.object] += 1
            if shove(runner, step.object, left, others):
                refused.clear()
            continue
        name = step.wish.object
        try:
            _put(runner, step.places)
        except StageError as error:
            lost = error.failure.kind in LOST and tries[name] + 1 < TRIES
            if lost:
                runner.held = None
            else:
                _barred(runner, error)
                refused[name] = error
                continue
        refused.clear()
        tries[name] += 1


def holds(runner: Runner, wish: Wish) -> bool:
    """Return whether what is wished of an object holds now."""
    scene, state, start = runner.session.scene_model, runner.state, runner.session.start
    return all(goal.measure(state, start, scene).holds for goal in wish.goals)


def _barred(runner: Runner, error: StageError) -> None:
    """Raise an error again unless it left everything as it was."""
    if runner.held is not None or error.failure.kind not in BARRED:
        raise error


def _put(runner: Runner, places: Sequence[Place]) -> None:
    """Put one object somewhere, by the means that the robot has, in the first of some places that it can get to."""
    first = places[0]
    if runner.robot.end != "spatula":
        pick(runner, Pick(object=first.object))
        set_down(runner, places)
        return
    if isinstance(first.target, OverRef) or first.yaw is not None:
        what = "lifted onto others" if isinstance(first.target, OverRef) else "turned to an angle"
        raise runner.fail(FailureKind.INFEASIBLE, f"{first.object!r} cannot be {what} by pushing; use another robot")
    push(runner, Push(object=first.object, target=first.target))


def set_down(runner: Runner, places: Sequence[Place]) -> None:
    """Put the held object down in the first of some places that it can get to; raises the last one's StageError."""
    for action in places[:-1]:
        try:
            place(runner, action)
        except StageError as error:
            if error.failure.kind not in BARRED:
                raise
        else:
            return
    place(runner, places[-1])
