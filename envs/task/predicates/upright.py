"""An object stands upright."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import Field

from envs.frozen import Frozen, Name


class Upright(Frozen):
    """An object's z axis points up within a tolerance in radians."""

    kind: Literal["upright"] = "upright"
    object: Name
    tolerance: float = Field(default=math.radians(15), gt=0)
