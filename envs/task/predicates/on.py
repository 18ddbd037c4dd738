"""One object stands on another."""

from __future__ import annotations

from typing import Literal

from envs.assets.model import PlaceName
from envs.frozen import Frozen, Name


class On(Frozen):
    """An object rests on a support: touches it and lies over its surface (any of its surfaces if none is named)."""

    kind: Literal["on"] = "on"
    object: Name
    support: Name
    surface: PlaceName | None = None
