"""A T-shaped block that goes into a kit, or is pushed to where it belongs."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw
from envs.assets.parameters import draw_all
from envs.assets.procedural.pieces import DENSITY, PIECE, grip_height

PARAMETERS = PIECE
VARIANTS = {"colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the tee of a number."""
    rng = instance_rng("tee", instance)
    colour_name, colour = draw(rng, VIVID)
    size = draw_all(rng, PARAMETERS)
    half, arm, height = size["length"] / 2, size["arm"], size["height"]

    # Its bar runs along y at the front, its stem from there along -x.
    b = AssetBuilder("tee", instance, fixed_base=False, density=DENSITY)
    body = b.root()
    b.block(body, (half - arm, -half, 0.0), (half, half, height), colour)
    b.block(body, (-half, -arm / 2, 0.0), (half - arm, arm / 2, height), colour)
    bar = half - arm / 2
    b.surface("top", body, (bar, 0.0, height), (arm, 2 * half))
    b.point("centre", body, (bar, 0.0, height / 2))
    b.point("foot", body, (-half, 0.0, height / 2))
    b.point("end.left", body, (bar, half, height / 2))
    b.point("end.right", body, (bar, -half, height / 2))
    b.axis("stem", body, (-1.0, 0.0, 0.0))
    b.axis("bar", body, (0.0, 1.0, 0.0))
    b.axis("up", body, (0.0, 0.0, 1.0))
    grip = grip_height(height)
    b.grasp("stem", body, (-arm / 2, 0.0, grip), width=arm, closing=(0.0, 1.0, 0.0))
    for name, side in (("left", 1), ("right", -1)):
        b.grasp(f"bar_{name}", body, (bar, side * (half - 0.0095), grip), width=arm, closing=(1.0, 0.0, 0.0))
    return b.build(
        f"a {colour_name} tee, a block like the letter T, {2000 * half:.1f} mm long, {1000 * height:.1f} mm high",
        affordances=CATEGORY.affordances,
        colour_name=colour_name,
    )


CATEGORY = Category(
    name="tee",
    summary="a T-shaped block that can be picked up by its stem, pushed, and put into a kit",
    uses="a toy piece shaped like the letter T; a part to insert or assemble; something to push into place",
    articulated=False,
    noun="tee",
    affordances=("pick", "support"),
    keypoints=("centre", "foot", "end.left", "end.right"),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
