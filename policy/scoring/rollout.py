"""Plays a policy in the Gymnasium environment once, and says how it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from envs.demos.formats.lerobot.features import ENVIRONMENT
from envs.errors import EnvsError, ProgramError
from envs.execution.session import ActionError
from envs.failures import Failure, FailureKind
from envs.gym import EnvironmentMisuseError, SimwrightEnv
from envs.task.program import TaskProgram
from envs.task.spec import TaskSpec
from envs.worlds import DEFAULT_WORLD
from policy.errors import PolicyError
from policy.scoring.judging import Judge
from policy.scoring.observing import Input, environment_names, observed, require_fit
from policy.scoring.results import Trial

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

ACTION_SIZE = 8


class Actor(Protocol):
    """What can be played: a `Policy`, or anything that begins an episode and chooses actions."""

    def reset(self, sentence: ArrayLike | None = None, *, seed: int = 0) -> None:
        """Begin an episode about a sentence, given as its embedding (e,); `seed` is the scene's."""
        ...

    def select_action(self, observation: Mapping[str, Any], /) -> ArrayLike:
        """Return the next action, (8,), for an observation by the names of a dataset's features."""
        ...


@dataclass(frozen=True)
class PolicyRollout:
    """One episode of a policy: how it ended, the actions (n, 8) float32 that led there, how long it took to play.

    Seed and actions give the same episode again, bit for bit. `seconds` are real ones, from the settled scene on.
    """

    trial: Trial
    actions: NDArray[np.float32]
    seconds: float = 0.0


def play(
    actor: Actor,
    program: TaskProgram,
    catalog: Catalog,
    seed: int,
    *,
    sentence: ArrayLike | None = None,
    inputs: Sequence[Input] = (),
    engine: str = DEFAULT_WORLD,
) -> PolicyRollout:
    """Play the scene of a seed until the task is done, as the environment measures it, or its time is over.

    An episode ends with the first action after which the task is done, as the session measures it: that is success.
    Actions are cut to the environment's limits. Whatever goes wrong with the program, the scene or the policy itself is
    a failure with its kind and reason; so is a policy that raises or gives no finite action. `inputs` is what the
    policy was trained on: raises ObservationError where the task does not show that.
    """
    try:
        spec = program.instantiate(seed, catalog)
    except EnvsError as error:
        kind = FailureKind.PROGRAM_ERROR if isinstance(error, ProgramError) else FailureKind.SPEC_INVALID
        return _unplayed(seed, kind, str(error))
    scene = environment_names(spec, catalog)
    require_fit(inputs, spec, scene)
    sizes = {item.name: item.size for item in inputs}
    env = SimwrightEnv(program, catalog, engine=engine, environment_size=sizes.get(ENVIRONMENT, len(scene)))
    try:
        observation, info = env.reset(seed=seed)
    except EnvironmentMisuseError as error:  # all else that it can mean was ruled out above
        return _unplayed(seed, FailureKind.SCENE_UNSTABLE, str(error), spec)
    try:
        if env.session.measurement.holds:
            reason = f"the goal holds before anything is done: {info['goal']}"
            return _unplayed(seed, FailureKind.GOAL_TRUE_AT_START, reason, spec)
        return _played(actor, env, spec, observation, sentence)
    finally:
        env.close()


def _played(
    actor: Actor, env: SimwrightEnv, spec: TaskSpec, observation: Mapping[str, Any], sentence: ArrayLike | None
) -> PolicyRollout:
    judge, actions = Judge(env.session), list[NDArray[np.float32]]()
    fault: str | None = None
    done = cut = False
    begin = perf_counter()
    try:
        actor.reset(sentence, seed=spec.seed)
        while not (done or cut):
            action = _within(env, actor.select_action(observed(observation)))
            observation, _, done, cut, _ = env.step(action)
            actions.append(action)
            judge.update()
    except PolicyError:
        raise
    except ActionError as error:
        fault = f"action {len(actions) + 1} is none: {error}"
    except EnvsError:
        raise
    except Exception as error:  # the policy is the caller's code: what it raises is its failure on this seed
        fault = f"the policy raised {type(error).__name__} at action {len(actions) + 1}: {error}"
    seconds = perf_counter() - begin
    if fault is not None:
        failure = Failure(kind=FailureKind.POLICY_FAULT, reason=fault, seed=spec.seed)
    else:
        failure = None if done else judge.failure()
    trial = Trial(
        seed=spec.seed,
        success=failure is None,
        failure=failure,
        instruction=spec.instruction,
        steps=len(actions),
    )
    return PolicyRollout(trial, np.array(actions, dtype=np.float32).reshape(-1, ACTION_SIZE), seconds)


def _within(env: SimwrightEnv, action: ArrayLike) -> NDArray[np.float32]:
    """Return an action cut to the limits of joints and gripper; one of another shape as it is, to be refused."""
    values = np.asarray(action, dtype=np.float32)
    if values.shape != (ACTION_SIZE,):
        return values
    return np.clip(values, env.action_space.low, env.action_space.high)  # type: ignore[attr-defined]


def _unplayed(seed: int, kind: FailureKind, reason: str, spec: TaskSpec | None = None) -> PolicyRollout:
    failure = Failure(kind=kind, reason=reason, seed=seed)
    instruction = "" if spec is None else spec.instruction
    trial = Trial(seed=seed, success=False, failure=failure, instruction=instruction)
    return PolicyRollout(trial, np.zeros((0, ACTION_SIZE), dtype=np.float32))
