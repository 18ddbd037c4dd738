"""A banana that lies on its flank, bent in the plane of the table."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.hulls import chain
from kpam.transforms import Array

SKINS: dict[str, Colour] = {"yellow": (0.95, 0.80, 0.18), "green": (0.62, 0.72, 0.22)}
TIP: Colour = (0.24, 0.18, 0.10)
CLEAR = 0.0018
"""Metres by which its pieces stay clear of the table, on three points."""
DENSITY = 960.0
"""kg / m^3: a banana just floats."""

PARAMETERS = {
    "length": Range(0.145, 0.195, "m", "regulation (EU) 1333/2011: at least 14 cm; YCB's banana 190 mm"),
    "thickness": Range(0.030, 0.037, "m", "regulation (EU) 1333/2011: grade at least 27 mm; YCB's banana 36 mm"),
    "ripeness": Range(0.90, 1.04, "1", "brightness of the skin"),
    "bend": Range(1.1, 1.6, "rad", "the angle between both ends of shop bananas: 60 to 90 degrees"),
}
VARIANTS = {"skin": tuple(SKINS)}

STATIONS = (
    (0.0, 0.22), (0.03, 0.26), (0.11, 0.32), (0.17, 0.58), (0.26, 0.88), (0.38, 0.99),
    (0.50, 1.0), (0.63, 0.99), (0.77, 0.90), (0.89, 0.66), (0.96, 0.30), (1.0, 0.22),
)  # fmt: skip
"""Shares of the length and of half the thickness, from the cut end of the stem to the blossom's end."""
RIDGES = (-0.90, -0.10, 0.75, 1.57, 2.55, np.pi + 0.90)
"""Angles in radians of the ridges that run along it, from outwards over up; the first and the last lie on the table."""


def build(instance: int) -> AssetModel:
    """Return the banana of a number."""
    rng = instance_rng("banana", instance)
    # Most are ripe.
    skin, colour = ("yellow", SKINS["yellow"]) if rng.random() < 0.5 else draw(rng, SKINS)
    size = draw_all(rng, PARAMETERS)
    length, half, bend = size["length"], size["thickness"] / 2, size["bend"]
    colour = shade(colour, size["ripeness"])
    side = int(rng.choice([-1, 1]))
    arc = length / bend
    # The middle of the arc lies at the origin, its hollow towards +y or -y.
    low = min(np.sin(angle) for angle in RIDGES)
    centres, sections = [], []
    for along, thick in STATIONS:
        angle = (along - 0.5) * bend
        outwards = np.array([np.sin(angle), -side * np.cos(angle), 0.0])
        rise = CLEAR - low * half * thick + 0.2 * half * max(0.0, 0.85 - thick)
        centre = arc * outwards + [0.0, side * arc, rise]
        centres.append(centre)
        sections.append(centre + _ring(outwards, thick * half))

    b = AssetBuilder("banana", instance, fixed_base=False, density=DENSITY)
    body = b.root()
    green = (0.66, 0.70, 0.24) if skin == "yellow" else shade(colour, 0.9)
    colours = [TIP, green, green, *[colour] * (len(STATIONS) - 6), shade(colour, 0.9), TIP]
    chain(b, body, sections, colours)
    # It lies on three points round its middle of mass: on many pieces at once it would not come to rest.
    x, y = 0.0266 * length, side * 0.147 * arc * (1 - np.cos(bend / 2))
    b.made_of(0.001)
    for dx, dy in ((0.018, 0.0), (-0.009, 0.005), (-0.009, -0.005)):
        b.sphere(body, (x + dx, y + dy, 0.0025), 0.0025, colour)

    middle = centres[len(centres) // 2]
    b.point("centre", body, middle)
    b.point("stem", body, centres[0])
    b.point("tip", body, centres[-1])
    b.axis("along", body, (1.0, 0.0, 0.0))
    # Between the outer ridge and the one across from it, at the height of the outer one.
    reach = _ring(np.array([0.0, -side, 0.0]), half)
    low_y, high_y = float(reach[:, 1].min()), float(reach[:, 1].max())
    grip = np.add(middle, (0.0, (low_y + high_y) / 2, half * np.sin(RIDGES[1])))
    b.grasp("across", body, grip, width=round(high_y - low_y, 4), closing=(0.0, -side, 0.0))
    ripe = "ripe yellow" if skin == "yellow" else "green"
    description = f"a {ripe} banana, {1000 * length:.0f} mm along its bend and {1000 * size['thickness']:.0f} mm thick"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=skin)


def _ring(outwards: Array, radius: float) -> Array:
    """Return a cross-section's corners (6, 3) about its centre."""
    angles = np.asarray(RIDGES)
    return radius * (np.outer(np.cos(angles), outwards) + np.outer(np.sin(angles), (0.0, 0.0, 1.0)))


CATEGORY = Category(
    name="banana",
    summary="a bent banana lying on its flank that can be picked up across its middle",
    uses="fruit; food to eat; a snack that monkeys like; something to peel",
    articulated=False,
    noun="banana",
    affordances=("pick",),
    keypoints=("centre", "stem", "tip"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
