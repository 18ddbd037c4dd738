"""The robot's side of an episode: paths and grips become actions, actions become steps, and all is recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from envs.execution.session import Session
from envs.failures import Failure, FailureKind
from envs.robots import panda
from envs.task.monitor import GoalMonitor
from envs.worlds.state import WorldState
from envs.worlds.world import CONTROL_HZ
from kpam.motion.following import Followed, follow
from kpam.motion.frames import Frames, Step
from kpam.motion.motions import Bar
from kpam.motion.plan import MotionPlan, StagePath
from kpam.motion.timing import time_path
from kpam.problem import KeypointSolution
from kpam.transforms import Array

CONTACT_SPEED = MotionPlan.contact_speed
"""Share of the robot's published velocity limits; free ways take their own."""
FINGER_SPEED = 0.32
"""Metres a second by which the opening between the fingers changes."""
GRIP_SECONDS = 0.25
"""How long a grip is waited for, at most, once the fingers are told to be where they should."""
FINGERS_STILL = 2e-3
"""Metres a second below which a finger stands."""
SETTLE_SECONDS = 0.15
"""How long the arm may take, at most, to catch up with its targets after a motion."""
CAUGHT_UP = (2e-3, 0.01)
"""Radians from its target, and radians a second, below which a joint of the arm has caught up."""


class StageError(Exception):
    """A stage cannot go on; carries the failure that becomes the rollout's result. Never leaves `execute`."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.reason)
        self.failure = failure


@dataclass(frozen=True)
class Held:
    """An object in the hand: its name and T_hand_object when it was grasped."""

    object: str
    T_hand_object: Array


@dataclass
class Runner:
    """Drives one session and keeps what happened."""

    session: Session
    on_step: Callable[[WorldState], None] | None = None
    stage: str = ""
    held: Held | None = None
    actions: list[np.ndarray] = field(default_factory=list)
    states: list[WorldState] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    done: list[bool] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    key_frames: list[tuple[int, str]] = field(default_factory=list)
    solutions: list[tuple[str, KeypointSolution]] = field(default_factory=list)
    monitors: list[GoalMonitor] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.robot = self.session.robot
        self.arm = self.robot.arm()
        self.q = np.asarray(self.robot.home[:7], dtype=np.float32).astype(float)
        self.width = float(np.float32(panda.MAX_WIDTH))
        self.states.append(self.session.state)
        self.mark("start")

    @property
    def state(self) -> WorldState:
        """The newest state."""
        return self.session.state

    def mark(self, label: str) -> None:
        """Remember the newest state as a key frame."""
        self.key_frames.append((len(self.states) - 1, label))

    def begin(self) -> None:
        """Remember that one of the things that the solution consists of begins here."""
        if not self.begins or self.begins[-1] != len(self.actions):
            self.begins.append(len(self.actions))

    def fail(self, kind: FailureKind, reason: str) -> StageError:
        """Return the exception that ends the rollout with a named failure."""
        return StageError(Failure(kind=kind, reason=reason, stage=self.stage, seed=self.session.spec.seed))

    def act(self, q: Array, width: float) -> None:
        """Send one action and record it; raises StageError when the task's time is up or the physics explodes."""
        limit = self.session.spec.time_limit
        if self.session.time >= limit:
            raise self.fail(FailureKind.TIMEOUT, f"the task's {limit:g} simulated seconds were used up")
        action = np.append(q, width).astype(np.float32)
        state = self.session.step(action)
        if self.session.exploded is not None:
            raise StageError(self.session.exploded.model_copy(update={"stage": self.stage}))
        self.q, self.width = action[:7].astype(float), float(action[7])
        self.actions.append(action)
        self.states.append(state)
        self.stages.append(self.stage)
        self.done.append(self.session.success)
        for monitor in self.monitors:
            monitor.take(state)
        if self.on_step is not None:
            self.on_step(state)

    def enter(self, way: StagePath) -> None:
        """Run along a planned way as far as the contact; what comes then is followed from where things are then."""
        legs = [leg for leg in way.legs if leg.name in ("free", "approach")]
        self.run(np.concatenate([legs[0].trajectory, *(leg.trajectory[1:] for leg in legs[1:])]))

    def follow(self, steps: Sequence[Step], bar: Bar | None = None, *, speed: float = CONTACT_SPEED) -> Followed:
        """Run along steps in contact as far as the arm gets, and return how far that is.

        `bar` is what the hand holds, where a step turns about that; `speed` a share of the arm's velocity limits.
        """
        followed = follow(self.arm, self.q, steps, Frames(bar=bar))
        self.run(time_path(self.arm, followed.path, rate=float(CONTROL_HZ), speed=speed))
        return followed

    def run(self, trajectory: Array) -> None:
        """Run along joint targets (m, 7), the first of which are those of now, then let the arm catch up."""
        for q in trajectory[1:]:
            self.act(q, self.width)
        self.wait(SETTLE_SECONDS, self._caught_up)

    def hold(self, steps: int) -> None:
        """Keep the targets for some control steps."""
        for _ in range(steps):
            self.act(self.q, self.width)

    def wait(self, seconds: float, until: Callable[[], bool]) -> None:
        """Keep the targets until a condition holds, which is asked before every control step, or time is up."""
        for _ in range(round(seconds * CONTROL_HZ)):
            if until():
                return
            self.act(self.q, self.width)

    def grip(self, width: float) -> None:
        """Move the fingers to a width in metres (0 closes on whatever is between them) and wait until they stand.

        A cup, which has nothing to move, sucks or lets go. Nothing is done where the width is the present one.
        """
        begin, change = self.width, width - self.width
        if abs(change) < 1e-6:
            return
        steps = max(1, round(abs(change) / FINGER_SPEED * CONTROL_HZ)) if self.robot.has_fingers else 1
        for k in range(1, steps + 1):
            self.act(self.q, begin + change * k / steps)
        self.wait(GRIP_SECONDS, self._gripped)

    def _caught_up(self) -> bool:
        robot = self.state.robot
        behind, rates = np.abs(robot.positions[:7] - self.q), np.abs(robot.velocities[:7])
        return bool(behind.max() < CAUGHT_UP[0] and rates.max() < CAUGHT_UP[1])

    def _gripped(self) -> bool:
        """Whether the fingers stand, or the cup does what it was told."""
        robot = self.state.robot
        if self.robot.has_fingers:
            return bool(np.abs(robot.velocities[7:]).max() < FINGERS_STILL)
        return not robot.sucks or (robot.sucked is not None) == (self.width < panda.MAX_WIDTH / 2)

    def touches(self, name: str) -> bool:
        """Return whether what the arm ends in presses on an object: a finger, the cup, the blade."""
        return self.session.scene_model.pressed(self.state, name)
