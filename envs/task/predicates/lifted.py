"""An object has been lifted."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from envs.frozen import Frozen, Name


class Lifted(Frozen):
    """An object's centre is at least `height` metres above where it started."""

    kind: Literal["lifted"] = "lifted"
    object: Name
    height: float = Field(gt=0)
