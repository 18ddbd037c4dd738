"""A flat coloured square on the table, where things are to be put or swept."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.hulls import solid

SHEET = 0.0010
"""Height in metres of the square. The frame round it slopes from there to the table: at a step, what is pushed jams."""

PARAMETERS = {
    "edge": Range(0.12, 0.18, "m", "GenSim's zones are 12 to 15 cm; so that a plate or four blocks find room"),
    "frame": Range(0.006, 0.010, "m", "marking tape: 6 to 12 mm"),
}
VARIANTS = {"colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the zone of a number."""
    rng = instance_rng("zone", instance)
    colour_name, colour = draw(rng, VIVID)
    size = draw_all(rng, PARAMETERS)
    half, frame = size["edge"] / 2, size["frame"]
    inner = half - frame

    b = AssetBuilder("zone", instance, fixed_base=True)
    body = b.root()
    r, g, blue = (0.25 + 0.65 * channel for channel in colour)
    b.block(body, (-inner, -inner, 0.0), (inner, inner, SHEET), (r, g, blue))
    outer, upper = [(-half, -half), (half, -half)], [(inner, -inner), (-inner, -inner)]
    for cos, sin in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        rim = [(x, y, 0.0) for x, y in (*outer, *upper)] + [(x, y, SHEET) for x, y in upper]
        solid(b, body, [(cos * x - sin * y, sin * x + cos * y, z) for x, y, z in rim], colour)
    b.surface("top", body, (0.0, 0.0, SHEET), (2 * inner, 2 * inner))
    b.point("centre", body, (0.0, 0.0, SHEET))
    b.axis("side.x", body, (1.0, 0.0, 0.0))
    b.axis("side.y", body, (0.0, 1.0, 0.0))
    description = f"a {colour_name} square zone on the table, {1000 * size['edge']:.0f} mm wide"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=4)


CATEGORY = Category(
    name="zone",
    summary="a flat coloured square on the table, where things are to be put or swept",
    uses="an area or goal on the table; a marked target region to bring things to; sorting",
    articulated=False,
    noun="zone",
    affordances=("support",),
    keypoints=("centre",),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
