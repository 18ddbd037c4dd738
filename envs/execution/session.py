"""One episode of one task in one world: settle, act, measure. The executor, the verifier and Gymnasium all use it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from envs.errors import EnvsError
from envs.execution.explosion import SPEED_LIMIT, explosion
from envs.execution.penetration import DEPTH, deepest
from envs.failures import Failure, FailureKind
from envs.robots import panda, robot
from envs.task.collateral import CollateralMonitor
from envs.task.monitor import GoalMonitor
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.worlds import DEFAULT_WORLD, make_world
from envs.worlds.physics import Physics
from envs.worlds.state import WorldState
from envs.worlds.world import DEFAULT_PHYSICS, PHYSICS_HZ, SUBSTEPS
from kpam.transforms import rotation_angle

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.task.measurement import Measurement

SETTLE_SECONDS = 2.0
SETTLED_SPEED = 1e-3
"""Metres a second."""
SETTLED_TURN = math.radians(0.5)
"""Radians a second."""
DISPLACED = 0.04
"""Metres that an object may sink or slide while it settles; a drop from contact clearance is below a centimetre."""
TILTED = math.radians(15)
HELD_SECONDS = 0.5
"""Simulated seconds for which the goal must have held without a break: what topples in that time is no success."""
CLOCK = 1e-9
"""Simulated time is a sum of floats."""


class ActionError(EnvsError):
    """An action of the wrong shape, or with values that are no numbers."""


class Session:
    """A task instance being played: `reset()`, then `step(action)` at 20 Hz.

    The same spec and the same actions give the same states bit for bit on one machine. Where the physics explodes,
    `exploded` says so from then on: the state stays the last sound one, steps do nothing, and nothing is a success.
    """

    def __init__(
        self, spec: TaskSpec, catalog: Catalog, *, engine: str = DEFAULT_WORLD, physics: Physics = DEFAULT_PHYSICS
    ) -> None:
        self.spec = spec
        self.scene_model = SceneModel.of(spec.scene, catalog)
        assets = {item.asset: catalog.get(item.asset) for item in spec.scene.objects}
        self.world = make_world(engine, spec.scene, assets, physics)
        self.robot = robot(spec.scene.robot)
        self.unstable: Failure | None = None
        self.exploded: Failure | None = None
        self._since: float | None = None
        self._sound_at: float | None = None
        self._fresh = True

    def reset(self) -> WorldState:
        """Let the scene settle and begin to measure. Returns the settled state; `unstable` says if it did not settle.

        `placed` is the state before it settled. A session can be reset once.
        """
        if not self._fresh:
            raise EnvsError("this session was reset before; make a new Session for another episode")
        self._fresh = False
        self._targets = np.array(self.robot.home, dtype=float)
        self.world.set_targets(self._targets)
        self.placed = self.world.state()
        self.unstable = self._settle()
        self.start = self.state = self.placed if self.exploded else self.world.state()
        if self.unstable is None:
            self.unstable = self._displaced(self.placed)
        self.goal = GoalMonitor(self.spec.goal, self.scene_model)
        self.collateral = CollateralMonitor(self.spec, self.scene_model)
        self._measure()
        return self.start

    def step(self, action: ArrayLike) -> WorldState:
        """Apply an action (8,): seven joint targets in radians, gripper width in metres; returns the new state.

        The action is rounded to float32 and its targets are approached linearly over the physics steps of one
        control period. Raises ActionError.
        """
        targets = targets_of(action)
        if self.exploded is not None:
            return self.state
        change = (targets - self._targets) / SUBSTEPS
        begin = self._targets
        for k in range(1, SUBSTEPS + 1):
            self.world.set_targets(targets if k == SUBSTEPS else begin + k * change)
            self.world.step(1)
        self._targets = targets
        state = self.world.state()
        self.exploded = self._explosion(state)
        if self.exploded is not None:
            return self.state
        self.state = state
        self._measure()
        return self.state

    @property
    def time(self) -> float:
        """Simulated seconds since the scene had settled."""
        return self.state.time - self.start.time

    @property
    def measurement(self) -> Measurement:
        """How the goal stands now."""
        return self.goal.measurement

    @property
    def held(self) -> float:
        """Simulated seconds for which the goal has held without a break; 0 while it does not hold."""
        return 0.0 if self._since is None else self.state.time - self._since

    @property
    def still(self) -> bool:
        """Whether no object moves by more than a settled scene's may."""
        _, speed, turn = _fastest(self.state)
        return speed < SETTLED_SPEED and turn < SETTLED_TURN

    @property
    def success(self) -> bool:
        """Whether the task is done now. This is the one definition, whoever acts: solution, control or policy."""
        return self.goal.holds and self.shortfall() is None

    def shortfall(self) -> Failure | None:
        """Return why the present state is no success, or None when it is one.

        It is one where the goal has held for `HELD_SECONDS`, nothing was damaged that the task does not mention, and
        nothing is inside anything else, which is looked at anew every `HELD_SECONDS`.
        """
        if self.exploded is not None:
            return self.exploded
        if not self.goal.holds:
            return self._failure(FailureKind.GOAL_MISSED, f"the goal is missed: {self.measurement.text}")
        damage = self.collateral.violations()
        if damage:
            return self._failure(FailureKind.COLLATERAL, "; ".join(damage))
        if self.held < HELD_SECONDS - CLOCK:
            since = f"the goal has held for {self.held:.2f} s only (at least {HELD_SECONDS:.2f} s wanted)"
            since = f"{since}: {self.measurement.text}"
            return self._failure(FailureKind.GOAL_MISSED, since)
        return self._overlap()

    def close(self) -> None:
        """Free the world."""
        self.world.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _measure(self) -> None:
        """Take in the newest state."""
        self.goal.take(self.state)
        self.collateral.update(self.state)
        if not self.goal.holds:
            self._since = None
        elif self._since is None:
            self._since = self.state.time

    def _overlap(self) -> Failure | None:
        if self._sound_at is not None and self.state.time - self._sound_at < HELD_SECONDS - CLOCK:
            return None
        worst = deepest(self.spec.scene, self.state, self.scene_model)
        if worst is not None and worst.depth > DEPTH:
            return self._failure(FailureKind.PENETRATION, f"the goal holds, but {worst.text}")
        self._sound_at = self.state.time
        return None

    def _failure(self, kind: FailureKind, reason: str) -> Failure:
        return Failure(kind=kind, reason=reason, seed=self.spec.seed)

    def _settle(self) -> Failure | None:
        fastest, before = ("", 0.0, 0.0), self.placed
        for _ in range(int(SETTLE_SECONDS * PHYSICS_HZ / SUBSTEPS)):
            self.world.step(SUBSTEPS)
            state = self.world.state(contacts=False)
            self.exploded = self._explosion(state)
            if self.exploded is not None:
                return self.exploded
            # PhysX reports speeds of up to some degrees a second for what is stacked and stands as still as can be.
            fastest = min(_fastest(state), _moved(before, state), key=_share)
            if _share(fastest) < 1.0:
                return None
            before = state
        name, speed, turn = fastest
        return Failure(
            kind=FailureKind.SCENE_UNSTABLE,
            reason=(
                f"{name!r} still moves at {speed * 1000:.1f} mm/s and {math.degrees(turn):.1f} degrees/s "
                f"after {SETTLE_SECONDS:g} s"
            ),
            seed=self.spec.seed,
        )

    def _explosion(self, state: WorldState) -> Failure | None:
        what = explosion(state)
        if what is None:
            return None
        reason = f"the physics exploded at {state.time:.2f} s: {what} (at most {SPEED_LIMIT:g} a second is sound)"
        return Failure(kind=FailureKind.EXPLODED, reason=reason, seed=self.spec.seed)

    def _displaced(self, before: WorldState) -> Failure | None:
        for name, item in self.state.objects.items():
            moved = float(np.linalg.norm(item.pose[:3, 3] - before.objects[name].pose[:3, 3]))
            tilt = rotation_angle(item.pose[:3, :3], before.objects[name].pose[:3, :3])
            if moved > DISPLACED or tilt > TILTED:
                return Failure(
                    kind=FailureKind.SCENE_UNSTABLE,
                    reason=f"{name!r} moved {moved * 100:.1f} cm and turned {math.degrees(tilt):.0f} deg on settling",
                    seed=self.spec.seed,
                )
        return None


def _share(moves: tuple[str, float, float]) -> float:
    """Return what share of the speeds of a settled scene an object has, 1 and more where it is too fast."""
    return max(moves[1] / SETTLED_SPEED, moves[2] / SETTLED_TURN)


def _moved(before: WorldState, after: WorldState) -> tuple[str, float, float]:
    """Return the object that moved most between two states, its metres and its radians a second."""
    seconds = after.time - before.time
    moves = [("", 0.0, 0.0)]
    for name, item in after.objects.items():
        for link, pose in item.links.items():
            was = before.objects[name].links[link]
            shift = float(np.linalg.norm(pose[:3, 3] - was[:3, 3]))
            moves.append((name, shift / seconds, rotation_angle(pose[:3, :3], was[:3, :3]) / seconds))
    return max(moves, key=_share)


def _fastest(state: WorldState) -> tuple[str, float, float]:
    """Return the object that is furthest from standing still, its metres and its radians a second."""
    speeds = [("", 0.0, 0.0)]
    for name, item in state.objects.items():
        for velocity in item.velocities.values():
            speeds.append((name, float(np.linalg.norm(velocity[:3])), float(np.linalg.norm(velocity[3:]))))
    return max(speeds, key=_share)


def targets_of(action: ArrayLike) -> np.ndarray:
    """Return drive targets (9,) float64 of an action (8,), rounded to float32 first; raises ActionError."""
    values = np.asarray(action, dtype=np.float32).astype(np.float64)
    if values.shape != (8,):
        raise ActionError(f"an action has shape (8,), seven joint targets and a gripper width; got {values.shape}")
    if not np.isfinite(values).all():
        raise ActionError(f"an action must be finite; got {values.tolist()}")
    half = min(max(values[7], 0.0), panda.MAX_WIDTH) / 2
    return np.concatenate([values[:7], [half, half]])
