"""A wooden block: a cube or a cuboid."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw
from envs.assets.parameters import Range, draw_all

WOOD_DENSITY = 650.0
"""kg / m^3: beech."""

PARAMETERS = {
    "short": Range(0.034, 0.046, "m", "GenSim's blocks 40 mm; toy blocks 25 to 50 mm"),
    "ratio": Range(1.4, 1.9, "1", "length over width of a cuboid: toy bricks are up to twice as long as wide"),
    "height": Range(0.032, 0.044, "m", "a cuboid's; a cube is as high as it is wide"),
}
VARIANTS = {"shape": ("cube", "cuboid"), "colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the block of a number."""
    rng = instance_rng("block", instance)
    colour_name, colour = draw(rng, VIVID)
    cube = rng.random() < 0.6
    size = draw_all(rng, PARAMETERS)
    short = round(size["short"], 3)
    long = short if cube else round(short * size["ratio"], 3)
    height = short if cube else round(size["height"], 3)

    b = AssetBuilder("block", instance, fixed_base=False, density=WOOD_DENSITY)
    body = b.root()
    b.box(body, (0.0, 0.0, height / 2), (long, short, height), colour)
    b.surface("top", body, (0.0, 0.0, height), (long, short))
    centre = (0.0, 0.0, max(height / 2, 0.017))
    b.point("centre", body, centre)
    b.grasp("across", body, centre, width=short, closing=(0.0, 1.0, 0.0))
    if long <= 0.06:
        b.grasp("along", body, centre, width=long, closing=(1.0, 0.0, 0.0))
    edges = f"{1000 * long:.0f} x {1000 * short:.0f} x {1000 * height:.0f} mm"
    shape = f"a cube of {1000 * short:.0f} mm" if cube else f"a cuboid of {edges}"
    description = f"a {colour_name} wooden block, {shape}"
    return b.build(
        description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=4 if cube else 2
    )


CATEGORY = Category(
    name="block",
    summary="a coloured wooden block, a cube or a cuboid, that can be picked up and stacked",
    uses="a building block; a toy of wood; something to stack, build or sort by colour",
    articulated=False,
    noun="block",
    affordances=("pick", "stack", "support"),
    keypoints=("centre",),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
