"""A pear that stands on its broad end."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import draw
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.fruit import ROLLING_DAMPING, leaf, rod
from envs.assets.procedural.lathe import lathe

SKINS: dict[str, Colour] = {
    "green": (0.58, 0.70, 0.20),
    "yellow": (0.88, 0.78, 0.28),
    "brown": (0.62, 0.46, 0.22),
    "red": (0.62, 0.16, 0.14),
}
DENSITY = 1000.0
"""kg / m^3: a pear neither floats nor sinks."""

PARAMETERS = {
    "diameter": Range(0.055, 0.068, "m", "UNECE standard FFV-51: at least 55 mm; YCB's pear 66.2 mm across"),
    "height": Range(0.085, 0.105, "m", "YCB's pear 100 mm high; a Williams 80 to 110 mm"),
    "neck": Range(0.49, 0.56, "1", "width of the neck over the diameter: Conference 0.45, Williams 0.55"),
    "stem": Range(0.012, 0.018, "m", "stems of shop pears: 1 to 3 cm"),
    "lean": Range(-0.35, 0.35, "rad", "measured by eye"),
}
VARIANTS = {"skin": tuple(SKINS), "leaf": ("without", "with")}

BELLY = ((0.42, 0.0), (0.68, 0.04), (0.88, 0.14), (0.98, 0.25), (1.0, 0.34), (0.95, 0.44), (0.82, 0.54))
"""Shares of the radius and of the height, up to where the neck begins."""


def build(instance: int) -> AssetModel:
    """Return the pear of a number."""
    rng = instance_rng("pear", instance)
    skin, colour = draw(rng, SKINS)
    leafy = bool(rng.integers(2))
    size = draw_all(rng, PARAMETERS)
    radius, height, neck = size["diameter"] / 2, size["height"], size["neck"]
    turn = float(rng.uniform(-np.pi, np.pi))

    b = AssetBuilder("pear", instance, fixed_base=False, density=DENSITY)
    body = b.root()
    lathe(b, body, [(r * radius, z * height) for r, z in BELLY], colour)
    upper = [(0.66, 0.645), (neck, 0.80), (neck - 0.10, 0.90), (neck - 0.24, 0.97), (0.11, 1.0)]
    for part in ([BELLY[-1], upper[0]], upper):
        lathe(b, body, [(r * radius, z * height) for r, z in part], colour)
    foot = np.array([0.0, 0.0, height - 0.002])
    lean = size["stem"] * np.sin(size["lean"])
    rise = size["stem"] * np.cos(size["lean"])
    tip = np.array([lean * np.cos(turn), lean * np.sin(turn), height - 0.002 + rise])
    rod(b, body, foot, tip, (0.0016, 0.0024))
    if leafy:
        leaf(b, body, foot + 0.4 * (tip - foot), (np.cos(turn), np.sin(turn), 0.1), length=0.030, width=0.016)

    # Held by the neck: the belly is too low for the palm.
    share = max(0.74, (tip[2] - 0.036) / height)
    grip = (0.0, 0.0, share * height)
    radii, heights = np.array(upper).T
    width = round(2 * radius * float(np.interp(share, heights, radii)), 4)
    b.point("centre", body, (0.0, 0.0, 0.4 * height))
    b.point("stem", body, tip)
    b.axis("up", body, (0.0, 0.0, 1.0))
    for name, closing in (("across", (0.0, 1.0, 0.0)), ("along", (1.0, 0.0, 0.0))):
        b.grasp(name, body, grip, width=width, closing=closing)
    description = f"a {skin} pear, {1000 * height:.0f} mm high{', with a leaf' if leafy else ''}"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=skin, rolling_damping=ROLLING_DAMPING)


CATEGORY = Category(
    name="pear",
    summary="a pear standing on its broad end that can be picked up by its neck",
    uses="fruit; food to eat; a snack",
    articulated=False,
    noun="pear",
    affordances=("pick",),
    keypoints=("centre", "stem"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
