"""Three sides of a square drawn on the table: a rope is laid where the fourth is missing."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw
from envs.assets.parameters import Range, draw_all

HEIGHT = 0.0010

PARAMETERS = {
    "edge": Range(0.19, 0.23, "m", "GenSim's squares are 15 to 20 cm; what a rope of nine beads or more spans"),
    "stroke": Range(0.008, 0.014, "m", "marking tape: 9 to 25 mm"),
}
VARIANTS = {"colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the open square of a number."""
    rng = instance_rng("open_square", instance)
    colour_name, colour = draw(rng, VIVID)
    size = draw_all(rng, PARAMETERS)
    half, stroke = size["edge"] / 2, size["stroke"]
    inner, outer = half - stroke / 2, half + stroke / 2

    # The side towards +x is missing: the front is open.
    b = AssetBuilder("open_square", instance, fixed_base=True)
    body = b.root()
    b.block(body, (-outer, -outer, 0.0), (-inner, outer, HEIGHT), colour)
    for low, high in ((-outer, -inner), (inner, outer)):
        b.block(body, (-inner, low, 0.0), (half, high, HEIGHT), colour)
    b.surface("back", body, (-half, 0.0, HEIGHT), (stroke, 2 * outer))
    b.point("centre", body, (0.0, 0.0, 0.0))
    b.point("open.left", body, (half, half, HEIGHT))
    b.point("open.right", body, (half, -half, HEIGHT))
    b.axis("open", body, (1.0, 0.0, 0.0))
    b.axis("along", body, (0.0, 1.0, 0.0))
    description = f"a {colour_name} square on the table whose front side is missing, {200 * half:.0f} cm wide"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="open_square",
    summary="three sides of a square drawn on the table, the fourth of which a rope can close",
    uses="a figure to complete; an outline or a pen with an open side; a mark to lay a rope along",
    articulated=False,
    noun="open square",
    affordances=("support",),
    keypoints=("centre", "open.left", "open.right"),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
