"""A food can with a coloured label, a rolled rim and a ring to open it."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import METAL, VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.lathe import lathe, wedges

BAND = 0.006
"""Height in metres of the bare metal above and below the label."""
LID = 0.0022
"""Metres from the rim down to the lid."""

PARAMETERS = {
    "radius": Range(0.026, 0.033, "m", "YCB's soup can 66 mm across; small cans 52 mm"),
    "height": Range(0.070, 0.110, "m", "YCB's soup can 101 mm high; small cans 70 mm"),
    "stripe": Range(0.15, 0.35, "1", "share of the height"),
    "mass": Range(0.12, 0.30, "kg", "YCB's soup can 349 g full; small cans from 140 g"),
}
VARIANTS = {"label": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the can of a number."""
    rng = instance_rng("can", instance)
    colour_name, colour = draw(rng, VIVID)
    stripe_name, stripe = draw(rng, {name: rgb for name, rgb in VIVID.items() if name != colour_name})
    size = draw_all(rng, PARAMETERS)
    radius, height = size["radius"], round(size["height"], 3)
    stripe_height = round(size["stripe"] * height, 3)

    b = AssetBuilder("can", instance, fixed_base=False)
    body = b.root(mass=size["mass"])
    steel = METAL["steel"]
    b.cylinder(body, (0.0, 0.0, (height - LID) / 2), radius - 0.0008, height - LID, steel, ALONG["z"])
    b.cylinder(body, (0.0, 0.0, height / 2), radius - 0.0003, height - 2 * BAND, colour, ALONG["z"])
    b.cylinder(body, (0.0, 0.0, height / 2), radius, stripe_height, stripe, ALONG["z"])
    rim, thin = radius - 0.0004, 0.0014
    # The lower one ends above the table: what stands on many edges at once does not come to rest.
    for low in (0.0012, height - 2 * thin):
        section = [(rim - thin, low), (rim - 0.0004, low), (rim, low + thin), (rim - 0.0004, low + 2 * thin)]
        wedges(b, body, [*section, (rim - thin, low + 2 * thin)], (shade(steel, 0.9),), count=12, steps=3)
    # The lid's step, the ring to pull and the rivet that holds it.
    lid = height - LID
    lathe(b, body, [(0.80 * radius, lid - 0.001), (0.78 * radius, lid + 0.0004)], shade(steel, 1.08))
    ring = np.array([0.30 * radius, 0.0])
    b.cylinder(body, (*ring, lid + 0.0007), 0.30 * radius, 0.0012, shade(steel, 0.75), ALONG["z"])
    b.cylinder(body, (*ring, lid + 0.0009), 0.17 * radius, 0.0012, shade(steel, 1.08), ALONG["z"])
    b.cylinder(body, (-0.06 * radius, 0.0, lid + 0.0009), 0.10 * radius, 0.0014, shade(steel, 0.6), ALONG["z"])
    b.surface("top", body, (0.0, 0.0, height), (1.4 * radius, 1.4 * radius))
    b.point("centre", body, (0.0, 0.0, height / 2))
    b.axis("up", body, (0.0, 0.0, 1.0))
    grip = (0.0, 0.0, max(height / 2, height - 0.026))
    b.grasp("across", body, grip, width=2 * radius, closing=(0.0, 1.0, 0.0), free_spin=True)
    description = (
        f"a {colour_name} can with a {stripe_name} stripe, {1000 * height:.0f} mm high and "
        f"{2000 * radius:.0f} mm across"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=0)


CATEGORY = Category(
    name="can",
    summary="a food can with a coloured label that can be picked up and stood on things",
    uses="a tin; preserved food, soup or beans in a tin; a drink can",
    articulated=False,
    noun="can",
    affordances=("pick", "stack", "support"),
    keypoints=("centre",),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
