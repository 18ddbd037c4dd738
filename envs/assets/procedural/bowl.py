"""A round bowl with a flat foot."""

from __future__ import annotations

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw, shade
from envs.assets.procedural.round_wall import rim_grasps, ring

FLOOR = 0.006


def build(instance: int) -> AssetModel:
    """Return the bowl of a number."""
    rng = instance_rng("bowl", instance)
    colour_name, colour = draw(rng, VIVID)
    height = round(rng.uniform(0.045, 0.065), 3)
    top = round(rng.uniform(0.060, 0.078), 3)
    # A steep wall: between level fingers a slanting one turns.
    middle = round(top * rng.uniform(0.93, 0.97), 3)
    foot = round(top * rng.uniform(0.55, 0.65), 3)
    wall = round(rng.uniform(0.006, 0.008), 3)

    b = AssetBuilder("bowl", instance, fixed_base=False)
    body = b.root(mass=round(1.5 * top * rng.uniform(0.9, 1.1), 3))
    knee = round(0.4 * height, 3)
    b.cylinder(body, (0.0, 0.0, FLOOR / 2), foot, FLOOR, shade(colour, 0.85), ALONG["z"])
    ring(
        b, body, lower=0.002, upper=knee, radius_lower=foot + 0.002, radius_upper=middle, thickness=wall + 0.004,
        colour=colour,
    )  # fmt: skip
    ring(b, body, lower=knee, upper=height, radius_lower=middle, radius_upper=top, thickness=wall, colour=colour)
    reach = foot * 0.7071
    b.volume("interior", body, (-reach, -reach, FLOOR), (reach, reach, height))
    b.point("centre", body, (0.0, 0.0, height / 2))
    grip = height - 0.014
    radius = middle + (top - middle) * (grip - knee) / (height - knee) - wall / 2
    rim_grasps(b, body, radius=radius, height=grip, thickness=wall)
    description = f"a {colour_name} bowl, {200 * top:.0f} cm across and {1000 * height:.0f} mm high"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="bowl",
    summary="a round open bowl that holds small things and can be picked up by its rim",
    articulated=False,
    noun="bowl",
    affordances=("pick", "contain"),
    keypoints=("centre",),
    build=build,
)
