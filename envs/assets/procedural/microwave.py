"""A microwave oven whose door swings about a vertical hinge, left or right."""

from __future__ import annotations

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.doors import SIDE, Hinge, door_handle, hinged_door

SCALE = 0.68
OVENS = "20 to 25 litre microwave ovens in shops: 44 to 51 cm wide, 32 to 40 cm deep, 26 to 31 cm high"
PARAMETERS = {
    "width": Range(0.44, 0.51, "m", OVENS),
    "depth": Range(0.325, 0.395, "m", OVENS),
    "height": Range(0.28, 0.335, "m", OVENS + ", without the feet"),
    "feet": Range(0.015, 0.030, "m", "room for air below: 10 to 30 mm; not scaled"),
    "panel": Range(0.104, 0.125, "m", "control panels of the same: 10 to 13 cm wide"),
    "thickness": Range(0.018, 0.024, "m", "of the handle: what the gripper holds; not scaled"),
    "length": Range(0.60, 0.75, "1", "of a bar, as a share of the height"),
}
VARIANTS = {"hinge": ("left", "right"), "handle": ("square bar", "round bar", "knob")}
LOOKS = {"controls": ("dials", "buttons")}
BODIES: dict[str, Colour] = {
    "white": (0.92, 0.92, 0.90),
    "black": (0.16, 0.16, 0.17),
    "grey": (0.62, 0.64, 0.66),
    "red": (0.70, 0.12, 0.12),
    "blue": (0.30, 0.48, 0.66),
}
GLASS: Colour = (0.06, 0.07, 0.09)
WALL = 0.014
DOOR = 0.018


def build(instance: int) -> AssetModel:
    """Return the microwave of a number."""
    rng = instance_rng("microwave", instance)
    p, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS | LOOKS)
    width, depth, box_height, panel = (SCALE * p[name] for name in ("width", "depth", "height", "panel"))
    feet, dial = p["feet"], look["controls"] == "dials"
    hinge: Hinge = "left" if look["hinge"] == "left" else "right"
    hinge_side = SIDE[hinge]
    colour_name, colour = draw(rng, BODIES)
    _, metal = draw(rng, METAL)
    if colour_name == "black":
        metal = METAL["steel"]

    height = feet + box_height
    half, back, front = width / 2, -depth / 2, depth / 2 - DOOR
    b = AssetBuilder("microwave", instance, fixed_base=True)
    body = b.root()
    for x in (back + 0.03, front - 0.03):
        for y in (-half + 0.03, half - 0.03):
            b.cylinder(body, (x, y, feet / 2), 0.014, feet, (0.1, 0.1, 0.1), ALONG["z"])

    def between(y_a: float, y_b: float, x: tuple[float, float], z: tuple[float, float], paint: Colour) -> None:
        # Written for a hinge at +y; another hinge mirrors it.
        low, high = sorted((hinge_side * y_a, hinge_side * y_b))
        b.block(body, (x[0], low, z[0]), (x[1], high, z[1]), paint)

    inner = (feet + WALL, height - WALL)
    between(half, half - WALL, (back, front), (feet, height), colour)
    between(-half, -half + panel, (back, front), (feet, height), colour)
    between(-half, half, (back, front), (feet, feet + WALL), colour)
    between(-half, half, (back, front), (height - WALL, height), colour)
    between(-half + panel, half - WALL, (back, back + WALL), inner, shade(colour, 0.8))
    b.surface("top", body, (-DOOR / 2, 0.0, height), (depth - DOOR, width))
    cavity_low, cavity_high = sorted((hinge_side * (-half + panel), hinge_side * (half - WALL)))
    cavity_y, radius = (cavity_low + cavity_high) / 2, 0.4 * min(cavity_high - cavity_low, depth - DOOR - WALL)
    b.cylinder(
        body, ((back + WALL + front) / 2, cavity_y, inner[0] + 0.003), radius, 0.006, (0.8, 0.86, 0.88), ALONG["z"]
    )
    b.volume("interior", body, (back + WALL, cavity_low, inner[0] + 0.006), (front, cavity_high, inner[1]))

    # The control panel: a face as deep as the door, a display, and a dial or buttons that stay flat.
    panel_y = hinge_side * (-half + panel / 2)
    between(-half, -half + panel - 0.002, (front, front + DOOR), (feet, height), shade(colour, 0.85))
    face = front + DOOR
    b.box(body, (face, panel_y, height - 0.035), (0.003, panel - 0.024, 0.022), (0.1, 0.45, 0.35))
    if dial:
        for z in (feet + 0.045, feet + 0.10):
            b.cylinder(body, (face + 0.003, panel_y, z), 0.017, 0.008, metal, ALONG["x"])
    else:
        for row in range(3):
            for column in (-1, 0, 1):
                b.box(body, (face, panel_y + 0.018 * column, feet + 0.035 + 0.03 * row), (0.004, 0.012, 0.018), metal)

    low, high = sorted((hinge_side * half, hinge_side * (-half + panel)))
    door = hinged_door(
        b, "door", hinge, (front + 0.001, low, feet + 0.002), (face, high, height - 0.001), colour, upper=1.4, mass=0.6
    )
    pane = (0.003, width - panel - 0.10, box_height - 0.07)
    window_y = hinge_side * (panel / 2 + 0.02)
    b.box(door.link, (face, window_y, (feet + height) / 2), pane, GLASS)
    b.box(door.link, (face - DOOR + 0.0005, window_y, (feet + height) / 2), pane, GLASS)
    door_handle(
        b,
        door,
        look["handle"],
        thickness=p["thickness"],
        length=p["length"] * box_height,
        colour=metal,
        interior="interior",
        inset=0.028,
    )
    description = (
        f"a {colour_name} microwave, {100 * width:.0f} cm wide, its door hinged on the {hinge} as one faces it, "
        f"opened by a {look['handle']}, with {'two dials' if dial else 'buttons'} beside it"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="microwave",
    summary="a microwave oven with a door that swings open sideways; things can be put inside and on its top",
    uses="heating food quickly; warming up a meal, soup or leftovers; a kitchen appliance that reheats",
    articulated=True,
    noun="microwave",
    affordances=("open", "enclose", "support"),
    keypoints=("door.handle.centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
