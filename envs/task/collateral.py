"""Watches that what a task does not mention stays as it was."""

from __future__ import annotations

import numpy as np

from envs.task.mentions import mentioned
from envs.task.scene_model import ROBOT, SceneModel
from envs.task.spec import TaskSpec
from envs.worlds.state import WorldState
from kpam.transforms import rotation_angle


class CollateralMonitor:
    """Compares each state with the first one it saw, for the objects and joints that a task does not mention."""

    def __init__(self, spec: TaskSpec, scene: SceneModel) -> None:
        named = mentioned(spec.goal, spec.stages, scene)
        self._tolerances = spec.tolerances
        self._scene = scene
        touched = {object for object, _ in named}
        self._objects = tuple(name for name in scene.objects if name not in touched)
        allowed = {
            (object, joint)
            for object, part in named
            if part is not None
            for joint in scene.asset(object).moved_together(scene.asset(object).part(part).joint)
        }
        self._joints = tuple(
            (name, joint.name)
            for name, asset in scene.objects.items()
            for joint in asset.joints
            if (name, joint.name) not in allowed
        )
        self._start: WorldState | None = None
        self._last: WorldState | None = None
        self._forces: dict[str, tuple[float, float]] = {}

    def update(self, state: WorldState) -> None:
        """Take in the next state; the first one is what later ones are compared with."""
        if self._start is None:
            self._start = state
        self._last = state
        for contact in state.contacts:
            pair = (contact.first[0], contact.second[0])
            if ROBOT not in pair or contact.force <= self._tolerances.force:
                continue
            other = pair[1] if pair[0] == ROBOT else pair[0]
            if other in self._objects and contact.force > self._forces.get(other, (0.0, 0.0))[0]:
                self._forces[other] = (contact.force, state.time)

    def violations(self) -> tuple[str, ...]:
        """Return what is beyond tolerance, a sentence with figures each: moved at the end, or pushed at any time."""
        if self._start is None or self._last is None:
            return ()
        found = [self._moved(name, self._start, self._last) for name in self._objects]
        found += [self._turned(name, joint, self._start, self._last) for name, joint in self._joints]
        limit = self._tolerances.force
        found += [
            f"the robot pushed {name}, which the task does not mention, with {force:.0f} N at {time:.2f} s"
            f" (at most {limit:.0f} N allowed)"
            for name, (force, time) in self._forces.items()
        ]
        return tuple(text for text in found if text is not None)

    def _moved(self, name: str, start: WorldState, last: WorldState) -> str | None:
        shift = float(np.linalg.norm(self._scene.centre(last, name) - self._scene.centre(start, name)))
        turn = rotation_angle(self._scene.pose(start, name)[:3, :3], self._scene.pose(last, name)[:3, :3])
        limits = self._tolerances
        if shift <= limits.position and turn <= limits.angle:
            return None
        moved = f"{shift * 1000:.0f} mm and {np.degrees(turn):.0f} degrees"
        allowed = f"{limits.position * 1000:.0f} mm and {np.degrees(limits.angle):.0f} degrees"
        return f"{name}, which the task does not mention, moved by {moved} (at most {allowed} allowed)"

    def _turned(self, name: str, joint: str, start: WorldState, last: WorldState) -> str | None:
        change = abs(last.objects[name].joints[joint] - start.objects[name].joints[joint])
        if change <= self._tolerances.joint:
            return None
        unit = "rad" if self._scene.asset(name).joint(joint).kind == "revolute" else "m"
        return (
            f"{name}'s joint {joint}, which the task does not mention, moved by {change:.3f} {unit}"
            f" (at most {self._tolerances.joint:.3f} {unit} allowed)"
        )
