"""An orange with its green button on top."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.fruit import ROLLING_DAMPING, leaf, rod
from envs.assets.procedural.lathe import ellipse, lathe
from kpam.transforms import from_rotation

PEEL: Colour = (0.96, 0.52, 0.06)
BUTTON: Colour = (0.33, 0.44, 0.16)
DENSITY = 930.0
"""kg / m^3: with its peel on, an orange floats."""

PARAMETERS = {
    "diameter": Range(0.062, 0.074, "m", "UNECE standard FFV-14, size codes 8 to 10 (60 to 73 mm); YCB's orange 73 mm"),
    "shape": Range(0.93, 1.0, "1", "height over diameter of navel and Valencia oranges: 0.9 to 1.05"),
    "ripeness": Range(0.86, 1.04, "1", "brightness of the peel, from a blood orange's to a Navel's"),
}
VARIANTS = {"leaf": ("without", "with")}


def build(instance: int) -> AssetModel:
    """Return the orange of a number."""
    rng = instance_rng("orange", instance)
    leaves = int(rng.integers(3))
    size = draw_all(rng, PARAMETERS)
    radius, half = size["diameter"] / 2, size["diameter"] * size["shape"] / 2
    turn = float(rng.uniform(-np.pi, np.pi))
    r, g, _ = shade(PEEL, size["ripeness"])
    colour = (r, g * size["ripeness"], PEEL[2])

    b = AssetBuilder("orange", instance, fixed_base=False, density=DENSITY)
    body = b.root()
    flat = 0.22
    low = float(np.sqrt(1 - flat**2))
    T = from_rotation(np.eye(3), (0.0, 0.0, low * half))
    lathe(b, body, ellipse(radius, half, rings=10, low=-low, high=low), colour, T=T)
    top = 2 * low * half
    # The hollow of the button is a darker disc; its five sepals make a star.
    lathe(b, body, [(0.009, top - 0.0006), (0.0085, top + 0.0002)], shade(colour, 0.85))
    for index in range(5):
        angle = turn + 2 * np.pi * index / 5
        far = (0.0065 * np.cos(angle), 0.0065 * np.sin(angle), top + 0.0006)
        rod(b, body, (0.0, 0.0, top + 0.0008), far, (0.0026, 0.0009), BUTTON)
    rod(b, body, (0.0, 0.0, top), (0.0, 0.0, top + 0.003), (0.0022, 0.0018), shade(BUTTON, 0.7))
    for index in range(leaves):
        angle = turn + 2.2 * index
        leaf(
            b, body, (0.0, 0.0, top + 0.0012), (np.cos(angle), np.sin(angle), 0.0),
            length=0.034 - 0.004 * index, width=0.017,
        )  # fmt: skip

    grip = (0.0, 0.0, max(low * half, top + 0.008 - 0.037))
    b.point("centre", body, (0.0, 0.0, low * half))
    b.point("stem", body, (0.0, 0.0, top + 0.003))
    b.axis("up", body, (0.0, 0.0, 1.0))
    for name, closing in (("across", (0.0, 1.0, 0.0)), ("along", (1.0, 0.0, 0.0))):
        b.grasp(name, body, grip, width=size["diameter"], closing=closing)
    leafy = ("", " with a leaf", " with two leaves")[leaves]
    description = f"an orange{leafy}, {1000 * size['diameter']:.0f} mm across"
    return b.build(description, affordances=CATEGORY.affordances, colour_name="orange", rolling_damping=ROLLING_DAMPING)


CATEGORY = Category(
    name="orange",
    summary="an orange, a round fruit that can be picked up and put into things",
    uses="fruit; citrus; food to eat; something to squeeze for juice",
    articulated=False,
    noun="orange",
    affordances=("pick", "roll"),
    keypoints=("centre", "stem"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
