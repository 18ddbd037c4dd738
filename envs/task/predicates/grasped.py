"""An object is held."""

from __future__ import annotations

from typing import Literal

from envs.frozen import Frozen, Name


class Grasped(Frozen):
    """Both fingers touch the object, and it touches nothing else that is not held."""

    kind: Literal["grasped"] = "grasped"
    object: Name
