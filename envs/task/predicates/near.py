"""An object is near a point or another object."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from envs.frozen import Frozen, Name
from envs.task.refs import AnyPoint, ObjectRef


class Near(Frozen):
    """An object's centre lies within `distance` metres of a point or of another object's centre."""

    kind: Literal["near"] = "near"
    object: Name
    target: ObjectRef | AnyPoint = Field(union_mode="left_to_right")
    distance: float = Field(gt=0)
