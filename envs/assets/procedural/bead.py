"""A wooden bead: many of them in a row make a rope."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.balls import ball_model

DENSITY = 650.0
"""kg / m^3: beech."""

PARAMETERS = {
    "share": Range(0.85, 1.15, "1", "density over that of beech: lime 0.8, maple and oak 1.1"),
    "diameter": Range(0.0180, 0.0236, "m", "wooden beads of 18 to 24 mm; the fingers reach 9 mm below where they hold"),
}
VARIANTS = {"colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the bead of a number."""
    rng = instance_rng("bead", instance)
    colour_name, colour = draw(rng, VIVID)
    size = draw_all(rng, PARAMETERS)
    radius = size["diameter"] / 2

    b = AssetBuilder("bead", instance, fixed_base=False, density=DENSITY * size["share"])
    body = b.root()
    centre = (0.0, 0.0, radius)
    b.sphere(body, centre, radius, colour)
    description = f"a {colour_name} wooden bead, {2000 * radius:.1f} mm across"
    return ball_model(b, body, centre, 2 * radius, description, CATEGORY.affordances, colour_name)


CATEGORY = Category(
    name="bead",
    summary="a small wooden bead, of which many in a row make a rope or a chain",
    uses="a link of a rope, a string or a necklace; threading",
    articulated=False,
    noun="bead",
    affordances=("pick", "roll"),
    keypoints=("centre",),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
