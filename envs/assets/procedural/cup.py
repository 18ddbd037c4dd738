"""A cup without a handle: a paper cup with a rolled rim, or a tumbler."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.lathe import wedges

SLEEVE: Colour = (0.72, 0.54, 0.34)
PAPER: Colour = (0.95, 0.94, 0.91)
COLOURS = {name: rgb for name, rgb in VIVID.items() if name not in ("brown", "black")}
FLOOR = 0.005

PARAMETERS = {
    "rim": Range(0.066, 0.073, "m", "paper cups of 150 to 200 ml: 70 to 73 mm; the gripper opens 80 mm"),
    "taper": Range(0.77, 0.83, "1", "foot over rim of paper cups: 0.65 to 0.8; of tumblers 0.8 to 0.95"),
    "height": Range(0.080, 0.105, "m", "paper cups of 150 to 250 ml: 80 to 110 mm"),
    "wall": Range(0.0026, 0.0036, "m", "tumblers; paper is thinner than what a simulator holds things with"),
    "mass": Range(0.030, 0.060, "kg", "plastic tumblers of that size; paper cups weigh 6 to 10 g"),
}
VARIANTS = {"kind": ("paper cup", "faceted cup")}


def build(instance: int) -> AssetModel:
    """Return the cup of a number."""
    rng = instance_rng("cup", instance)
    kind = VARIANTS["kind"][int(rng.integers(2))]
    colour_name, colour = draw(rng, COLOURS)
    size = draw_all(rng, PARAMETERS)
    sleeved = bool(rng.integers(2))
    height, wall = size["height"], size["wall"]
    paper = kind == "paper cup"
    taper = size["taper"] if paper else min(0.95, size["taper"] + 0.10)
    rim = size["rim"] / 2
    foot = round(rim * taper, 4)

    def radius(z: float) -> float:
        return foot + (rim - foot) * z / height

    b = AssetBuilder("cup", instance, fixed_base=False)
    body = b.root(mass=size["mass"])
    b.cylinder(body, (0.0, 0.0, FLOOR / 2), foot - wall / 2, FLOOR, shade(colour, 0.8), ALONG["z"])

    def band(low: float, high: float, paint: Colour, *, proud: float = 0.0, count: int = 16, steps: int = 3) -> None:
        outside = [(radius(z) + proud, z) for z in (low, high)]
        # What is wrapped round the cup does not reach through its wall.
        inside = [(radius(z) - (0.0005 if proud > 0.0005 else wall), z) for z in (high, low)]
        wedges(b, body, [*outside, *inside], (paint,), count=count, steps=steps)

    if paper:
        band(0.0, height - 0.002, colour)
        roll = [(rim + 0.0006 + 0.0024 * np.cos(a), height - 0.0024 + 0.0024 * np.sin(a)) for a in np.arange(6) * 1.047]
        wedges(b, body, roll, (PAPER if colour_name != "white" else shade(PAPER, 0.85),), count=12, steps=3)
        if sleeved:
            band(0.28 * height, 0.72 * height, SLEEVE, proud=0.0008)
    else:
        # Ten flat sides, as drinking glasses have, under a round lip.
        band(0.0, 0.72 * height, colour, count=10, steps=1)
        band(0.72 * height, height, shade(colour, 1.12), proud=0.0004, count=20, steps=1)

    hole = (foot - wall) * 0.7071
    b.volume("interior", body, (-hole, -hole, FLOOR), (hole, hole, height))
    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("rim", body, (rim - wall / 2, 0.0, height - 0.001))
    b.axis("up", body, (0.0, 0.0, 1.0))
    grip = height - 0.022
    width = round(2 * radius(grip), 4)
    for name, degrees in (("across", 90.0), ("along", 0.0)):
        closing = (np.cos(np.radians(degrees)), np.sin(np.radians(degrees)), 0.0)
        b.grasp(f"body_{name}", body, (0.0, 0.0, grip), width=width, closing=closing)
    sleeve = " with a cardboard sleeve" if paper and sleeved else ""
    description = f"a {colour_name} {kind}{sleeve}, {1000 * height:.0f} mm high and {2000 * rim:.0f} mm across its rim"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=0)


CATEGORY = Category(
    name="cup",
    summary="a cup without a handle, held round its body, that can be filled and poured from",
    uses="a tumbler; drinking water or juice; a beaker to pour from",
    articulated=False,
    noun="cup",
    affordances=("pick", "contain", "fill", "pour"),
    keypoints=("centre", "rim"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
