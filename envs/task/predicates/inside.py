"""One object lies inside a volume of another."""

from __future__ import annotations

from typing import Literal

from envs.frozen import Frozen, Name
from envs.task.refs import PlaceRef


class Inside(Frozen):
    """An object's centre lies inside a volume of another object."""

    kind: Literal["inside"] = "inside"
    object: Name
    place: PlaceRef
