"""An L-shaped block that goes into a kit or a corner fixture."""

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
    """Return the ell of a number."""
    rng = instance_rng("ell", instance)
    colour_name, colour = draw(rng, VIVID)
    size = draw_all(rng, PARAMETERS)
    half, arm, height = size["length"] / 2, size["arm"], size["height"]

    # Its corner lies at -x and -y, its arms run along +x and +y.
    b = AssetBuilder("ell", instance, fixed_base=False, density=DENSITY)
    body = b.root()
    b.block(body, (-half, -half, 0.0), (half, -half + arm, height), colour)
    b.block(body, (-half, -half + arm, 0.0), (-half + arm, half, height), colour)
    middle = -half + arm / 2
    b.surface("top", body, (0.0, middle, height), (2 * half, arm))
    b.point("centre", body, (middle, middle, height / 2))
    b.point("corner", body, (-half, -half, height / 2))
    b.point("end.x", body, (half, middle, height / 2))
    b.point("end.y", body, (middle, half, height / 2))
    b.axis("arm.x", body, (1.0, 0.0, 0.0))
    b.axis("arm.y", body, (0.0, 1.0, 0.0))
    b.axis("up", body, (0.0, 0.0, 1.0))
    grip = grip_height(height)
    b.grasp("arm_x", body, (arm / 2, middle, grip), width=arm, closing=(0.0, 1.0, 0.0))
    b.grasp("arm_y", body, (middle, arm / 2, grip), width=arm, closing=(1.0, 0.0, 0.0))
    return b.build(
        f"a {colour_name} ell, a block like the letter L, {2000 * half:.1f} mm long, {1000 * height:.1f} mm high",
        affordances=CATEGORY.affordances,
        colour_name=colour_name,
    )


CATEGORY = Category(
    name="ell",
    summary="an L-shaped block that can be picked up by either arm and put into a kit or a fixture",
    uses="a toy piece shaped like the letter L; a part to insert or assemble; a corner piece",
    articulated=False,
    noun="ell",
    affordances=("pick", "support"),
    keypoints=("centre", "corner", "end.x", "end.y"),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
