"""Auto: bring the goal about by picks and places, pushes and sweeps that are derived from it as things stand."""

from __future__ import annotations

from collections import Counter

from envs.execution.actions.pick import pick
from envs.execution.actions.place import place
from envs.execution.auto.landing import parking
from envs.execution.auto.matching import settled
from envs.execution.auto.order import InTheWay, Stuck, next_step
from envs.execution.auto.wishes import Phase, Wish, by_object, phases
from envs.execution.runner import Runner, StageError
from envs.failures import FailureKind
from envs.task.predicates import Grasped, Lifted
from envs.task.stages import Auto, Pick

TRIES = 2
"""How often a wish is seen to: what missed its place is picked up once more."""
SPARE = 0.03
"""Metres by which an object is lifted higher than asked."""
PARKINGS = 4
"""Places on the table that are tried for what is in the way."""


def auto(runner: Runner, action: Auto) -> None:
    """Carry out an Auto; raises StageError."""
    goal = runner.session.spec.goal
    found = [phase for phase in phases(goal) if phase]
    if not found:
        raise runner.fail(
            FailureKind.INFEASIBLE, "the goal only says what stays as it is; auto derives nothing from that"
        )
    for phase in found:
        _grant(runner, phase)


def _grant(runner: Runner, phase: Phase) -> None:
    """Bring about what a phase wishes for."""
    wishes = by_object(settled(runner, phase))
    tries, parked = Counter[str](), set[str]()
    while True:
        left = [wish for wish in wishes if wish.puts and tries[wish.object] < TRIES and not _holds(runner, wish)]
        if not left:
            break
        step = next_step(runner, left, parked)
        if isinstance(step, Stuck):
            raise runner.fail(FailureKind.INFEASIBLE, step.reason)
        if isinstance(step, InTheWay):
            parked.add(step.object)
            _park(runner, step.object)
            continue
        tries[step.wish.object] += 1
        pick(runner, Pick(object=step.wish.object))
        place(runner, step.place)
    for wish in wishes:
        if not wish.puts and not _holds(runner, wish):
            _hold(runner, wish)


def _holds(runner: Runner, wish: Wish) -> bool:
    scene, state, start = runner.session.scene_model, runner.state, runner.session.start
    return all(goal.measure(state, start, scene).holds for goal in wish.goals)


def _park(runner: Runner, name: str) -> None:
    """Put what is in the way on the free table."""
    pick(runner, Pick(object=name))
    blocked: StageError | None = None
    for _, spot in zip(range(PARKINGS), parking(runner, name), strict=False):
        try:
            place(runner, spot)
        except StageError as error:
            if runner.held is None:
                raise
            blocked = error
        else:
            return
    raise blocked or runner.fail(
        FailureKind.INFEASIBLE, f"{name!r} is in the way, and there is no free room on the table for it"
    )


def _hold(runner: Runner, wish: Wish) -> None:
    """Pick up what is to be in the air or in the hand at the end."""
    heights = [goal.height for goal in wish.goals if isinstance(goal, Lifted)]
    if not heights and not any(isinstance(goal, Grasped) for goal in wish.goals):
        what = ", ".join(sorted({goal.kind for goal in wish.goals}))
        raise runner.fail(
            FailureKind.INFEASIBLE, f"auto derives nothing from {what} of {wish.object!r}; give that a stage of its own"
        )
    pick(runner, Pick(object=wish.object, lift=min(0.5, max(heights, default=0.1) + SPARE)))
