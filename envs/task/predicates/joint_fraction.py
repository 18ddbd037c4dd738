"""A joint is open, closed or turned to a fraction of its range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from envs.frozen import Frozen
from envs.task.measurement import Measurement
from envs.task.refs import PartRef

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState


class JointFraction(Frozen):
    """A part's joint lies between two fractions of its range; with `relative`, of its change since the start."""

    kind: Literal["joint_fraction"] = "joint_fraction"
    part: PartRef
    at_least: float | None = None
    at_most: float | None = None
    relative: bool = False

    @model_validator(mode="after")
    def _bounded(self) -> JointFraction:
        if self.at_least is None and self.at_most is None:
            raise ValueError("joint_fraction has neither at_least nor at_most; give one of them")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError(f"joint_fraction: at_least {self.at_least} is above at_most {self.at_most}; swap them")
        return self

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return the fraction of the range by which the joint is within its bounds, or misses them."""
        name = self.part.part
        value = scene.joint_fraction(state, self.part.object, name)
        if self.relative:
            value -= scene.joint_fraction(start, self.part.object, name)
        margins, wanted = [], []
        if self.at_least is not None:
            margins.append(value - self.at_least)
            wanted.append(f"at least {self.at_least:.2f}")
        if self.at_most is not None:
            margins.append(self.at_most - value)
            wanted.append(f"at most {self.at_most:.2f}")
        margin = min(margins)
        what = "has changed by" if self.relative else "is at"
        text = f"{self.part.object}'s {name} {what} {value:.2f} of its range ({' and '.join(wanted)} wanted)"
        return Measurement(margin >= 0, margin, "fraction", text)
