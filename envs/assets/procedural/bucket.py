"""A bucket with a bail: the handle that lies to the front and swings up, by which the bucket is carried."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.handles import FRONT_APPROACH
from envs.assets.procedural.rods import arch, wire
from envs.assets.procedural.round_wall import rim_grasps, ring

SHOPS = "3 to 5 litre household buckets and sand pails in shops"
PARAMETERS = {
    "radius": Range(0.080, 0.095, "m", f"rim of {SHOPS}: 16 to 19 cm across"),
    "taper": Range(0.70, 0.80, "1", f"foot as a share of the rim, {SHOPS}, which nest"),
    "height": Range(0.158, 0.185, "m", f"{SHOPS}: 16 to 19 cm"),
    "mass": Range(0.07, 0.11, "kg", f"{SHOPS}: 70 to 250 g of plastic; the heavier ones tilt in one hand"),
    "grip": Range(0.018, 0.022, "m", "wooden and plastic rollers on bails; what the gripper holds well"),
    "rest": Range(0.15, 0.25, "rad", "below the horizontal, where a bail rests on its ears"),
}
WOOD: Colour = (0.72, 0.52, 0.30)
WALL, FLOOR = 0.004, 0.006
COLLAR = 0.028
"""Height in metres of the upright collar below the rim: between level fingers a slanting wall would turn."""
STAND_OFF = 0.026
"""Metres between rim and bail: a fingertip goes between."""
HOLDS = 1.4
"""Friction of the pins relative to the bail's greatest weight about them: it stays where it is left."""


def build(instance: int) -> AssetModel:
    """Return the bucket of a number."""
    rng = instance_rng("bucket", instance)
    p = draw_all(rng, PARAMETERS)
    wooden, band = bool(rng.integers(2)), bool(rng.integers(2))
    colour_name, colour = draw(rng, {**VIVID, "grey": (0.66, 0.69, 0.72)})
    band_name, band_colour = draw(rng, {name: rgb for name, rgb in VIVID.items() if name != colour_name})
    grip_name, grip_colour = ("wooden", WOOD) if wooden else draw(rng, {n: VIVID[n] for n in ("white", "black", "red")})
    top, height = p["radius"], p["height"]
    foot = round(top * p["taper"], 4)

    b = AssetBuilder("bucket", instance, fixed_base=False)
    body = b.root(mass=p["mass"])

    seam = height - COLLAR

    def radius(z: float) -> float:
        return foot + (top - foot) * min(1.0, z / seam)

    b.cylinder(body, (0.0, 0.0, FLOOR / 2), foot, FLOOR, shade(colour, 0.8), ALONG["z"])
    walls = [(0.002, seam, 0.0, WALL, colour), (seam, height, 0.001, WALL + 0.001, shade(colour, 0.8))]
    if band:
        walls.append((0.45 * height, 0.57 * height, 0.0015, 0.003, band_colour))
    for low, high, proud, thick, paint in walls:
        ring(
            b, body, lower=low, upper=high, radius_lower=radius(low) + proud, radius_upper=radius(high) + proud,
            thickness=thick, colour=paint,
        )  # fmt: skip

    rod = 0.003
    side, pivot = top + STAND_OFF, height - 0.022
    for end in (-1, 1):
        low, high = sorted((end * (radius(pivot) - 0.002), end * (side - rod - 0.002)))
        b.block(body, (-0.011, low, pivot - 0.011), (0.011, high, pivot + 0.011), shade(colour, 0.85))
    inside = 0.7 * (foot - WALL)
    b.volume("interior", body, (-inside, -inside, FLOOR), (inside, inside, height))
    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("rim", body, (0.0, 0.0, height))

    bail_mass, reach = 0.03, side + 0.006
    link = b.moving(
        "bail",
        kind="revolute",
        origin=(0.0, 0.0, pivot),
        axis=(0.0, -1.0, 0.0),
        upper=round(p["rest"] + np.pi / 2, 4),
        damping=0.01,
        friction=round(HOLDS * bail_mass * 9.81 * reach, 4),
        mass=bail_mass,
    )
    out = reach * np.array([np.cos(p["rest"]), 0.0, -np.sin(p["rest"])])
    path = arch((0.0, 0.0, pivot), (0.0, side, 0.0), out, 9)
    wire(b, link, path, rod, METAL["steel"])
    centre = (path[4] + path[5]) / 2
    b.cylinder(link, centre, p["grip"] / 2, 0.085, grip_colour, ALONG["y"])
    b.part(link, "handle", centre=centre, approach=FRONT_APPROACH, axis=(0.0, 1.0, 0.0))
    b.grasp("bail", link, centre, width=p["grip"], closing=(0.0, 0.0, 1.0), approach=FRONT_APPROACH)
    grip = height - 0.014
    rim_grasps(b, body, radius=top + 0.0005 - WALL / 2, height=grip, thickness=WALL + 0.001, only=(3, 4, 5))
    description = (
        f"a {colour_name} bucket, {200 * top:.0f} cm across and {100 * height:.0f} cm high, "
        f"with a {grip_name} grip on its wire handle{f' and a {band_name} band' if band else ''}"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="bucket",
    summary="a bucket whose wire handle swings up, to be carried by it; things can be put inside from above",
    uses="a pail; carrying water or sand; cleaning or mopping the floor",
    articulated=True,
    noun="bucket",
    affordances=("lift", "pick", "contain", "fill"),
    keypoints=("centre", "rim", "bail.handle.centre"),
    build=build,
    parameters=PARAMETERS,
)
