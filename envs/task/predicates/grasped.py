"""An object is held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from envs.frozen import Frozen, Name
from envs.task.measurement import Measurement

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState


class Grasped(Frozen):
    """Both fingers touch the object, or a suction cup holds it, and it touches nothing else that is not held."""

    kind: Literal["grasped"] = "grasped"
    object: Name

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return the weaker finger's force; what still touches the ground or a fixed thing is not held."""
        if scene.sucked(state, self.object):
            return self._sucked(state, scene)
        left, right = scene.finger_forces(state, self.object)
        force = min(left, right)
        if force <= scene.TOUCH_FORCE:
            loose = "neither finger touches" if max(left, right) <= scene.TOUCH_FORCE else "only one finger touches"
            loose = "the cup does not hold" if state.robot.sucks else loose
            return Measurement(False, force - scene.TOUCH_FORCE, "N", f"{loose} {self.object}")
        fixed = _held_down_by(self.object, state, scene)
        if fixed is not None:
            return Measurement(False, -force, "N", f"{self.object} is between the fingers but rests on {fixed}")
        return Measurement(True, force - scene.TOUCH_FORCE, "N", f"{self.object} is held with {force:.1f} N")

    def _sucked(self, state: WorldState, scene: SceneModel) -> Measurement:
        fixed = _held_down_by(self.object, state, scene)
        if fixed is not None:
            return Measurement(False, -scene.HOLD_FORCE, "N", f"the cup holds {self.object}, which rests on {fixed}")
        return Measurement(True, scene.HOLD_FORCE, "N", f"{self.object} is held by the suction cup")


def _held_down_by(object: str, state: WorldState, scene: SceneModel) -> str | None:
    """Return the first thing that does not hang on the hand and that the object rests on, through others or not."""
    if scene.asset(object).fixed_base:
        return None
    seen, waiting = {object, "robot"}, [object]
    while waiting:
        for name in sorted(scene.touching(state, waiting.pop()) - seen):
            if name == "ground" or scene.asset(name).fixed_base:
                return "the ground" if name == "ground" else name
            seen.add(name)
            waiting.append(name)
    return None
