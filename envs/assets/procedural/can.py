"""A food can with a coloured label."""

from __future__ import annotations

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import METAL, VIVID, draw

BAND = 0.006
"""Height in metres of the bare metal above and below the label."""


def build(instance: int) -> AssetModel:
    """Return the can of a number."""
    rng = instance_rng("can", instance)
    colour_name, colour = draw(rng, VIVID)
    stripe_name, stripe = draw(rng, {name: rgb for name, rgb in VIVID.items() if name != colour_name})
    radius = round(rng.uniform(0.026, 0.033), 4)
    height = round(rng.uniform(0.07, 0.11), 3)
    stripe_height = round(rng.uniform(0.15, 0.35) * height, 3)

    b = AssetBuilder("can", instance, fixed_base=False)
    body = b.root(mass=round(rng.uniform(0.12, 0.30), 3))
    b.cylinder(body, (0.0, 0.0, height / 2), radius - 0.0008, height, METAL["steel"], ALONG["z"])
    b.cylinder(body, (0.0, 0.0, height / 2), radius - 0.0003, height - 2 * BAND, colour, ALONG["z"])
    b.cylinder(body, (0.0, 0.0, height / 2), radius, stripe_height, stripe, ALONG["z"])
    b.surface("top", body, (0.0, 0.0, height), (1.4 * radius, 1.4 * radius))
    b.point("centre", body, (0.0, 0.0, height / 2))
    grip = (0.0, 0.0, max(height / 2, height - 0.026))
    b.grasp("across", body, grip, width=2 * radius, closing=(0.0, 1.0, 0.0), free_spin=True)
    description = (
        f"a {colour_name} can with a {stripe_name} stripe, {1000 * height:.0f} mm high and "
        f"{2000 * radius:.0f} mm across"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="can",
    summary="a food can with a coloured label that can be picked up and stood on things",
    articulated=False,
    noun="can",
    affordances=("pick", "stack", "support"),
    keypoints=("centre",),
    build=build,
)
