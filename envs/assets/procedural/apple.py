"""An apple with a hollow round its stem."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.fruit import ROLLING_DAMPING, leaf, rod
from envs.assets.procedural.lathe import lathe, wedges

SKINS: dict[str, Colour] = {
    "red": (0.74, 0.08, 0.09),
    "green": (0.45, 0.68, 0.16),
    "yellow": (0.90, 0.76, 0.22),
}
DENSITY = 840.0
"""kg / m^3: an apple floats with about a sixth of it out of the water."""

PARAMETERS = {
    "diameter": Range(
        0.061,
        0.073,
        "m",
        "marketing standard (EU) 543/2011: at least 60 mm; YCB's apple 75 mm; the gripper opens 80 mm",
    ),
    "shape": Range(0.86, 0.96, "1", "height over diameter of common cultivars: 0.8 (Gala) to 1.0 (Red Delicious)"),
    "stem": Range(0.009, 0.014, "m", "stems of shop apples: 1 to 3 cm, most of it in the hollow"),
    "lean": Range(-0.5, 0.5, "rad", "measured by eye"),
}
VARIANTS = {"skin": tuple(SKINS), "leaf": ("without", "with")}

BODY = ((0.40, 0.0), (0.63, 0.05), (0.84, 0.21), (0.95, 0.40), (1.0, 0.58), (0.975, 0.72), (0.93, 0.79))
SHOULDER = (
    (0.05, 0.72),
    (0.955, 0.72),
    (0.93, 0.79),
    (0.83, 0.90),
    (0.69, 0.97),
    (0.54, 1.0),
    (0.38, 0.97),
    (0.05, 0.80),
)
"""Shares of the radius and of the height: the convex body, and the section of the ring on top of it."""


def build(instance: int) -> AssetModel:
    """Return the apple of a number."""
    rng = instance_rng("apple", instance)
    skin, colour = draw(rng, SKINS)
    leafy = bool(rng.integers(2))
    size = draw_all(rng, PARAMETERS)
    radius, height = size["diameter"] / 2, round(size["diameter"] * size["shape"], 4)
    turn = float(rng.uniform(-np.pi, np.pi))

    b = AssetBuilder("apple", instance, fixed_base=False, density=DENSITY)
    body = b.root()
    lathe(b, body, [(r * radius, z * height) for r, z in BODY], colour)
    shoulder = [(r * radius, z * height) for r, z in SHOULDER]
    blush = shade(colour, 0.93 if skin == "red" else 1.04)
    wedges(b, body, shoulder, (colour, blush), count=10)
    foot = np.array([0.0, 0.0, 0.78 * height])
    out = 0.6 * size["stem"] * np.sin(size["lean"])
    tip = np.array([out * np.cos(turn), out * np.sin(turn), height + 0.6 * size["stem"]])
    rod(b, body, foot, tip, (0.0013, 0.0018))
    if leafy:
        leaf(b, body, foot + 0.85 * (tip - foot), (np.cos(turn), np.sin(turn), 0.15), length=0.028, width=0.015)

    grip = (0.0, 0.0, 0.62 * height)
    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("stem", body, tip)
    b.axis("up", body, (0.0, 0.0, 1.0))
    for name, closing in (("across", (0.0, 1.0, 0.0)), ("along", (1.0, 0.0, 0.0))):
        b.grasp(name, body, grip, width=size["diameter"], closing=closing)
    description = (
        f"a {skin} apple, {1000 * size['diameter']:.0f} mm across, {'with a leaf' if leafy else 'with its stem'}"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=skin, rolling_damping=ROLLING_DAMPING)


CATEGORY = Category(
    name="apple",
    summary="an apple, a fruit that can be picked up and put into things",
    uses="fruit; food to eat; a healthy snack; something to put into a fruit bowl",
    articulated=False,
    noun="apple",
    affordances=("pick", "roll"),
    keypoints=("centre", "stem"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
