"""A stapler: a base and an arm that opens upwards about a hinge at the back."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.solids import prism, rounded

SHOPS = "desk staplers for 24/6 and 26/6 staples in shops: 14 to 20 cm long"
PARAMETERS = {
    "length": Range(0.145, 0.190, "m", SHOPS),
    "width": Range(0.028, 0.032, "m", SHOPS + ", 28 to 38 mm wide; fingers open 40 mm pass by"),
    "throat": Range(0.008, 0.012, "m", "room for paper between anvil and magazine"),
    "cover": Range(0.018, 0.024, "m", "height of the arm's cover over the magazine"),
    "base_mass": Range(0.20, 0.26, "kg", "desk staplers of steel weigh 250 to 350 g"),
    "opens": Range(0.85, 1.10, "rad", "for loading and tacking; as far as the hand follows"),
}
RUBBER: Colour = (0.10, 0.10, 0.11)
FOOT, MAGAZINE = 0.010, 0.011
"""Heights in metres of the base plate and of the magazine."""
ARM_MASS = 0.09
DIVE = 0.5
"""Angle in radians below the horizontal at which the hand comes, so that it can swing the arm up."""
HOLDS = 1.3
"""Hinge friction relative to the arm's greatest weight about the hinge: it stays where it is left."""


def build(instance: int) -> AssetModel:
    """Return the stapler of a number."""
    rng = instance_rng("stapler", instance)
    p = draw_all(rng, PARAMETERS)
    flat = bool(rng.integers(2))
    colour_name, colour = draw(rng, VIVID)
    x, half = p["length"] / 2, p["width"] / 2
    low = FOOT + 0.002 + p["throat"]
    top = low + MAGAZINE + p["cover"]

    b = AssetBuilder("stapler", instance, fixed_base=False)
    body = b.root(mass=p["base_mass"])
    plate = rounded(2 * x, 2 * half + 0.008, 0.012)
    prism(b, body, 0.97 * plate, "z", 0.0, 0.003, RUBBER)
    prism(b, body, plate, "z", 0.003, FOOT, shade(colour, 0.8))
    b.box(body, (x - 0.020, 0.0, FOOT + 0.001), (0.020, 0.8 * half, 0.002), METAL["steel"])
    b.box(body, (x - 0.020, 0.0, FOOT + 0.0015), (0.006, 0.5 * half, 0.002), (0.45, 0.46, 0.48))
    hinge = np.array([-x + 0.020, 0.0, low + MAGAZINE])
    for side in (-1, 1):
        near, far = sorted((side * (half + 0.0008), side * (half + 0.0040)))
        cheek = [
            (-x + 0.006, FOOT), (-x + 0.050, FOOT), (hinge[0] + 0.010, hinge[2] + 0.007),
            (hinge[0] - 0.008, hinge[2] + 0.007),
        ]  # fmt: skip
        prism(b, body, cheek, "y", near, far, METAL["steel"])
        b.cylinder(body, hinge + np.array([0.0, side * (half + 0.0045), 0.0]), 0.004, 0.002, RUBBER, ALONG["y"])
    b.point("anvil", body, (x - 0.020, 0.0, FOOT + 0.002))

    link = b.moving(
        "arm",
        kind="revolute",
        origin=hinge,
        axis=(0.0, -1.0, 0.0),
        upper=p["opens"],
        damping=0.02,
        friction=round(HOLDS * ARM_MASS * 9.81 * x, 4),
        mass=ARM_MASS,
    )
    b.block(link, (hinge[0] + 0.012, -half + 0.006, low), (x - 0.004, half - 0.006, low + MAGAZINE), METAL["steel"])
    b.cylinder(link, hinge, 0.010, 2 * half, shade(colour, 0.85), ALONG["y"])
    # The cover is seen from the side: a tail about the hinge, a long back, a nose that comes down in front.
    sill = low + MAGAZINE - 0.003
    rise = 0.0 if flat else 0.006
    tail = [(hinge[0] - 0.008, sill + 0.003), (hinge[0] - 0.010, sill + 0.010), (hinge[0] + 0.004, top - 0.004)]
    back = [(hinge[0] + 0.016, top), (0.1 * x, top), (0.62 * x, top - rise)]
    nose = [(x - 0.010, top - rise - 0.004), (x - 0.001, sill + 0.010), (x, sill), (hinge[0], sill)]
    outline = np.array([*tail, *back, *nose])
    prism(b, link, outline, "y", -half, half, colour)
    ridge = (outline - outline.mean(axis=0)) * (0.94, 1.0) + outline.mean(axis=0) + np.array([0.0, 0.0015])
    prism(b, link, ridge, "y", -0.6 * half, 0.6 * half, shade(colour, 0.88))
    b.box(link, (x - 0.002, 0.0, low + 0.006), (0.004, 0.8 * half, 0.012), shade(METAL["steel"], 0.8))
    b.point("mouth", link, (x - 0.006, 0.0, low))

    approach, axis = (-np.cos(DIVE), 0.0, -np.sin(DIVE)), (-np.sin(DIVE), 0.0, np.cos(DIVE))
    b.part(link, "arm", centre=(x - 0.022, 0.0, sill + 0.010), approach=approach, axis=axis)
    cheeks = round(2 * (half + 0.0040), 4)
    b.grasp("hinge", body, np.add(hinge, (0.001, 0.0, 0.0)), width=cheeks, closing=(0.0, 1.0, 0.0))
    opens = np.degrees(p["opens"])
    description = f"a {colour_name} stapler, {1000 * p['length']:.0f} mm long, whose arm opens {opens:.0f} degrees"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="stapler",
    summary="a stapler whose arm opens upwards from its base; it can be picked up by its back",
    uses="joining sheets of paper with staples; office stationery; fastening documents",
    articulated=True,
    noun="stapler",
    affordances=("open", "pick"),
    keypoints=("arm.handle.centre", "anvil", "mouth"),
    build=build,
    parameters=PARAMETERS,
)
