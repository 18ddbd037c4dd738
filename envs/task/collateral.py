"""Watches that what a task does not ask for stays as it was."""

from __future__ import annotations

import numpy as np
from pydantic import BaseModel

from envs.task.mentions import mentioned, walk
from envs.task.refs import PartRef, PointRef
from envs.task.scene_model import ROBOT, SceneModel
from envs.task.spec import TaskSpec
from envs.task.stages import Actuate, Pick, Place, Push, Sweep
from envs.worlds.state import WorldState
from kpam.transforms import Array, inverse, rotation_angle

BORNE = 5.0
"""How many times its tolerance a thing may shift on what it rests on, where the task mentions that."""
SHOVED = 5.0
"""How many times the tolerance what only receives others may shift: a bowl gives way a little."""
TIPPED = 3.0
"""The same for how far it may tip."""
FALLEN = np.pi / 4, 0.01
"""Radians by which what was knocked over leans, and metres by which its middle sank; no tolerance covers that."""
UNDER = 0.002
"""Metres by which what bears another reaches lower."""
ENDS_STILL = 0.1
"""Share of the speed allowed on the way that is allowed at the end."""


class CollateralMonitor:
    """Compares each state with the first one it saw, for the objects and joints that a task does not mention.

    What is one of a group is mentioned with the others. What rests at the start on something that the task mentions,
    at once or by way of others, goes along with it: it is compared with that, and not at all where the goal moves that
    away from under it. What the task mentions only as a place for other things may give way a little.
    """

    def __init__(self, spec: TaskSpec, scene: SceneModel) -> None:
        named = mentioned(spec.goal, spec.stages, scene)
        self._tolerances = spec.tolerances
        self._scene = scene
        touched = _with_groups(spec, {object for object, _ in named})
        self._moved_by_goal = _with_groups(spec, _moved(spec))
        self._objects = tuple(name for name in scene.objects if name not in touched)
        self._places = tuple(
            name for name in scene.objects if name in touched - self._moved_by_goal and not scene.asset(name).fixed_base
        )
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
        self._bearers: dict[str, tuple[str, str]] = {}
        self._forces: dict[str, tuple[float, float]] = {}
        self._speeds: dict[str, tuple[float, float]] = {}

    def update(self, state: WorldState) -> None:
        """Take in the next state; the first one is what later ones are compared with."""
        if self._start is None:
            self._start = state
            self._bearers = self._borne(state)
        self._last = state
        for contact in state.contacts:
            pair = (contact.first[0], contact.second[0])
            if ROBOT not in pair or contact.force <= self._tolerances.force:
                continue
            other = pair[1] if pair[0] == ROBOT else pair[0]
            if other in self._objects and contact.force > self._forces.get(other, (0.0, 0.0))[0]:
                self._forces[other] = (contact.force, state.time)
        if self._objects:
            speeds = _speeds(state, self._objects)
            for number in np.nonzero(speeds > self._tolerances.speed)[0]:
                name, speed = self._objects[number], float(speeds[number])
                if speed > self._speeds.get(name, (0.0, 0.0))[0] and name not in self._bearers:
                    self._speeds[name] = (speed, state.time)

    def violations(self) -> tuple[str, ...]:
        """Return what is beyond tolerance, a sentence with figures each: moved at the end, or pushed at any time."""
        if self._start is None or self._last is None:
            return ()
        found = [self._moved(name, self._start, self._last) for name in self._objects]
        found += [self._shoved(name, self._start, self._last) for name in self._places]
        found += [self._knocked_over(name, self._start, self._last) for name in self._objects]
        found += [self._turned(name, joint, self._start, self._last) for name, joint in self._joints]
        found += self._fast(self._last)
        limit = self._tolerances.force
        found += [
            f"the robot pushed {name}, which the task does not mention, with {force:.0f} N at {time:.2f} s"
            f" (at most {limit:.0f} N allowed)"
            for name, (force, time) in self._forces.items()
        ]
        return tuple(text for text in found if text is not None)

    def _moved(self, name: str, start: WorldState, last: WorldState) -> str | None:
        limits = self._tolerances
        position, angle, on = limits.position, limits.angle, ""
        before, after = self._scene.pose(start, name), self._scene.pose(last, name)
        shift = self._scene.centre(last, name) - self._scene.centre(start, name)
        if name in self._bearers:
            bearer, link = self._bearers[name]
            if bearer in self._moved_by_goal and not self._scene.asset(bearer).fixed_base:
                return None
            position, on = BORNE * position, f" on {bearer}"
            there, here = (inverse(self._scene.link_pose(state, bearer, link)) for state in (start, last))
            centre = np.append(self._scene.centre(start, name), 1.0), np.append(self._scene.centre(last, name), 1.0)
            shift = (here @ centre[1] - there @ centre[0])[:3]
            angle = TIPPED * angle
            turn = _tilt(there @ before, here @ after)
        else:
            turn = rotation_angle(before[:3, :3], after[:3, :3])
        distance = float(np.linalg.norm(shift))
        if distance <= position and turn <= angle:
            return None
        moved = f"{distance * 1000:.0f} mm and {np.degrees(turn):.0f} degrees{on}"
        allowed = f"{position * 1000:.0f} mm and {np.degrees(angle):.0f} degrees"
        return f"{name}, which the task does not mention, moved by {moved} (at most {allowed} allowed)"

    def _shoved(self, name: str, start: WorldState, last: WorldState) -> str | None:
        limits = self._tolerances
        shift = float(np.linalg.norm(self._scene.centre(last, name) - self._scene.centre(start, name)))
        tip = _tilt(self._scene.pose(start, name), self._scene.pose(last, name))
        position, angle = SHOVED * limits.position, TIPPED * limits.angle
        if shift <= position and tip <= angle:
            return None
        moved = f"{shift * 1000:.0f} mm and tipped by {np.degrees(tip):.0f} degrees"
        allowed = f"{position * 1000:.0f} mm and {np.degrees(angle):.0f} degrees"
        return f"{name}, which is only a place for other things, was shoved by {moved} (at most {allowed} allowed)"

    def _knocked_over(self, name: str, start: WorldState, last: WorldState) -> str | None:
        """Return a sentence where a tolerance lets a thing lie that stood: told to be moved, not to be thrown down."""
        limits = self._tolerances
        if limits.angle < FALLEN[0] or name in self._bearers:
            return None
        tip = _tilt(self._scene.pose(start, name), self._scene.pose(last, name))
        sunk = float(self._scene.centre(start, name)[2] - self._scene.centre(last, name)[2])
        if tip <= FALLEN[0] or sunk <= FALLEN[1]:
            return None
        return f"{name}, which the task does not mention, was knocked over: it leans by {np.degrees(tip):.0f} degrees"

    def _turned(self, name: str, joint: str, start: WorldState, last: WorldState) -> str | None:
        change = abs(last.objects[name].joints[joint] - start.objects[name].joints[joint])
        if change <= self._tolerances.joint:
            return None
        unit = "rad" if self._scene.asset(name).joint(joint).kind == "revolute" else "m"
        return (
            f"{name}'s joint {joint}, which the task does not mention, moved by {change:.3f} {unit}"
            f" (at most {self._tolerances.joint:.3f} {unit} allowed)"
        )

    def _fast(self, last: WorldState) -> list[str]:
        limit = self._tolerances.speed
        found = [
            f"{name}, which the task does not mention, moved at {speed:.2f} m/s at {time:.2f} s"
            f" (at most {limit:.2f} m/s allowed)"
            for name, (speed, time) in self._speeds.items()
        ]
        if self._objects:
            speeds = _speeds(last, self._objects)
            found += [
                f"{self._objects[number]}, which the task does not mention, still moves at {speeds[number]:.2f} m/s"
                f" at the end (at most {ENDS_STILL * limit:.2f} m/s allowed)"
                for number in np.nonzero(speeds > ENDS_STILL * limit)[0]
                if self._objects[number] not in self._speeds
            ]
        return found

    def _borne(self, start: WorldState) -> dict[str, tuple[str, str]]:
        """Return what each object that is not mentioned rests on at the start, at once or by way of others."""
        found: dict[str, tuple[str, str]] = {}
        touched = set(self._scene.objects) - set(self._objects)
        resting = self._resting(start)
        for upper, (lower, link) in resting:
            if lower in touched and (not self._scene.asset(lower).fixed_base or self._scene.parts_moving(lower, link)):
                found.setdefault(upper, (lower, link))
        for _ in self._objects:
            for upper, (lower, _) in resting:
                if lower in found:
                    found.setdefault(upper, found[lower])
        return found

    def _resting(self, start: WorldState) -> list[tuple[str, tuple[str, str]]]:
        """Return the objects that are not mentioned, each with a link on which it rests at the start."""
        found: list[tuple[str, tuple[str, str]]] = []
        for contact in start.contacts:
            for (upper, _), (lower, link) in ((contact.first, contact.second), (contact.second, contact.first)):
                known = upper in self._objects and lower in self._scene.objects
                if known and contact.force > self._scene.TOUCH_FORCE:
                    under = self._scene.bottom(start, upper) - self._scene.bottom(start, lower)
                    if under > UNDER:
                        found.append((upper, (lower, link)))
        return found


def _moved(spec: TaskSpec) -> set[str]:
    """Return the objects that the goal is about or that a stage handles, not those that only receive them."""
    goals = (spec.goal, *(stage.effect for stage in spec.stages if stage.effect is not None))
    found = {name for goal in goals for item in walk(goal) for name in _subjects(item)}
    for item in (item for stage in spec.stages for item in walk(stage)):
        if isinstance(item, Pick | Place | Push):
            found.add(item.object)
        elif isinstance(item, Sweep):
            found |= set(item.objects)
        elif isinstance(item, PartRef):
            found.add(item.object)
        elif isinstance(item, Actuate):
            found |= {ref.object for ref in walk(item) if isinstance(ref, PointRef)}
    return found


def _subjects(item: BaseModel) -> tuple[str, ...]:
    """Return what a predicate is about, not what it relates that to."""
    if isinstance(item, PartRef):
        return (item.object,)
    if not hasattr(item, "measure"):
        return ()
    one = getattr(item, "object", None)
    return (one,) if isinstance(one, str) else getattr(item, "objects", ())


def _with_groups(spec: TaskSpec, names: set[str]) -> set[str]:
    """Return names with those of everything that is one of the same many."""
    groups = {item.group for item in spec.scene.objects if item.group is not None and {item.name, item.group} & names}
    return names | {item.name for item in spec.scene.objects if item.group in groups}


def _speeds(state: WorldState, names: tuple[str, ...]) -> Array:
    """Return the speeds (n,) of objects' roots in metres a second."""
    return np.linalg.norm([next(iter(state.objects[name].velocities.values()))[:3] for name in names], axis=1)


def _tilt(before: Array, after: Array) -> float:
    """Return by how many radians what pointed up leans now."""
    up = before[:3, :3].T[:, 2]
    return float(np.arccos(np.clip((after[:3, :3] @ up)[2], -1.0, 1.0)))
