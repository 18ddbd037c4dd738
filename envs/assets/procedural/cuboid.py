"""A toy brick: longer than it is wide, with rounded edges."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.hulls import bevelled

WOOD_DENSITY = 650.0
"""kg / m^3: beech."""

PARAMETERS = {
    "length": Range(0.064, 0.096, "m", "toy bricks 60 to 100 mm; two to three times the width"),
    "width": Range(0.028, 0.038, "m", "toy bricks 25 to 40 mm"),
    "height": Range(0.024, 0.036, "m", "toy bricks 20 to 40 mm; the fingers reach 9 mm below where they hold"),
    "bevel": Range(0.0015, 0.0030, "m", "measured on toy bricks"),
}
VARIANTS = {"colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the cuboid of a number."""
    rng = instance_rng("cuboid", instance)
    colour_name, colour = draw(rng, VIVID)
    size = draw_all(rng, PARAMETERS)
    length, width, height, bevel = size["length"], size["width"], size["height"], size["bevel"]

    b = AssetBuilder("cuboid", instance, fixed_base=False, density=WOOD_DENSITY)
    body = b.root()
    bevelled(b, body, (-length / 2, -width / 2, 0.0), (length / 2, width / 2, height), bevel, colour)
    b.surface("top", body, (0.0, 0.0, height), (length - 2 * bevel, width - 2 * bevel))
    b.point("centre", body, (0.0, 0.0, height / 2))
    for name, end in (("front", 1), ("back", -1)):
        b.point(f"end.{name}", body, (end * length / 2, 0.0, height / 2))
    b.axis("along", body, (1.0, 0.0, 0.0))
    b.axis("up", body, (0.0, 0.0, 1.0))
    b.grasp("across", body, (0.0, 0.0, max(height / 2, 0.014)), width=width, closing=(0.0, 1.0, 0.0))
    edges = f"{1000 * length:.0f} x {1000 * width:.0f} x {1000 * height:.0f} mm"
    return b.build(
        f"a {colour_name} cuboid, a toy brick of {edges}",
        affordances=CATEGORY.affordances,
        colour_name=colour_name,
        yaw_symmetry=2,
    )


CATEGORY = Category(
    name="cuboid",
    summary="a coloured toy brick, longer than wide, that can be picked up, stacked and laid in line",
    uses="a building brick; a toy to build walls or bridges; a domino",
    articulated=False,
    noun="cuboid",
    affordances=("pick", "stack", "support"),
    keypoints=("centre", "end.front", "end.back"),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
