"""A lemon that lies on its side."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.fruit import ROLLING_DAMPING, leaf, rod
from envs.assets.procedural.lathe import lathe
from kpam.transforms import from_rotation

PEEL: Colour = (0.97, 0.84, 0.13)
DENSITY = 950.0
"""kg / m^3: a lemon just floats."""

PARAMETERS = {
    "diameter": Range(0.048, 0.060, "m", "UNECE standard FFV-14, size codes 4 to 6 (48 to 67 mm); YCB's lemon 54 mm"),
    "shape": Range(1.18, 1.32, "1", "length of the body over diameter; YCB's lemon with its tips is 68 mm long"),
    "nipple": Range(0.007, 0.011, "m", "the tip of Eureka and Lisbon lemons"),
    "ripeness": Range(0.93, 1.02, "1", "brightness of the peel"),
}
VARIANTS = {"leaf": ("without", "with")}

BODY = ((0.0, 0.34), (0.13, 0.60), (0.40, 0.885), (0.80, 1.0))
"""Shares of half the length and of the radius, from one end to the middle; the other half mirrors it."""


def build(instance: int) -> AssetModel:
    """Return the lemon of a number."""
    rng = instance_rng("lemon", instance)
    leafy = rng.random() < 0.4
    size = draw_all(rng, PARAMETERS)
    radius, half = size["diameter"] / 2, size["diameter"] * size["shape"] / 2
    r, g, blue = shade(PEEL, size["ripeness"])
    colour = (r, g, blue)

    b = AssetBuilder("lemon", instance, fixed_base=False, density=DENSITY)
    body = b.root()
    # The lathe's axis lies along +x; a flat side is underneath.
    T = from_rotation(np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]]), (0.0, 0.0, radius))
    profile = [(r * radius, (z - 1) * half) for z, r in BODY]
    # One mesh: a body that lies on two at once does not come to rest.
    lathe(b, body, [*profile, *[(r, -z) for r, z in reversed(profile)]], colour, sectors=16, T=T)
    for end in (-1, 1):
        wide, tip = 0.36 * radius, size["nipple"] * (1.0 if end > 0 else 0.55)
        x = end * 0.96 * half
        nub = [(wide, 0.0), (0.72 * wide, 0.65 * tip), (0.36 * wide, tip)]
        turn = T @ from_rotation(np.diag([1.0, end, end]), (0.0, 0.0, x))
        lathe(b, body, nub, shade(colour, 0.95), sectors=12, T=turn)
    end = -0.96 * half - 0.55 * size["nipple"]
    stem = (end - 0.0035, 0.0, radius)
    rod(b, body, (end + 0.001, 0.0, radius), stem, (0.0034, 0.0026), (0.40, 0.46, 0.18))
    if leafy:
        leaf(b, body, (end - 0.002, 0.0, radius), (-0.55, 0.65, 0.3), length=0.030, width=0.016)

    centre = (0.0, 0.0, radius)
    b.point("centre", body, centre)
    b.point("stem", body, stem)
    b.point("tip", body, (0.96 * half + size["nipple"], 0.0, radius))
    b.axis("along", body, (1.0, 0.0, 0.0))
    b.grasp("across", body, centre, width=size["diameter"], closing=(0.0, 1.0, 0.0))
    leaf_text = " with a leaf" if leafy else ""
    description = f"a yellow lemon{leaf_text}, {2000 * half:.0f} mm long and {1000 * size['diameter']:.0f} mm across"
    return b.build(description, affordances=CATEGORY.affordances, colour_name="yellow", rolling_damping=ROLLING_DAMPING)


CATEGORY = Category(
    name="lemon",
    summary="a yellow lemon lying on its side that can be picked up and put into things",
    uses="fruit; something sour; citrus for tea or juice",
    articulated=False,
    noun="lemon",
    affordances=("pick", "roll"),
    keypoints=("centre", "stem", "tip"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
