"""A flat marker on the table: a corner against which a box is aligned."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw
from envs.assets.parameters import Range, draw_all

SHEET, STRIPE = 0.0010, 0.0016
"""Heights in metres of the sheet and of the stripes along two of its sides."""

PARAMETERS = {
    "length": Range(0.08, 0.14, "m", "floor marking corners are 5 to 15 cm long; a box's short side on the table"),
    "stripe": Range(0.010, 0.018, "m", "marking tape: 9 to 25 mm"),
}
VARIANTS = {"colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the corner of a number."""
    rng = instance_rng("corner", instance)
    colour_name, colour = draw(rng, VIVID)
    size = draw_all(rng, PARAMETERS)
    half, stripe = size["length"] / 2, size["stripe"]

    # The corner lies at -x and -y; a box lies within it, towards +x and +y.
    b = AssetBuilder("corner", instance, fixed_base=True)
    body = b.root()
    r, g, blue = (0.55 + 0.4 * channel for channel in colour)
    inner = -half + stripe
    within = inner + 0.7 * (half - inner)
    b.block(body, (inner, inner, 0.0), (within, within, SHEET), (r, g, blue))
    b.block(body, (-half, -half, 0.0), (half, inner, STRIPE), colour)
    b.block(body, (-half, inner, 0.0), (inner, half, STRIPE), colour)
    middle = (inner + within) / 2
    b.surface("top", body, (middle, middle, SHEET), (within - inner, within - inner))
    b.point("centre", body, (middle, middle, SHEET))
    b.point("corner", body, (inner, inner, SHEET))
    b.axis("side.x", body, (1.0, 0.0, 0.0))
    b.axis("side.y", body, (0.0, 1.0, 0.0))
    description = f"a {colour_name} corner marker on the table, {1000 * 2 * half:.0f} mm long"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="corner",
    summary="a flat corner marked on the table, against which a box is aligned",
    uses="a mark to align a box against; a right angle drawn on the table; positioning",
    articulated=False,
    noun="corner marker",
    affordances=("support",),
    keypoints=("centre", "corner"),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
