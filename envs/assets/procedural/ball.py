"""A ball that comes to rest when it rolls."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw

ROLLING_DAMPING = 6.0
"""Per second. A rigid sphere on a rigid plane would roll for ever; felt, rubber and cork do not."""


def build(instance: int) -> AssetModel:
    """Return the ball of a number."""
    rng = instance_rng("ball", instance)
    colour_name, colour = draw(rng, {name: rgb for name, rgb in VIVID.items() if name != "brown"})
    radius = round(rng.uniform(0.019, 0.032), 4)

    b = AssetBuilder("ball", instance, fixed_base=False)
    body = b.root(mass=round(rng.uniform(0.03, 0.09), 3))
    centre = (0.0, 0.0, radius)
    b.sphere(body, centre, radius, colour)
    b.point("centre", body, centre)
    b.grasp("across", body, centre, width=2 * radius, closing=(0.0, 1.0, 0.0), free_spin=True)
    description = f"a {colour_name} ball, {2000 * radius:.0f} mm across"
    return b.build(
        description,
        affordances=CATEGORY.affordances,
        colour_name=colour_name,
        rolling_damping=ROLLING_DAMPING,
    )


CATEGORY = Category(
    name="ball",
    summary="a small ball that can be picked up and put into things",
    articulated=False,
    noun="ball",
    affordances=("pick", "roll"),
    keypoints=("centre",),
    build=build,
)
