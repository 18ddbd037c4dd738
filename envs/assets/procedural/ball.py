"""A ball that comes to rest when it rolls."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.balls import ball_model

COLOURS = {name: rgb for name, rgb in VIVID.items() if name != "brown"}

PARAMETERS = {
    "radius": Range(0.019, 0.032, "m", "toy, juggling and racquet balls of 38 to 64 mm; the gripper opens 80 mm"),
    "mass": Range(0.030, 0.090, "kg", "rubber and juggling balls of that size: 30 to 130 g"),
}
VARIANTS = {"colour": tuple(COLOURS)}


def build(instance: int) -> AssetModel:
    """Return the ball of a number."""
    rng = instance_rng("ball", instance)
    colour_name, colour = draw(rng, COLOURS)
    size = draw_all(rng, PARAMETERS)
    radius = size["radius"]

    b = AssetBuilder("ball", instance, fixed_base=False)
    body = b.root(mass=size["mass"])
    centre = (0.0, 0.0, radius)
    b.sphere(body, centre, radius, colour)
    description = f"a {colour_name} ball, {2000 * radius:.0f} mm across"
    return ball_model(b, body, centre, 2 * radius, description, CATEGORY.affordances, colour_name)


CATEGORY = Category(
    name="ball",
    summary="a small ball that can be picked up and put into things",
    uses="a toy ball; something to throw or roll; playing",
    articulated=False,
    noun="ball",
    affordances=("pick", "roll"),
    keypoints=("centre",),
    build=build,
    palette=COLOURS,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
