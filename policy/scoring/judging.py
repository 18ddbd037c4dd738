"""Why an episode that ran out of time is no success: by which kind, and by how much."""

from __future__ import annotations

from collections import deque

import numpy as np

from envs.execution.session import Session
from envs.failures import Failure, FailureKind
from envs.task.measurement import Measurement
from envs.task.mentions import mentioned
from envs.worlds.state import WorldState
from envs.worlds.world import CONTROL_HZ
from policy.errors import PolicyError

MOVED = 5e-3
"""By how much (metres; entries of a rotation matrix) a link that counts as moved has moved."""
PROGRESS = 0.05
"""Share of the first error by which the last second has to come nearer to count as being on the way."""
NEARER = 0.8
"""Share of the last error below which an earlier, nearer moment is worth telling."""


class Judge:
    """Follows an episode step by step. What a success is, the session says; this tells failures apart.

    Kinds: `collateral`, the goal holds but something was damaged; `grasp_missed`, nothing that the task mentions ever
    moved; `timeout`, the goal was still coming nearer in the last second; `exploded`, the physics did; `goal_missed`,
    anything else. The reason has the goal's own figures, at the end and where it was nearest.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        spec = session.spec
        self._objects = sorted({name for name, _ in mentioned(spec.goal, spec.stages, session.scene_model)})
        self._moved = False
        self._first = self._nearest = session.measurement
        self._nearest_at = 0.0
        self._last: deque[Measurement] = deque([session.measurement], maxlen=CONTROL_HZ + 1)

    def update(self) -> None:
        """Take in the state after an action."""
        now = self._session.measurement
        self._last.append(now)
        if now.unit == self._nearest.unit and now.error < self._nearest.error:
            self._nearest, self._nearest_at = now, self._session.time
        self._moved = self._moved or _moved(self._objects, self._session.start, self._session.state)

    def failure(self) -> Failure:
        """Return what the present state, which is no success, fails at."""
        session = self._session
        now, short = session.measurement, session.shortfall()
        if short is None:
            raise PolicyError("the episode's state is a success; ask what it fails at only where it is none")
        if now.holds or short.kind is not FailureKind.GOAL_MISSED:
            return short
        damage, text = "; ".join(session.collateral.violations()), now.text
        if self._nearest.unit == now.unit and self._nearest.error < NEARER * now.error:
            text += f"; nearest at {self._nearest_at:.1f} s: {self._nearest.text}"
        text += f"; besides, {damage}" if damage else ""
        if not self._moved:
            names = ", ".join(self._objects) or "nothing"
            return self._failure(FailureKind.GRASP_MISSED, f"nothing that the task mentions ({names}) moved: {text}")
        if self._on_the_way():
            used = f"the task's {session.spec.time_limit:g} simulated seconds were used up on the way"
            return self._failure(FailureKind.TIMEOUT, f"{used}: {text}")
        return self._failure(FailureKind.GOAL_MISSED, f"the goal is missed: {text}")

    def _on_the_way(self) -> bool:
        before, now = self._last[0], self._last[-1]
        same = before.unit == now.unit == self._first.unit
        return same and before.error - now.error > PROGRESS * self._first.error

    def _failure(self, kind: FailureKind, reason: str) -> Failure:
        return Failure(kind=kind, reason=reason, seed=self._session.spec.seed)


def _moved(names: list[str], start: WorldState, now: WorldState) -> bool:
    """Whether any link of these objects stands elsewhere than at the start."""
    for name in names:
        before = start.objects[name].links
        for link, T in now.objects[name].links.items():
            if np.abs(T - before[link]).max() > MOVED:
                return True
    return False
