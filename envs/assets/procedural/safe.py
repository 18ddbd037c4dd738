"""A safe: walls and a door of thick steel, a dial or a lever on the door, and a bar to pull it by."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.carcass import carcass, feet
from envs.assets.procedural.choices import choose
from envs.assets.procedural.doors import SIDE, Door, Hinge, door_handle, hinged_door
from envs.assets.procedural.finishes import RUBBER, STEEL
from envs.assets.procedural.handles import FRONT_APPROACH, lever_arm
from envs.assets.procedural.knobs import marks, turning_knob

SCALE = 0.75
PARAMETERS = {
    "width": Range(0.36, 0.44, "m", "home safes sold in shops are 35 to 45 cm wide"),
    "depth": Range(0.33, 0.40, "m", "shops: 30 to 40 cm"),
    "height": Range(0.33, 0.44, "m", "shops: 25 to 50 cm"),
    "door": Range(0.045, 0.060, "m", "fire-resistant home safes: doors of 4 to 7 cm"),
    "wall": Range(0.030, 0.045, "m", "fire-resistant home safes: walls of 3 to 5 cm"),
    "grip": Range(0.018, 0.022, "m", "what the gripper holds; not scaled"),
    "lever": Range(0.070, 0.085, "m", "from the spindle to the end, shops: 7 to 10 cm; not scaled"),
    "turn": Range(1.2, 1.57, "rad", "levers of safes turn by up to a quarter"),
}
VARIANTS = {"hinge": ("left", "right"), "lock": ("dial", "lever"), "handle": ("square bar", "round bar")}
STEELS: dict[str, Colour] = {
    "grey": (0.42, 0.44, 0.46),
    "black": (0.17, 0.17, 0.18),
    "green": (0.20, 0.34, 0.27),
    "blue": (0.20, 0.28, 0.42),
    "white": (0.86, 0.86, 0.84),
}
PLUG = 0.012
"""How far in metres the door reaches into the opening."""


def build(instance: int) -> AssetModel:
    """Return the safe of a number."""
    rng = instance_rng("safe", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS)
    colour_name, colour = draw(rng, STEELS)
    _, metal = draw(rng, {name: METAL[name] for name in ("steel", "brass")})
    width, depth, height, thick, wall = (SCALE * size[name] for name in ("width", "depth", "height", "door", "wall"))
    hinge: Hinge = "left" if look["hinge"] == "left" else "right"
    side = SIDE[hinge]
    half, back, front, foot = width / 2, -depth / 2, depth / 2 - thick, 0.012

    b = AssetBuilder("safe", instance, fixed_base=True, density=900.0)
    body = b.root()
    low, high = np.array([back, -half, foot]), np.array([front, half, height])
    lined = carcass(b, body, low, high, wall - 0.003, colour)
    inner_low, inner_high = carcass(b, body, *lined, 0.003, (0.46, 0.16, 0.15))
    feet(b, body, low, high, inset=0.030, radius=0.016, colour=RUBBER)
    inner_high[0] -= PLUG + 0.008
    b.volume("interior", body, inner_low, inner_high)
    b.surface("top", body, (-thick / 2, 0.0, height), (depth - thick, width))

    slab_low, slab_high = (front + 0.002, -half, foot), (front + thick, half, height)
    door = hinged_door(b, "door", hinge, slab_low, slab_high, shade(colour, 1.08), upper=1.5, mass=0.9)
    _, y, z = door.middle
    b.box(door.link, (door.face, y, z), (0.004, width - 0.036, height - foot - 0.036), shade(colour, 0.86))
    b.box(door.link, (door.face, y, foot + 0.034), (0.008, 0.05, 0.012), metal)
    for level in (0.22, 0.78):
        at = (front + 0.009, side * (half + 0.007), foot + level * (height - foot))
        b.cylinder(door.link, at, 0.006, 0.045, metal, ALONG["z"])
    _plug(b, door, wall, metal)

    across = side * 0.16 * width
    mount = (door.face + 0.002, across, z + 0.012)
    if look["lock"] == "dial":
        b.cylinder(door.link, mount, 0.036, 0.006, metal, ALONG["x"])
        rim = np.add(mount, (0.003, 0.0, 0.0))
        marks(b, door.link, rim, radius=0.030, span=2 * np.pi * 11 / 12, count=12, colour=(0.1, 0.1, 0.1))
        turning_knob(
            b,
            "dial",
            "dial",
            rim,
            parent=door.link,
            radius=0.024,
            grip=0.032,
            upper=3.0,
            colour=(0.13, 0.13, 0.14),
            mark=(0.95, 0.95, 0.9),
            noun="dial",
        )
    else:
        b.cylinder(door.link, mount, 0.028, 0.008, metal, ALONG["x"])
        pivot = np.add(mount, (0.005, 0.0, 0.0))
        lever = b.moving(
            "lever",
            kind="revolute",
            origin=pivot,
            axis=(-side, 0.0, 0.0),
            upper=size["turn"],
            damping=0.05,
            friction=0.12,
            mass=0.12,
            parent=door.link,
        )
        centre = lever_arm(
            b,
            lever,
            (float(pivot[0]), float(pivot[1]), float(pivot[2])),
            towards=side,
            length=size["lever"],
            thickness=size["grip"],
            round_bar=look["handle"] == "round bar",
            colour=metal,
        )
        b.part(lever, "lever", centre=centre, approach=FRONT_APPROACH, axis=(0.0, 1.0, 0.0))
        for row in range(4):
            for column in (-1, 0, 1):
                key = (door.face + 0.001, across + 0.014 * column, z + 0.095 - 0.013 * row)
                b.box(door.link, key, (0.007, 0.010, 0.009), (0.88, 0.88, 0.86))
    door_handle(
        b,
        door,
        look["handle"],
        thickness=size["grip"],
        length=0.42 * (height - foot),
        colour=metal,
        interior="interior",
        inset=0.036,
    )
    description = (
        f"a {colour_name} safe, {100 * width:.0f} cm wide and {100 * height:.0f} cm high, its thick door hinged on the "
        f"{hinge} as one faces it, with a {look['lock']} and a {look['handle']} on it"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


def _plug(b: AssetBuilder, door: Door, wall: float, metal: Colour) -> None:
    # What reaches into the opening, and the bolts at its free side; both stay clear while the door swings.
    x, clear = float(door.low[0]), wall + 0.004
    low, high = door.low[1:] + clear, door.high[1:] - clear
    b.block(door.link, (x - PLUG, *low), (x, *high), STEEL)
    free = float(low[0] if SIDE[door.hinge] > 0 else high[0])
    for level in (0.25, 0.5, 0.75):
        z = low[1] + level * (high[1] - low[1])
        b.cylinder(door.link, (x - PLUG / 2, free, z), 0.0045, 0.004, metal, ALONG["y"])


CATEGORY = Category(
    name="safe",
    summary="a safe for valuables: a thick door that swings open sideways, and a dial or a lever on it that turns",
    uses="a place to lock away money, gold or jewels; protecting valuables from thieves; a strongbox",
    articulated=True,
    noun="safe",
    affordances=("open", "turn", "enclose", "support"),
    keypoints=("<part>.handle.centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
