"""Knobs that are turned on the spot: a wing or a dial in front of a panel or on top of it, and the marks round it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.model import Colour
from envs.assets.palette import shade
from envs.assets.procedural.solids import cone
from envs.frozen import Quaternion
from kpam.transforms import Array

DISC = 0.010
"""Thickness in metres of the disc that a knob's grip stands on."""
Towards = Literal["x", "z"]
"""Where a knob faces: the front or the top."""


@dataclass(frozen=True)
class Turned:
    """A knob's directions: its axis, where its pointer points at rest, and across both."""

    outwards: Array
    up: Array
    across: Array

    @classmethod
    def facing(cls, towards: Towards) -> Turned:
        """Return the directions of a knob that faces the front (+x) or the top (+z)."""
        outwards, up = (np.eye(3)[0], np.eye(3)[2]) if towards == "x" else (np.eye(3)[2], -np.eye(3)[0])
        return cls(outwards, up, np.cross(outwards, up))

    def edges(self, out: float, long: float, wide: float) -> Array:
        """Return the edges of a box along the axes of the root, by those along the knob's directions, metres."""
        return np.abs(self.outwards) * out + np.abs(self.up) * long + np.abs(self.across) * wide


def turning_knob(
    builder: AssetBuilder,
    name: str,
    kind: str,
    mount: ArrayLike,
    *,
    towards: Towards = "x",
    parent: str,
    radius: float,
    grip: float,
    upper: float,
    colour: Colour,
    mark: Colour,
    noun: str = "knob",
    which: str | None = None,
) -> None:
    """Add a part that turns clockwise on `mount`, a point of the surface of `parent`; its pointer is up at rest.

    A "wing" is a bar across a disc of `radius`, `grip` metres thick; a "dial" a round head `grip` metres across on it.
    The hand holds either a little towards the pointer. Raises ValueError for another kind.
    """
    turned = Turned.facing(towards)
    mount = np.asarray(mount, dtype=float)
    link = builder.moving(
        name,
        kind="revolute",
        origin=mount,
        axis=-turned.outwards,
        upper=upper,
        damping=0.02,
        friction=0.02,
        mass=0.05,
        parent=parent,
    )
    along = ALONG[towards]
    builder.cylinder(link, mount + turned.outwards * DISC / 2, radius, DISC, shade(colour, 0.85), along)
    depth = 0.032
    head = mount + turned.outwards * (DISC + depth / 2)
    if kind == "wing":
        builder.box(link, head, turned.edges(depth, 1.9 * radius, grip), colour)
        offset, end = 0.4 * radius, 0.95 * radius
    elif kind == "dial":
        near, far = mount + turned.outwards * DISC, mount + turned.outwards * (DISC + depth)
        cone(builder, link, near, far, grip / 2 + 0.001, grip / 2 - 0.001, colour, sides=20)
        # Near the middle, where the fingers' pads lie flat on a round head.
        offset, end = 0.06 * grip, 0.5 * grip - 0.001
    else:
        raise ValueError(f"knob {kind!r} is none; choose 'wing' or 'dial'")
    face = mount + turned.outwards * (DISC + depth)
    builder.box(link, face + turned.up * 0.6 * end, turned.edges(0.003, 0.8 * end, 0.004), mark)
    centre = head + turned.up * offset + turned.outwards * 0.002
    builder.part(link, noun, centre=centre, approach=-turned.outwards, axis=turned.up, which=which)


def marks(
    builder: AssetBuilder,
    link: str,
    mount: ArrayLike,
    *,
    towards: Towards = "x",
    radius: float,
    span: float,
    count: int,
    colour: Colour,
) -> None:
    """Add short strokes on a surface round a knob, from where it points at rest clockwise over `span` radians."""
    turned = Turned.facing(towards)
    for angle in np.linspace(0.0, span, count):
        way = np.cos(angle) * turned.up - np.sin(angle) * turned.across
        half = -angle / 2
        axis = turned.outwards * np.sin(half)
        turn: Quaternion = (float(np.cos(half)), float(axis[0]), float(axis[1]), float(axis[2]))
        builder.box(link, np.asarray(mount) + way * radius, turned.edges(0.002, 0.010, 0.003), colour, turn)
