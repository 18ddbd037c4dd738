"""A washing machine with a round door in its front and a drum behind it."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.carcass import feet
from envs.assets.procedural.choices import choose
from envs.assets.procedural.doors import SIDE, Hinge
from envs.assets.procedural.finishes import APPLIANCE, GLASS, LAMP, RUBBER, STEEL, contrasting
from envs.assets.procedural.handles import FRONT_APPROACH, bar
from envs.assets.procedural.rings import band, hoop
from envs.assets.procedural.solids import circle, cone
from kpam.transforms import Array

SCALE = 0.45
PARAMETERS = {
    "width": Range(0.58, 0.62, "m", "washing machines are sold 60 cm wide"),
    "depth": Range(0.48, 0.60, "m", "shops: 45 to 62 cm"),
    "height": Range(0.82, 0.87, "m", "shops: 82 to 87 cm, to go under a worktop"),
    "door": Range(0.200, 0.230, "m", "half of a door's width; shops: doors of 38 to 50 cm with their rims"),
    "grip": Range(0.018, 0.022, "m", "what the gripper holds; not scaled"),
}
VARIANTS = {"hinge": ("left", "right"), "handle": ("square bar", "round bar")}
LOOKS = {"rim": ("steel", "dark", "matching")}
SIDES = 16
SHELL, DOOR = 0.006, 0.016


def build(instance: int) -> AssetModel:
    """Return the washing machine of a number."""
    rng = instance_rng("washing_machine", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS | LOOKS)
    colour_name, colour = draw(rng, {name: APPLIANCE[name] for name in ("white", "silver", "black", "mint")})
    dark = contrasting(colour_name)
    rim = {"steel": STEEL, "dark": (0.20, 0.20, 0.21), "matching": shade(colour, 0.75)}[look["rim"]]
    width, depth, height, radius = (SCALE * size[name] for name in ("width", "depth", "height", "door"))
    hinge: Hinge = "left" if look["hinge"] == "left" else "right"
    side = SIDE[hinge]
    half, back, front, foot = width / 2, -depth / 2, depth / 2, 0.012
    panel = 0.055
    opening = radius - 0.020
    centre = np.array([front, 0.0, foot + (height - panel - foot) * 0.52])

    b = AssetBuilder("washing_machine", instance, fixed_base=True)
    body = b.root()
    feet(b, body, (back, -half, foot), (front, half, height), inset=0.025, radius=0.013, colour=RUBBER)
    for y in (-half, half - SHELL):
        b.block(body, (back, y, foot), (front, y + SHELL, height), shade(colour, 0.96))
    b.block(body, (back, -half + SHELL, height - SHELL), (front, half - SHELL, height), colour)
    b.block(body, (back, -half + SHELL, foot), (front, half - SHELL, foot + SHELL), colour)
    b.block(body, (back, -half + SHELL, foot + SHELL), (back + SHELL, half - SHELL, height - SHELL), colour)
    b.surface("top", body, (0.0, 0.0, height), (depth, width))

    # The front round the opening, and above it the panel with a drawer, a display and a dial.
    hole = circle(centre - (SHELL, 0, 0), (1, 0, 0), opening, SIDES)
    square = _square(hole, centre, (half - SHELL, foot + SHELL, height - panel))
    out = np.array([SHELL, 0.0, 0.0])
    band(b, body, (square, square + out), (hole, hole + out), colour)
    b.block(body, (front - SHELL, -half + SHELL, height - panel), (front, half - SHELL, height - SHELL), colour)
    z = height - panel / 2 - 0.002
    b.box(body, (front, 0.0, height - panel), (0.002, width - 0.004, 0.003), shade(colour, 0.5))
    b.box(body, (front, -0.62 * half, z), (0.006, 0.5 * half, 0.034), shade(colour, 0.88))
    b.box(body, (front + 0.003, -0.62 * half, z - 0.010), (0.003, 0.28 * half, 0.006), dark)
    b.box(body, (front, 0.62 * half, z), (0.004, 0.5 * half, 0.026), GLASS)
    b.box(body, (front + 0.001, 0.56 * half, z), (0.004, 0.2 * half, 0.012), LAMP)
    b.cylinder(body, (front + 0.008, 0.0, z), 0.017, 0.018, dark, ALONG["x"])
    b.box(body, (front + 0.017, 0.0, z + 0.010), (0.002, 0.003, 0.010), (0.95, 0.95, 0.95))

    # The drum and the grey cuff of rubber before it.
    end = back + SHELL + 0.008
    deep = np.array([end, centre[1], centre[2]])
    hoop(b, body, deep, centre - (0.012, 0, 0), opening + 0.012, opening + 0.006, STEEL, sides=12)
    b.cylinder(body, deep, opening + 0.006, 0.008, shade(STEEL, 0.9), ALONG["x"])
    for angle in np.pi * np.array([0.5, 7 / 6, 11 / 6]):
        way = np.array([0.0, np.cos(angle), np.sin(angle)])
        at = (deep + centre) / 2 + way * (opening - 0.002)
        turn = (float(np.cos(angle / 2)), float(np.sin(angle / 2)), 0.0, 0.0)
        b.box(body, at - (0.006, 0, 0), (0.7 * (front - end), 0.016, 0.012), shade(STEEL, 0.8), turn)
    inside = 0.66 * opening
    b.volume(
        "interior",
        body,
        (end + 0.004, -inside, centre[2] - 0.55 * opening),
        (front - 0.024, inside, centre[2] + 0.55 * opening),
    )

    door = b.moving(
        "door",
        kind="revolute",
        origin=(front + 0.002, side * (radius + 0.010), centre[2]),
        axis=(0.0, 0.0, side),
        upper=1.7,
        damping=0.3,
        friction=0.15,
        mass=0.35,
    )
    ahead = np.array([1.0, 0.0, 0.0])
    near, far = centre + 0.003 * ahead, centre + (0.003 + DOOR) * ahead
    cone(b, door, near, far, radius, radius - 0.006, rim, sides=20)
    b.cylinder(door, far, 0.68 * radius, 0.003, GLASS, ALONG["x"])
    cone(b, door, far, far + 0.006 * ahead, 0.62 * radius, 0.45 * radius, (0.16, 0.19, 0.23), sides=20)
    # Its bowl of glass reaches into the opening.
    cone(b, door, near - 0.018 * ahead, near, 0.45 * radius, 0.66 * radius, (0.25, 0.30, 0.34), sides=20)
    b.box(door, (front + 0.010, side * (radius - 0.004), centre[2]), (0.014, 0.026, 0.050), rim)
    mount = (float(far[0]), -side * (radius - 0.017), float(centre[2]))
    grip = bar(
        b,
        door,
        mount,
        along="z",
        length=0.075,
        thickness=size["grip"],
        gap=0.036,
        round_bar=look["handle"] == "round bar",
        colour=dark if look["rim"] != "dark" else STEEL,
    )
    b.part(door, "door", centre=grip, approach=FRONT_APPROACH, axis=(0.0, 0.0, 1.0), interior="interior")
    description = (
        f"a {colour_name} washing machine, {100 * height:.0f} cm high, with a round door hinged on the {hinge} as one "
        f"faces it and a {look['handle']} on the door"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


def _square(hole: Array, centre: Array, edges: tuple[float, float, float]) -> Array:
    # Where rays from the hole's middle through its corners meet the front's edges; the corners nearest to the front's
    # own are moved there, so that the front is whole.
    half, bottom, top = edges
    points = hole.copy()
    for k, (_, y, z) in enumerate(hole):
        dy, dz = y - centre[1], z - centre[2]
        reach = min(half / abs(dy), ((top if dz > 0 else bottom) - centre[2]) / dz)
        points[k, 1:] = centre[1] + reach * dy, centre[2] + reach * dz
    for corner in ((half, top), (-half, top), (-half, bottom), (half, bottom)):
        nearest = np.argmin(np.linalg.norm(points[:, 1:] - corner, axis=1))
        points[nearest, 1:] = corner
    return points


CATEGORY = Category(
    name="washing_machine",
    summary="a washing machine with a round door in its front that swings open sideways; laundry goes into its drum",
    uses="washing clothes; cleaning dirty laundry, shirts and socks; a washer",
    articulated=True,
    noun="washing machine",
    affordances=("open", "enclose", "support"),
    keypoints=("door.handle.centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
