"""A round plate with a raised rim."""

from __future__ import annotations

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw, shade
from envs.assets.procedural.round_wall import rim_grasps, ring

FLOOR = 0.006


def build(instance: int) -> AssetModel:
    """Return the plate of a number."""
    rng = instance_rng("plate", instance)
    colour_name, colour = draw(rng, VIVID)
    top = round(rng.uniform(0.085, 0.105), 3)
    # A steep rim: between level fingers a slanting one turns.
    flat = round(top - rng.uniform(0.005, 0.007), 3)
    height = round(rng.uniform(0.024, 0.028), 3)
    wall = 0.006
    centre_colour = shade(colour, rng.choice([0.75, 1.2]))

    b = AssetBuilder("plate", instance, fixed_base=False)
    body = b.root(mass=round(rng.uniform(0.07, 0.11), 3))
    b.cylinder(body, (0.0, 0.0, FLOOR / 2), flat, FLOOR, centre_colour, ALONG["z"])
    ring(
        b, body, lower=0.002, upper=height, radius_lower=flat + 0.003, radius_upper=top, thickness=wall,
        colour=colour, segments=24,
    )  # fmt: skip
    side = 1.2 * flat
    b.surface("top", body, (0.0, 0.0, FLOOR), (side, side))
    b.point("centre", body, (0.0, 0.0, FLOOR))
    grip = 0.018
    radius = flat + 0.003 + (top - flat - 0.003) * (grip - 0.002) / (height - 0.002) - wall / 2
    rim_grasps(b, body, radius=radius, height=grip, thickness=wall)
    description = f"a {colour_name} plate, {200 * top:.0f} cm across"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="plate",
    summary="a round plate with a raised rim on which small things can be put, held by its rim",
    articulated=False,
    noun="plate",
    affordances=("pick", "support"),
    keypoints=("centre",),
    build=build,
)
