"""An oval woven basket with a loop at each end."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.rods import arch, wire
from envs.assets.procedural.round_wall import ring

BASKETS = "oval bread and fruit baskets in shops: 22 x 16 to 30 x 22 cm, 7 to 11 cm high"
PARAMETERS = {
    "width": Range(0.150, 0.180, "m", BASKETS),
    "stretch": Range(1.20, 1.40, "1", BASKETS + ": length over width"),
    "height": Range(0.070, 0.095, "m", BASKETS),
    "foot": Range(0.82, 0.90, "1", "foot as a share of the rim: woven walls lean out a little"),
    "loop": Range(0.022, 0.030, "m", "height of the loops over the rim"),
    "mass": Range(0.06, 0.10, "kg", BASKETS + ": 60 to 250 g of seagrass, paper rope or willow"),
}
CANES: dict[str, Colour] = {
    "brown": (0.52, 0.34, 0.18),
    "beige": (0.80, 0.65, 0.42),
    "white": (0.88, 0.86, 0.80),
    "grey": (0.55, 0.54, 0.52),
    "honey": (0.78, 0.52, 0.22),
}
WALL, FLOOR, SEGMENTS = 0.007, 0.006, 12


def build(instance: int) -> AssetModel:
    """Return the basket of a number."""
    rng = instance_rng("basket", instance)
    p = draw_all(rng, PARAMETERS)
    colour_name, colour = draw(rng, CANES)
    band_name, band = draw(rng, {**{n: VIVID[n] for n in ("red", "blue", "green", "yellow", "white")}, "plain": colour})
    top, height, stretch = p["width"] / 2, p["height"], p["stretch"]
    foot = top * p["foot"]

    b = AssetBuilder("basket", instance, fixed_base=False)
    body = b.root(mass=p["mass"])

    def radius(z: float) -> float:
        # Upright where it is held: between level fingers a slanting wall would turn.
        return foot + (top - foot) * min(1.0, z / (0.61 * height))

    # Over and under: the dark wedges of one row stand under the light ones of the next, and a braid runs round the top.
    light, dark, braid = shade(colour, 1.08), shade(colour, 0.74), shade(colour, 0.6)
    rows = [(light, dark), (band, shade(band, 0.75)) if band_name != "plain" else (dark, light), (light, dark)]
    levels = [0.0, 0.31 * height, 0.61 * height, 0.91 * height, height]
    for (low, high), (first, second) in zip(pairwise(levels), [*rows, (braid, shade(braid, 1.2))], strict=True):
        proud = 0.0015 if high == height else 0.0
        ring(
            b, body, lower=low, upper=high, radius_lower=radius(low) + proud, radius_upper=radius(high) + proud,
            thickness=WALL + 2 * proud, colour=first, other=second, segments=SEGMENTS, stretch=stretch,
        )  # fmt: skip
    rim = top - WALL / 2
    # The floor is oval: three round plates beside one another.
    for side in (-1, 0, 1):
        plate = foot - WALL / 2 - (0.0 if side == 0 else 0.003)
        b.cylinder(body, (side * foot * (stretch - 1), 0.0, FLOOR / 2), plate, FLOOR, shade(colour, 0.8), ALONG["z"])
    for name, end in (("front", 1), ("back", -1)):
        at = np.array([end * stretch * rim, 0.0, height])
        loop = arch(at, (0.0, 0.030, 0.0), (end * 0.004, 0.0, p["loop"]), 7)
        wire(b, body, loop, 0.005, braid)
        hold = (loop[3] + loop[4]) / 2
        b.point(f"handle_{name}.centre", body, hold)
    for name, side in (("left", 1), ("right", -1)):
        at = (0.0, side * (radius(height - 0.016) - WALL / 2), height - 0.016)
        b.grasp(f"rim_{name}", body, at, width=WALL, closing=(0.0, 1.0, 0.0))
    inside = 0.70 * (foot - WALL)
    b.volume("interior", body, (-stretch * inside, -inside, FLOOR), (stretch * inside, inside, height))
    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("rim", body, (0.0, rim, height))
    length = 2 * stretch * top
    ribbon = "" if band_name == "plain" else f" and a {band_name} row"
    description = (
        f"a {colour_name} woven basket, {100 * length:.0f} x {200 * top:.0f} cm and {1000 * height:.0f} mm high, "
        f"with two loops{ribbon}"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=2)


CATEGORY = Category(
    name="basket",
    summary="an oval woven basket with two loops, into which things can be put from above",
    uses="carrying fruit, bread or laundry; gathering; a woven container for a picnic",
    articulated=False,
    noun="basket",
    affordances=("pick", "contain"),
    keypoints=("centre", "rim", "handle_front.centre", "handle_back.centre"),
    build=build,
    parameters=PARAMETERS,
)
