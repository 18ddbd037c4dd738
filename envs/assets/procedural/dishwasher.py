"""A dishwasher: its front falls open towards one, with baskets of wire inside."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.carcass import carcass, feet
from envs.assets.procedural.choices import choose
from envs.assets.procedural.doors import door_handle, hinged_door
from envs.assets.procedural.finishes import APPLIANCE, GLASS, LAMP, RUBBER, STEEL, contrasting
from envs.assets.procedural.rods import rod
from kpam.transforms import Array

SCALE = 0.42
PARAMETERS = {
    "width": Range(0.45, 0.60, "m", "dishwashers are sold 45 and 60 cm wide"),
    "depth": Range(0.55, 0.62, "m", "shops: 55 to 60 cm, as deep as kitchen units"),
    "height": Range(0.81, 0.87, "m", "shops: 81 to 87 cm, to go under a worktop"),
    "plinth": Range(0.12, 0.15, "m", "kitchen plinths: 10 to 15 cm; the open door's handle must clear the table"),
    "strip": Range(0.10, 0.12, "m", "the strip of controls, shops: about 11 cm"),
    "grip": Range(0.018, 0.024, "m", "what the gripper holds; not scaled"),
    "bar": Range(0.55, 0.75, "1", "share of the width that the handle takes, shops: half to all"),
}
VARIANTS = {"handle": ("square bar", "round bar")}
LOOKS = {"controls": ("buttons", "a dial"), "worktop": ("wooden", "matching")}
DOOR, SHELL, LINER, WORKTOP = 0.022, 0.006, 0.006, 0.014
INSIDE = (0.80, 0.82, 0.84)


def build(instance: int) -> AssetModel:
    """Return the dishwasher of a number."""
    rng = instance_rng("dishwasher", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS | LOOKS)
    colour_name, colour = draw(rng, {name: APPLIANCE[name] for name in ("white", "silver", "black", "cream")})
    dark = contrasting(colour_name)
    width, depth, height = (SCALE * size[name] for name in ("width", "depth", "height"))
    half, back, front, floor = width / 2, -depth / 2, depth / 2 - DOOR, SCALE * size["plinth"]
    face, ceiling = front + DOOR, height - WORKTOP

    b = AssetBuilder("dishwasher", instance, fixed_base=True)
    body = b.root()
    low, high = np.array([back, -half, floor]), np.array([front, half, ceiling])
    inner_low, inner_high = carcass(b, body, *carcass(b, body, low, high, SHELL, shade(colour, 0.93)), LINER, INSIDE)
    feet(b, body, low, high, inset=0.022, radius=0.012, colour=RUBBER)
    b.block(body, (front - 0.030, -half + 0.004, 0.004), (front - 0.020, half - 0.004, floor), shade(colour, 0.6))
    top = (0.66, 0.46, 0.28) if look["worktop"] == "wooden" else shade(colour, 1.05)
    b.block(body, (back, -half, ceiling), (face + 0.004, half, height), top)
    b.surface("top", body, ((back + face) / 2, 0.0, height), (depth, width))

    # The lower basket carries plates; the upper one hangs above the room that things are put into.
    level = _basket(b, body, inner_low, inner_high, float(inner_low[2]) + 0.010, 0.022)
    upper = float(inner_high[2]) - 0.055
    _basket(b, body, inner_low, inner_high, upper, 0.022)
    free_low, free_high = np.add(inner_low, (0.012, 0.010, 0.0)), np.subtract(inner_high, (0.018, 0.010, 0.0))
    b.volume("interior", body, (*free_low[:2], level), (*free_high[:2], upper - 0.006))

    slab_low, slab_high = (front + 0.002, -half + 0.001, floor), (face, half - 0.001, ceiling - 0.003)
    door = hinged_door(b, "door", "bottom", slab_low, slab_high, colour, upper=1.4, mass=0.5)
    strip = SCALE * size["strip"]
    seam = door.high[2] - strip
    b.box(door.link, (face, 0.0, seam), (0.002, width - 0.002, 0.003), shade(colour, 0.5))
    z = door.high[2] - strip / 2
    b.box(door.link, (face, 0.0, z), (0.003, 0.05, 0.018), GLASS)
    b.box(door.link, (face + 0.001, 0.0, z), (0.003, 0.03, 0.008), LAMP)
    if look["controls"] == "buttons":
        for y in (0.42, 0.55, 0.68, 0.81):
            b.cylinder(door.link, (face, y * half, z), 0.0045, 0.005, dark, ALONG["x"])
    else:
        b.cylinder(door.link, (face, 0.65 * half, z), 0.013, 0.016, dark, ALONG["x"])
        b.box(door.link, (face + 0.008, 0.65 * half, z + 0.007), (0.002, 0.003, 0.010), colour)
    b.box(door.link, (face, -0.68 * half, z), (0.003, 0.34 * half, 0.007), dark)
    inside = door.low[0]
    b.box(door.link, (inside, 0.0, door.middle[2]), (0.004, width - 0.04, door.high[2] - door.low[2] - 0.04), INSIDE)
    b.box(door.link, (inside - 0.002, 0.25 * half, door.middle[2] + 0.02), (0.006, 0.05, 0.035), shade(INSIDE, 0.7))
    door_handle(
        b,
        door,
        look["handle"],
        thickness=size["grip"],
        length=size["bar"] * width,
        colour=dark if colour_name != "silver" else STEEL,
        interior="interior",
        inset=strip + 0.014,
    )
    description = (
        f"a {colour_name} dishwasher, {100 * width:.0f} cm wide and {100 * height:.0f} cm high, with "
        f"{look['controls']} on its door, which falls open at a {look['handle']}"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


def _basket(b: AssetBuilder, body: str, low: Array, high: Array, z: float, rise: float) -> float:
    # A grid of wire with a rail round it and prongs for plates; returns the height of its floor.
    wire, colour = 0.0016, (0.30, 0.42, 0.62)
    x, y = (low[0] + 0.006, high[0] - 0.012), (low[1] + 0.005, high[1] - 0.005)
    for across in np.linspace(y[0], y[1], 7):
        rod(b, body, (x[0], across, z), (x[1], across, z), wire, colour)
    for end in x:
        rod(b, body, (end, y[0], z + rise), (end, y[1], z + rise), wire, colour)
        for side in y:
            rod(b, body, (end, side, z - 0.004), (end, side, z + rise), wire, colour)
    for side in y:
        rod(b, body, (x[0], side, z + rise), (x[1], side, z + rise), wire, colour)
    return z + wire


CATEGORY = Category(
    name="dishwasher",
    summary="a dishwasher whose front falls open towards one, with baskets inside for dirty plates and cups",
    uses="washing dishes; cleaning dirty plates, cups and cutlery after dinner",
    articulated=True,
    noun="dishwasher",
    affordances=("open", "enclose", "support"),
    keypoints=("door.handle.centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
