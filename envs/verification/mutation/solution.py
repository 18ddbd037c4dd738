"""Mutants of the solution: a stage or an action skipped, stages swapped, the motion mirrored, released early."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from envs.robots import panda
from envs.task.spec import TaskSpec
from envs.verification.mutation.variant import Variant, spread
from kpam.transforms import Array

if TYPE_CHECKING:
    from envs.execution.rollout import Rollout

MOST = 8
ACROSS = (0, 2, 4, 6)
"""Joints of the arm that turn it out of its middle plane."""
HAND_TURN = np.pi / 2
"""What the last joint's value and its mirror image's add up to: the hand is mounted turned by an eighth."""
RELEASED = 1 / 3
"""Share of the way closed after which an early release comes: what is thrown later may still arrive."""
HELD_STILL = 0.05
"""Metres of a way that a hand that only closes may make."""
SYMMETRIC = 0.04
"""Metres from the middle plane within which a motion is its own mirror image."""


def solution_mutants(rollout: Rollout, most: int = MOST) -> list[Variant]:
    """Return wrong versions of a recorded solution, those first that need no planning."""
    spec = rollout.spec
    found = [*_actions(rollout), *stage_mutants(spec)]
    return spread(found, most)


def _actions(rollout: Rollout) -> Iterator[Variant]:
    hand = np.array([state.robot.T_world_hand[:3, 3] for state in rollout.states[1:]])
    released = early_release(rollout.actions, hand)
    if released is not None:
        text = "lets go after a third of the way"
        yield Variant("solution", "early_release", "solution.early_release", text, rollout.spec, released)
    sideways = max(abs(float(state.robot.T_world_hand[1, 3])) for state in rollout.states)
    if sideways > SYMMETRIC and len(rollout.actions):
        text = "moves as its mirror image"
        yield Variant("solution", "mirrored", "solution.mirrored", text, rollout.spec, mirrored(rollout.actions))


def early_release(actions: NDArray[np.float32], hand: Array) -> NDArray[np.float32] | None:
    """Return the actions with the hand opened early on its longest way closed; None where it never closes.

    `hand` (n, 3) is where the hand is after each action; where it hardly moves half the time counts.
    """
    shut = np.append(actions[:, 7] < panda.MAX_WIDTH / 2, False)
    longest, begin, start = 0, 0, None
    for k, closed in enumerate(shut):
        if closed and start is None:
            start = k
        elif not closed and start is not None:
            if k - start > longest:
                longest, begin = k - start, start
            start = None
    if longest == 0:
        return None
    way = np.cumsum(
        np.linalg.norm(np.diff(hand[begin : begin + longest], axis=0, prepend=hand[begin : begin + 1]), axis=1)
    )
    middle = int(np.argmax(way >= RELEASED * way[-1])) if way[-1] > HELD_STILL else longest // 2
    changed = actions.copy()
    changed[begin + middle : begin + longest, 7] = panda.MAX_WIDTH
    return changed


def mirrored(actions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the actions of the motion as seen in the robot's middle plane, within the joints' limits."""
    changed = actions.astype(float)
    for joint in ACROSS:
        changed[:, joint] = -changed[:, joint]
    changed[:, 6] += HAND_TURN
    arm = panda.arm()
    lower: Array = arm.lower
    changed[:, :7] = np.clip(changed[:, :7], lower, arm.upper)
    return changed.astype(np.float32)


def stage_mutants(spec: TaskSpec) -> list[Variant]:
    """Return the mutants that change the stages, which need no rollout."""
    return list(_stages(spec))


def _stages(spec: TaskSpec) -> Iterator[Variant]:
    stages = spec.stages
    for number, stage in enumerate(stages):
        if len(stages) > 1:
            left = (*stages[:number], *stages[number + 1 :])
            text = f"stage {stage.name!r} is skipped"
            yield _with(spec, "stage_skipped", str(number), text, left)
        if len(stage.actions) > 1:
            for k, action in enumerate(stage.actions):
                actions = (*stage.actions[:k], *stage.actions[k + 1 :])
                changed = (*stages[:number], stage.model_copy(update={"actions": actions}), *stages[number + 1 :])
                text = f"stage {stage.name!r} without its {action.kind}"
                yield _with(spec, "action_skipped", f"{number}_{k}", text, changed)
    for number in range(len(stages) - 1):
        swapped = (*stages[:number], stages[number + 1], stages[number], *stages[number + 2 :])
        text = f"stage {stages[number + 1].name!r} before {stages[number].name!r}"
        yield _with(spec, "stages_swapped", str(number), text, swapped)


def _with(spec: TaskSpec, kind: str, name: str, text: str, stages: tuple) -> Variant:  # type: ignore[type-arg]
    mutant = spec.model_copy(update={"stages": stages})
    return Variant("solution", kind, f"solution.{kind}.{name}", text, mutant)
