"""A peg that stands on its end."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.lathe import lathe

WOOD: Colour = (0.80, 0.63, 0.42)
COLOURS = {name: rgb for name, rgb in VIVID.items() if name != "brown"}
DENSITY = 650.0
"""kg / m^3: beech."""

PARAMETERS = {
    "diameter": Range(0.022, 0.026, "m", "dowels and toy pegs of 20 to 30 mm; a kit's round hole takes 26 mm"),
    "height": Range(0.075, 0.110, "m", "toy pegs and peg-in-hole benchmarks: 50 to 120 mm"),
    "chamfer": Range(0.002, 0.004, "m", "measured on toy pegs"),
    "paint": Range(0.30, 0.55, "1", "share of the height that is painted"),
}
VARIANTS = {"end": ("rounded", "chamfered")}


def build(instance: int) -> AssetModel:
    """Return the peg of a number."""
    rng = instance_rng("peg", instance)
    colour_name, colour = draw(rng, COLOURS)
    rounded = bool(rng.integers(2))
    size = draw_all(rng, PARAMETERS)
    radius, height, chamfer = size["diameter"] / 2, size["height"], size["chamfer"]

    b = AssetBuilder("peg", instance, fixed_base=False, density=DENSITY)
    body = b.root()
    painted = round(height * (1 - size["paint"]), 4)
    lathe(b, body, [(radius - 0.001, 0.0), (radius, 0.001), (radius, painted)], WOOD)
    if rounded:
        angles = np.linspace(0.0, 0.46 * np.pi, 5)
        end = [(radius * np.cos(a), height - radius * (1 - np.sin(a))) for a in angles]
    else:
        end = [(radius, height - chamfer), (radius - chamfer, height)]
    lathe(b, body, [(radius, painted), *end], colour)
    lathe(b, body, [(radius + 0.0003, painted - 0.001), (radius + 0.0003, painted + 0.001)], shade(colour, 0.6))

    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("tip", body, (0.0, 0.0, 0.0))
    b.point("head", body, (0.0, 0.0, height - 0.001))
    b.axis("up", body, (0.0, 0.0, 1.0))
    grip = (0.0, 0.0, height - 0.032)
    for name, closing in (("across", (0.0, 1.0, 0.0)), ("along", (1.0, 0.0, 0.0))):
        b.grasp(name, body, grip, width=size["diameter"], closing=closing)
    shape = "rounded" if rounded else "chamfered"
    description = (
        f"a {colour_name} wooden peg with a {shape} head, {1000 * height:.0f} mm high and {2000 * radius:.1f} mm thick"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=0)


CATEGORY = Category(
    name="peg",
    summary="a round wooden peg standing on its end, to be put into a hole or through a ring",
    uses="a pin or dowel; a stick to insert into a hole; peg-in-hole assembly",
    articulated=False,
    noun="peg",
    affordances=("pick",),
    keypoints=("centre", "tip", "head"),
    build=build,
    palette=COLOURS,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
