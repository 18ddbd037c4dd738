"""A cooking pot with a handle at either side and a lid that lifts straight up."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.rings import tyre
from envs.assets.procedural.rods import rod, wire
from envs.assets.procedural.round_wall import ring
from envs.assets.procedural.solids import cone

PARAMETERS = {
    "radius": Range(0.080, 0.110, "m", "stewing pots are sold 16 to 24 cm across"),
    "height": Range(0.085, 0.135, "m", "shops: 8 to 14 cm"),
    "wall": Range(0.004, 0.006, "m", "pots of steel and enamel 1 to 2 mm, of cast iron 4 to 5 mm"),
    "grip": Range(0.018, 0.024, "m", "knobs and bars of lids: 18 to 35 mm; what the gripper holds"),
    "lift": Range(0.08, 0.12, "m", "so high that a spoon or a fruit fits under the lid"),
}
VARIANTS = {"lid": ("knob", "bar")}
POTS: dict[str, Colour] = {
    "steel": (0.74, 0.76, 0.78),
    "red": (0.72, 0.12, 0.10),
    "black": (0.16, 0.16, 0.17),
    "blue": (0.15, 0.28, 0.52),
    "orange": (0.88, 0.42, 0.10),
    "cream": (0.92, 0.87, 0.74),
    "green": (0.18, 0.42, 0.28),
}
FLOOR, GAP = 0.006, 0.001
HOLDS = 1.3
"""Friction of the lift relative to the lid's weight: the lid stays where it is left."""


def build(instance: int) -> AssetModel:
    """Return the kitchen pot of a number."""
    rng = instance_rng("kitchen_pot", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS)
    colour_name, colour = draw(rng, POTS)
    inside = (0.90, 0.89, 0.86) if colour_name not in ("steel", "black") else shade(colour, 0.9)
    dark: Colour = (0.10, 0.10, 0.11)
    trim = dark if rng.random() < 0.5 and colour_name != "black" else (0.74, 0.76, 0.78)
    arched = bool(rng.integers(2))
    radius, height, wall = size["radius"], size["height"], size["wall"]

    b = AssetBuilder("kitchen_pot", instance, fixed_base=True, density=2500.0)
    body = b.root()
    b.cylinder(body, (0.0, 0.0, FLOOR / 2), radius - 0.002, FLOOR, shade(colour, 0.8), ALONG["z"])
    ring(
        b,
        body,
        lower=FLOOR,
        upper=height,
        radius_lower=radius,
        radius_upper=radius,
        thickness=wall,
        colour=colour,
        segments=16,
    )
    b.cylinder(body, (0.0, 0.0, FLOOR + 0.0005), radius - wall, 0.001, inside, ALONG["z"])
    tyre(b, body, (0.0, 0.0, height - 0.002), (0, 0, 1), radius, 0.004, shade(colour, 0.8), sides=16)
    z = height - 0.026
    for name, side in (("left", -1.0), ("right", 1.0)):
        reach = radius + 0.036
        path = [(-0.034, side * (radius - 0.004), z), (-0.026, side * reach, z + 0.004)]
        path += [(0.0, side * (reach + 0.006), z + 0.005)] if arched else []
        path += [(0.026, side * reach, z + 0.004), (0.034, side * (radius - 0.004), z)]
        wire(b, body, path, 0.006, trim)
        b.point(f"{name}_handle.centre", body, (0.0, side * (reach + (0.006 if arched else 0.0)), z + 0.004))
    b.point("rim", body, (radius - wall / 2, 0.0, height))
    hole = (radius - wall) * 0.7071
    b.volume("interior", body, (-hole, -hole, FLOOR + 0.001), (hole, hole, height))

    mass = 0.25
    seat = height + GAP
    link = b.moving(
        "lid",
        kind="prismatic",
        origin=(0.0, 0.0, seat),
        axis=(0.0, 0.0, 1.0),
        upper=size["lift"],
        damping=4.0,
        friction=HOLDS * mass * 9.81,
        mass=mass,
    )
    up = np.array([0.0, 0.0, 1.0])
    crown = seat + 0.004
    dome = crown + 0.10 * radius
    b.cylinder(link, seat * up + 0.002 * up, radius + 0.003, 0.004, shade(colour, 0.85), ALONG["z"])
    cone(b, link, crown * up, dome * up, 0.95 * radius, 0.42 * radius, shade(colour, 0.95), sides=24)
    b.cylinder(link, (dome + 0.001) * up, 0.36 * radius, 0.002, shade(colour, 0.8), ALONG["z"])
    if look["lid"] == "knob":
        centre = (dome + 0.030) * up
        cone(b, link, dome * up, (dome + 0.020) * up, 0.009, 0.006, trim, sides=12)
        cone(b, link, (dome + 0.018) * up, (dome + 0.027) * up, 0.6 * size["grip"], 0.72 * size["grip"], trim)
        cone(b, link, (dome + 0.027) * up, (dome + 0.038) * up, 0.72 * size["grip"], 0.5 * size["grip"], trim)
    else:
        # Across, so that the fingers close front to back.
        thick = 0.85 * size["grip"]
        centre = (dome + 0.024 + thick / 2) * up
        side = np.array([0.0, 0.45 * radius, 0.0])
        rod(b, link, centre - side, centre + side, thick / 2, trim)
        for foot in (-0.8 * side, 0.8 * side):
            rod(b, link, crown * up + foot, centre + foot, 0.35 * thick, trim)
    b.part(link, "lid", centre=centre, approach=(0.0, 0.0, -1.0), axis=(0.0, 1.0, 0.0), interior="interior")
    description = (
        f"a {colour_name} cooking pot, {200 * radius:.0f} cm across and {100 * height:.0f} cm high, with a handle at "
        f"either side and a lid that lifts off by its {look['lid']}"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="kitchen_pot",
    summary="a cooking pot with two handles and a lid that lifts straight up; things and soup go inside",
    uses="cooking soup, pasta or stew; boiling water; a saucepan with a lid for the stove",
    articulated=True,
    noun="pot",
    affordances=("open", "fill"),
    keypoints=("lid.handle.centre", "left_handle.centre", "right_handle.centre", "rim"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
