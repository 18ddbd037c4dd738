"""A window with one sash that stays and one that slides past it, to a side or up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.finishes import PANE
from envs.assets.procedural.handles import FRONT_APPROACH, bar, knob
from kpam.transforms import Array

SCALE = 0.32
PARAMETERS = {
    "length": Range(1.20, 1.50, "m", "along the way it slides; shops: sliding windows of 90 to 180 cm"),
    "across": Range(0.90, 1.15, "m", "across that way; shops: 60 to 120 cm"),
    "grip": Range(0.018, 0.022, "m", "what the gripper holds; not scaled"),
    "bar": Range(0.09, 0.12, "m", "room for the gripper; not scaled"),
}
VARIANTS = {"slides": ("left", "right", "up"), "handle": ("square bar", "round bar", "knob", "recessed")}
PAINTS: dict[str, Colour] = {
    "white": (0.93, 0.93, 0.91),
    "brown": (0.46, 0.29, 0.17),
    "grey": (0.40, 0.43, 0.46),
    "blue": (0.26, 0.40, 0.60),
    "green": (0.24, 0.42, 0.33),
}
FRAME, DEPTH, SASH, BAR, SILL = 0.022, 0.060, 0.020, 0.020, 0.014
"""Width and depth of the frame, thickness of a sash, width of its bars, height of the sill: metres, not scaled."""
STILE = 0.050
"""Width in metres of the bar that a handle is on."""
CUP = np.array([0.016, 0.034, 0.060])
"""How deep a recessed grip is, and its edges along and across the way it slides: room for shut fingers, metres."""
WALL, CLEAR = 0.060, 0.001
HOLDS = 1.3
"""Friction relative to the weight that it carries: a sash that is pushed up stays there."""


@dataclass(frozen=True)
class _Way:
    # The direction of sliding, the one across it, and the corner of the frame's inside that the sash is shut in.
    along: Array
    across: Array
    corner: Array

    def box(self, x: tuple[float, float], u: tuple[float, float], v: tuple[float, float]) -> tuple[Array, Array]:
        """Return the corners of a box by its extent in x, along and across the way, from the corner."""
        ends = [np.array([x[k], 0.0, 0.0]) + self.corner + u[k] * self.along + v[k] * self.across for k in (0, 1)]
        return np.minimum(*ends), np.maximum(*ends)


def build(instance: int) -> AssetModel:
    """Return the sliding window of a number."""
    rng = instance_rng("sliding_window", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS)
    colour_name, colour = draw(rng, PAINTS)
    _, metal = draw(rng, METAL)
    length, across = SCALE * size["length"], SCALE * size["across"]
    up = look["slides"] == "up"
    width, height = (across, length) if up else (length, across)

    b = AssetBuilder("sliding_window", instance, fixed_base=True)
    body = b.root()
    # One that slides up is held near its sill, which lies on a piece of wall so that the hand clears the table.
    wall = WALL if up else 0.0
    half, low, top = width / 2, wall + SILL, wall + SILL + height
    if up:
        b.block(body, (-0.045, -half - 0.015, 0.0), (0.045, half + 0.015, wall), (0.66, 0.42, 0.34))
    b.block(body, (-0.055, -half - 0.02, wall), (0.055, half + 0.02, low), shade(colour, 0.9))
    for y in (-half, half - FRAME):
        b.block(body, (-DEPTH / 2, y, low), (DEPTH / 2, y + FRAME, top), colour)
    for z in (low, top - FRAME):
        b.block(body, (-DEPTH / 2, -half + FRAME, z), (DEPTH / 2, half - FRAME, z + FRAME), colour)

    # Seen from the corner that the sash is shut in, both sashes lie along the way that it slides.
    y_axis, z_axis = np.eye(3)[1], np.eye(3)[2]
    inner = np.array([0.0, half - FRAME, low + FRAME])
    if up:
        way = _Way(z_axis, y_axis, np.array([0.0, -half + FRAME, inner[2]]))
    else:
        sign = 1.0 if look["slides"] == "right" else -1.0
        way = _Way(sign * y_axis, z_axis, np.array([0.0, -sign * (half - FRAME), inner[2]]))
    room, wide = length - 2 * FRAME, across - 2 * FRAME
    span = 0.5 * (room + BAR + 0.004)
    shade_sash = shade(colour, 1.06)
    rear = (-SASH - 0.002, -0.002)
    _sash(b, body, way, rear, (room - span, room), wide, shade_sash, (BAR, BAR))

    travel = room - span - 0.012
    mass = 0.3
    sash = b.moving(
        "sash",
        kind="prismatic",
        origin=way.corner + span / 2 * way.along + wide / 2 * way.across,
        axis=way.along,
        upper=round(travel, 4),
        damping=4.0,
        friction=HOLDS * mass * 9.81 if up else 0.8,
        mass=mass,
    )
    front = (0.002, 0.002 + SASH)
    recessed = look["handle"] == "recessed"
    _sash(b, sash, way, front, (CLEAR, span), wide, shade_sash, (STILE, BAR), hole=recessed)
    middle = way.corner + (CLEAR + STILE / 2) * way.along + wide / 2 * way.across
    if recessed:
        floor = (front[1] - CUP[0] - 0.002, front[1] - CUP[0])
        u = CLEAR + (STILE - CUP[1]) / 2
        b.block(sash, *way.box(floor, (u, u + CUP[1]), ((wide - CUP[2]) / 2, (wide + CUP[2]) / 2)), shade(metal, 0.5))
        centre = middle + np.array([floor[1], 0.0, 0.0])
        b.part(sash, "sash", centre=centre, approach=FRONT_APPROACH, axis=way.along, handle_kind="push")
    else:
        mount = (front[1], float(middle[1]), float(middle[2]))
        if look["handle"] == "knob":
            centre = knob(b, sash, mount, width=size["grip"] + 0.004, square=False, colour=metal)
        else:
            centre = bar(
                b,
                sash,
                mount,
                along="y" if up else "z",
                length=size["bar"],
                thickness=size["grip"],
                gap=0.036,
                round_bar=look["handle"] == "round bar",
                colour=metal,
            )
        b.part(sash, "sash", centre=centre, approach=FRONT_APPROACH, axis=way.across)
    handle = "a recessed grip" if recessed else f"a {look['handle']}"
    slides = "slides up" if up else f"slides to the {look['slides']} as one faces it"
    description = (
        f"a {colour_name} window, {100 * width:.0f} cm wide and {100 * height:.0f} cm high; one sash {slides}, with "
        f"{handle} on it"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


def _sash(
    b: AssetBuilder,
    link: str,
    way: _Way,
    x: tuple[float, float],
    u: tuple[float, float],
    wide: float,
    colour: Colour,
    stiles: tuple[float, float],
    *,
    hole: bool = False,
) -> None:
    # Four bars round a pane; the first bar is where the handle goes, or the hole for one.
    low, high = u[0] + stiles[0], u[1] - stiles[1]
    ends = (CLEAR, wide - CLEAR)
    if hole:
        cup = ((wide - CUP[2]) / 2, (wide + CUP[2]) / 2)
        side = (stiles[0] - CUP[1]) / 2
        for part in ((ends[0], cup[0]), (cup[1], ends[1])):
            b.block(link, *way.box(x, (u[0], low), part), colour)
        for part in ((u[0], u[0] + side), (low - side, low)):
            b.block(link, *way.box(x, part, cup), colour)
    else:
        b.block(link, *way.box(x, (u[0], low), ends), colour)
    b.block(link, *way.box(x, (high, u[1]), ends), colour)
    for v in ((ends[0], ends[0] + BAR), (ends[1] - BAR, ends[1])):
        b.block(link, *way.box(x, (low, high), v), colour)
    middle = sum(x) / 2
    b.block(link, *way.box((middle - 0.002, middle + 0.002), (low, high), (ends[0] + BAR, ends[1] - BAR)), PANE)


CATEGORY = Category(
    name="sliding_window",
    summary="a window whose one sash slides open past the other, to the left, to the right or up",
    uses="letting fresh air in; airing a room; a pane of glass to look out of",
    articulated=True,
    noun="window",
    affordances=("open",),
    keypoints=("sash.handle.centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
