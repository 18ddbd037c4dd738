"""A mug with a handle, held round its body."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw, shade
from envs.assets.procedural.round_wall import ring

FLOOR = 0.006


def build(instance: int) -> AssetModel:
    """Return the mug of a number."""
    rng = instance_rng("mug", instance)
    colour_name, colour = draw(rng, VIVID)
    radius = round(rng.uniform(0.029, 0.034), 4)
    foot = round(radius * rng.uniform(0.85, 1.0), 4)
    height = round(rng.uniform(0.075, 0.095), 3)
    wall = round(rng.uniform(0.004, 0.005), 4)
    angular = bool(rng.integers(2))
    handle_height = round(rng.uniform(0.45, 0.6) * height, 3)
    reach = round(rng.uniform(0.020, 0.026), 3)
    stripe = bool(rng.integers(2))

    b = AssetBuilder("mug", instance, fixed_base=False)
    body = b.root(mass=round(rng.uniform(0.14, 0.22), 3))
    b.cylinder(body, (0.0, 0.0, FLOOR / 2), foot - 0.001, FLOOR, shade(colour, 0.9), ALONG["z"])
    middle = 0.55 * height
    low_colour = shade(colour, 0.7) if stripe else colour
    b_middle = foot + (radius - foot) * (middle - 0.002) / (height - 0.002)
    ring(
        b, body, lower=0.002, upper=middle, radius_lower=foot, radius_upper=b_middle, thickness=wall, colour=low_colour
    )
    ring(b, body, lower=middle, upper=height, radius_lower=b_middle, radius_upper=radius, thickness=wall, colour=colour)

    z = 0.52 * height
    inner, bar = min(foot, b_middle) - 0.002, 0.008
    for end in (-1, 1):
        b.block(
            body,
            (inner, -0.005, z + end * handle_height / 2 - bar / 2),
            (radius + reach - (0.0 if angular else 0.006), 0.005, z + end * handle_height / 2 + bar / 2),
            colour,
        )
    upright = handle_height + (bar if angular else -0.006)
    b.box(body, (radius + reach - bar / 2, 0.0, z), (bar, 0.010, upright), colour)
    if not angular:
        for end in (-1, 1):
            at = (radius + reach - 0.0065, 0.0, z + end * (handle_height / 2 - 0.0035))
            turn = (float(np.cos(np.pi / 8)), 0.0, float(end * np.sin(np.pi / 8)), 0.0)
            b.box(body, at, (0.014, 0.010, bar), colour, turn)

    hole = (foot - wall) * 0.7071
    b.volume("interior", body, (-hole, -hole, FLOOR), (hole, hole, height))
    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("handle.centre", body, (radius + reach - bar / 2, 0.0, z))
    b.axis("handle.axis", body, (0.0, 0.0, 1.0))
    grip = height - 0.020
    for name, degrees in (("across", 90.0), ("left", 45.0), ("right", 135.0)):
        closing = (np.cos(np.radians(degrees)), np.sin(np.radians(degrees)), 0.0)
        b.grasp(f"body_{name}", body, (0.0, 0.0, grip), width=round(2 * radius, 4), closing=closing)
    description = f"a {colour_name} mug, {1000 * height:.0f} mm high and {2000 * radius:.0f} mm across, with a handle"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="mug",
    summary="a mug with a handle that can be picked up and carried upright",
    articulated=False,
    noun="mug",
    affordances=("pick",),
    keypoints=("centre", "handle.centre"),
    build=build,
)
