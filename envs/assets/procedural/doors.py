"""Doors hinged at a side or at the bottom of a front, and the handles at their free edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from envs.assets.builder import AssetBuilder
from envs.assets.model import Colour
from envs.assets.procedural.handles import FRONT_APPROACH, bar, knob
from kpam.transforms import Array

Hinge = Literal["left", "right", "bottom"]
SIDE = {"left": -1, "right": 1}
"""The sign of y on which a hinge is, as one faces the front."""
HOLDS = 1.3
"""Friction of a level hinge relative to the weight that it carries: what is opened stays where it is left."""
DIVE = 0.5
"""Angle in radians below the horizontal at which a hand comes to a door that falls open towards it."""
EDGE = 0.030
"""Distance in metres from a door's free edge to the middle of its handle."""


@dataclass(frozen=True)
class Door:
    """A door's link, its hinge, and the corners of its closed slab in the root frame, metres."""

    link: str
    hinge: Hinge
    low: Array
    high: Array

    @property
    def face(self) -> float:
        """The x of its front."""
        return float(self.high[0])

    @property
    def middle(self) -> Array:
        """The middle of its front, metres."""
        return np.array([self.face, *(self.low + self.high)[1:] / 2])

    def at_free_edge(self, inset: float = EDGE, shift: float = 0.0) -> tuple[float, float, float]:
        """Return the point of its front `inset` metres from the free edge, `shift` metres from that edge's middle."""
        _, y, z = self.middle
        if self.hinge == "bottom":
            return self.face, float(y) + shift, float(self.high[2]) - inset
        free = self.low[1] + inset if SIDE[self.hinge] > 0 else self.high[1] - inset
        return self.face, float(free), float(z) + shift


def hinged_door(
    builder: AssetBuilder,
    name: str,
    hinge: Hinge,
    low: ArrayLike,
    high: ArrayLike,
    colour: Colour,
    *,
    upper: float,
    mass: float,
) -> Door:
    """Add a door that fills the box from `low` to `high`, metres, on the hinge at one of its edges.

    `upper` is how far it opens in radians, `mass` the whole door's in kg.
    """
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    middle = (low + high) / 2
    if hinge == "bottom":
        # About the lower edge of its front: so it clears what is below it and behind it.
        origin, axis = (high[0], middle[1], low[2]), (0.0, 1.0, 0.0)
        friction = HOLDS * mass * 9.81 * 0.55 * float(high[2] - low[2])
    else:
        side = SIDE[hinge]
        origin, axis = (low[0], high[1] if side > 0 else low[1], middle[2]), (0.0, 0.0, side)
        friction = 0.15
    link = builder.moving(
        name,
        kind="revolute",
        origin=origin,
        axis=axis,
        upper=upper,
        damping=0.3,
        friction=friction,
        mass=mass,
    )
    builder.block(link, low, high, colour)
    return Door(link, hinge, low, high)


def door_handle(
    builder: AssetBuilder,
    door: Door,
    kind: str,
    *,
    thickness: float,
    length: float,
    colour: Colour,
    which: str | None = None,
    interior: str | None = None,
    inset: float = EDGE,
    shift: float = 0.0,
) -> None:
    """Add a "square bar", a "round bar" or a "knob" at a door's free edge and declare the door a part.

    `thickness` is what the fingers hold, `length` a bar's, in metres. Raises ValueError for another kind.
    """
    mount = door.at_free_edge(inset, shift)
    along: Literal["y", "z"] = "y" if door.hinge == "bottom" else "z"
    if kind == "knob":
        centre = knob(builder, door.link, mount, width=thickness + 0.004, square=False, colour=colour)
    elif kind in ("square bar", "round bar"):
        centre = bar(
            builder,
            door.link,
            mount,
            along=along,
            length=length,
            thickness=thickness,
            gap=0.036,
            round_bar=kind == "round bar",
            colour=colour,
        )
    else:
        raise ValueError(f"handle {kind!r} is none; choose 'square bar', 'round bar' or 'knob'")
    falls = door.hinge == "bottom"
    approach = (-np.cos(DIVE), 0.0, -np.sin(DIVE)) if falls else FRONT_APPROACH
    axis = (0.0, 1.0, 0.0) if falls else (0.0, 0.0, 1.0)
    builder.part(door.link, "door", centre=centre, approach=approach, axis=axis, which=which, interior=interior)
