"""A refrigerator with one or two doors, shelves and door racks inside, and often a freezer of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.carcass import carcass, feet
from envs.assets.procedural.choices import choose
from envs.assets.procedural.doors import Door, Hinge, door_handle, hinged_door
from envs.assets.procedural.finishes import APPLIANCE, GLASS, LAMP, LINING, PANE, RUBBER, STEEL, contrasting
from kpam.transforms import Array

SCALE = 0.33
PARAMETERS = {
    "width": Range(0.62, 0.75, "m", "refrigerators with a freezer above are sold 60 to 75 cm wide"),
    "wide": Range(0.84, 0.92, "m", "side-by-side refrigerators are sold 83 to 92 cm wide"),
    "depth": Range(0.62, 0.72, "m", "shops: 60 to 75 cm with the door"),
    "height": Range(1.25, 1.60, "m", "shops: 125 to 185 cm; the taller ones do not fit a table's arm"),
    "freezer": Range(0.30, 0.38, "1", "shops: the freezer takes about a third of the height"),
    "grip": Range(0.018, 0.024, "m", "what the gripper holds; not scaled"),
    "bar": Range(0.10, 0.15, "m", "room for the gripper; not scaled"),
}
VARIANTS = {
    "doors": ("one", "freezer above", "freezer below", "side by side"),
    "hinge": ("left", "right"),
    "handle": ("square bar", "round bar"),
}
LOOKS = {"metal": ("matching", "contrasting")}
DOOR, SHELL, LINER = 0.022, 0.007, 0.006
SEAM = 0.004
RACK = 0.030
"""Depth in metres of a door's racks, which reach into the room behind it."""


def build(instance: int) -> AssetModel:
    """Return the refrigerator of a number."""
    rng = instance_rng("refrigerator", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS | LOOKS)
    colour_name, colour = draw(rng, APPLIANCE)
    beside = look["doors"] == "side by side"
    width = SCALE * (size["wide"] if beside else size["width"])
    depth, height = SCALE * size["depth"], SCALE * size["height"]
    metal = shade(STEEL, 0.9) if look["metal"] == "matching" else contrasting(colour_name)
    half, back, front, foot = width / 2, -depth / 2, depth / 2 - DOOR, 0.016

    b = AssetBuilder("refrigerator", instance, fixed_base=True)
    body = b.root()
    shell_low, shell_high = np.array([back, -half, foot]), np.array([front, half, height])
    room_low, room_high = carcass(b, body, shell_low, shell_high, SHELL, shade(colour, 0.94))
    feet(b, body, shell_low, shell_high, inset=0.022, radius=0.012, colour=RUBBER)
    b.block(body, (front - 0.012, -half + 0.03, 0.003), (front - 0.004, half - 0.03, foot), RUBBER)
    b.surface("top", body, (-DOOR / 2, 0.0, height), (depth - DOOR, width))

    hinge: Hinge = "left" if look["hinge"] == "left" else "right"
    compartments = _compartments(look["doors"], hinge, room_low, room_high, size["freezer"])
    for room in compartments:
        inner_low, inner_high = carcass(b, body, room.low, room.high, LINER, LINING)
        floor, ceiling = _furnish(b, body, inner_low, inner_high, frozen=room.holds == "freezer")
        b.volume(room.holds, body, (inner_low[0], inner_low[1], floor), (front - RACK - 0.004, inner_high[1], ceiling))
        # Where its compartment ends at the shell, a door covers the shell's edge.
        cover = SHELL - 0.001
        slab_low = room.low - cover * (room.low == room_low)
        slab_high = room.high + cover * (room.high == room_high)
        slab_low[0], slab_high[0] = front + 0.002, front + DOOR
        door = hinged_door(b, room.door, room.hinge, slab_low, slab_high, colour, upper=1.5, mass=0.5)
        _racks(b, door, inner_low, inner_high)
        reach = float(door.high[2] - door.low[2])
        length = min(size["bar"], 0.62 * reach)
        # The handles of two doors one above the other meet at the seam between them.
        shift = 0.0 if len(compartments) == 1 or beside else 0.5 * (reach - length) - 0.018
        door_handle(
            b,
            door,
            look["handle"],
            thickness=size["grip"],
            length=length,
            colour=metal,
            which=room.which,
            interior=room.holds,
            inset=0.040 if beside else 0.026,
            shift=-shift if room.low[2] > room_low[2] else shift,
        )
        if beside and room.holds == "freezer":
            _dispenser(b, door)
        if room.high[2] == room_high[2] and (not beside or room.holds == "freezer"):
            b.box(door.link, (front + DOOR, door.middle[1], height - 0.028), (0.003, 0.04, 0.008), metal)

    doors = {
        "one": "one door",
        "freezer above": "a freezer above, both doors",
        "freezer below": "a freezer below, both doors",
        "side by side": "two doors side by side",
    }[look["doors"]]
    hinged = "" if beside else f" hinged on the {hinge} as one faces it"
    description = (
        f"a {colour_name} refrigerator, {100 * height:.0f} cm high and {100 * width:.0f} cm wide, "
        f"with {doors}{hinged}, and {look['handle']} handles"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


@dataclass(frozen=True)
class _Compartment:
    # What is behind one door: the volume's name, the door's, how it is told from the other, and the room's corners.
    holds: str
    door: str
    which: str | None
    hinge: Hinge
    low: Array
    high: Array


def _compartments(doors: str, hinge: Hinge, low: Array, high: Array, share: float) -> list[_Compartment]:
    # Whether one room or two; two share the box from `low` to `high` with a seam between them.
    if doors == "one":
        return [_Compartment("interior", "door", None, hinge, low, high)]
    axis = 1 if doors == "side by side" else 2
    first_frozen = doors != "freezer above"
    cut = {"side by side": 0.45, "freezer below": share, "freezer above": 1 - share}[doors]
    level = low[axis] + cut * (high[axis] - low[axis])
    first_high, second_low = high.copy(), low.copy()
    first_high[axis], second_low[axis] = level - SEAM / 2, level + SEAM / 2
    hinges: tuple[Hinge, Hinge] = ("left", "right") if axis == 1 else (hinge, hinge)
    freezer, main = ("freezer", "freezer_door", "freezer"), ("interior", "door", "main")
    names = (freezer, main) if first_frozen else (main, freezer)
    return [_Compartment(*names[0], hinges[0], low, first_high), _Compartment(*names[1], hinges[1], second_low, high)]


def _furnish(b: AssetBuilder, body: str, low: Array, high: Array, *, frozen: bool) -> tuple[float, float]:
    # Shelves and a crisper; returns where the largest free room begins and ends in height.
    floor, ceiling = float(low[2]), float(high[2])
    deep = high[0] - RACK - 0.006
    if not frozen:
        crisper = min(0.055, 0.2 * (ceiling - floor))
        b.block(
            body, (low[0], low[1] + 0.003, floor), (deep - 0.008, high[1] - 0.003, floor + crisper), shade(PANE, 0.9)
        )
        b.block(body, (low[0], low[1], floor + crisper), (deep, high[1], floor + crisper + 0.004), PANE)
        floor += crisper + 0.004
        ceiling -= 0.008
        b.box(body, (low[0] + 0.02, 0.5 * (low[1] + high[1]), ceiling + 0.004), (0.02, 0.04, 0.008), (1.0, 0.95, 0.7))
    while ceiling - floor > 0.20:
        ceiling -= 0.085
        b.block(body, (low[0], low[1], ceiling - 0.004), (deep, high[1], ceiling), PANE)
        ceiling -= 0.004
    return floor, ceiling


def _racks(b: AssetBuilder, door: Door, low: Array, high: Array) -> None:
    # The racks stay clear of the room's walls while the door swings.
    x, clear = door.low[0], 0.009
    y, z = (low[1] + clear, high[1] - clear), (low[2] + clear, high[2] - clear)
    b.block(door.link, (x - 0.006, y[0], z[0]), (x, y[1], z[1]), LINING)
    count = 3 if z[1] - z[0] > 0.25 else 2 if z[1] - z[0] > 0.12 else 1
    for index in range(count):
        level = z[0] + 0.01 + index * (z[1] - z[0]) / count
        colour: Colour = shade(PANE, 0.95)
        b.block(door.link, (x - RACK, y[0] + 0.004, level), (x - 0.006, y[1] - 0.004, level + 0.004), colour)
        b.block(door.link, (x - RACK, y[0] + 0.004, level), (x - RACK + 0.004, y[1] - 0.004, level + 0.024), colour)


def _dispenser(b: AssetBuilder, door: Door) -> None:
    x, y, z = door.middle
    b.box(door.link, (x, y - 0.01, z + 0.045), (0.004, 0.055, 0.085), GLASS)
    b.box(door.link, (x, y - 0.01, z + 0.075), (0.007, 0.035, 0.014), LAMP)


CATEGORY = Category(
    name="refrigerator",
    summary="a refrigerator whose door, or doors, swing open sideways; it keeps food and milk cold on its shelves",
    uses="a fridge or freezer; keeping milk, food and drinks cold and fresh; cooling; storing groceries",
    articulated=True,
    noun="refrigerator",
    affordances=("open", "enclose", "support"),
    keypoints=("<part>.handle.centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
