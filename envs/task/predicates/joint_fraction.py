"""A joint is open, closed or turned to a fraction of its range."""

from __future__ import annotations

from typing import Literal

from envs.frozen import Frozen
from envs.task.refs import PartRef


class JointFraction(Frozen):
    """A part's joint lies between two fractions of its range; with `relative`, of its change since the start."""

    kind: Literal["joint_fraction"] = "joint_fraction"
    part: PartRef
    at_least: float | None = None
    at_most: float | None = None
    relative: bool = False
