"""An open bin with four walls."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range

WALL = 0.007
FLOOR = 0.006

PARAMETERS = {
    "width": Range(
        0.15, 0.20, "m", "drawer and desk organisers: 15 to 30 cm; what leaves room on a table of 0.85 m reach"
    ),
    "depth": Range(0.12, 0.16, "m", "the same, for those that are not square"),
    "height": Range(0.055, 0.085, "m", "drawer and desk organisers: 5 to 10 cm"),
    "mass": Range(0.25, 0.35, "kg", "polypropylene of 905 kg / m^3 in these walls: 0.17 to 0.4 kg"),
}
VARIANTS = {"footprint": ("square", "oblong"), "rim": ("plain", "rolled"), "colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the bin of a number."""
    rng = instance_rng("bin", instance)
    colour_name, colour = draw(rng, VIVID)
    width = round(PARAMETERS["width"].draw(rng), 3)
    depth = width if rng.random() < 0.4 else round(PARAMETERS["depth"].draw(rng), 3)
    height = round(PARAMETERS["height"].draw(rng), 3)
    rim = bool(rng.integers(2))

    b = AssetBuilder("bin", instance, fixed_base=False)
    body = b.root(mass=PARAMETERS["mass"].draw(rng))
    x, y = depth / 2, width / 2
    b.block(body, (-x, -y, 0.0), (x, y, FLOOR), shade(colour, 0.75))
    wall = height - FLOOR
    for side in (-1, 1):
        b.box(body, (0.0, side * (y - WALL / 2), FLOOR + wall / 2), (depth, WALL, wall), colour)
        b.box(body, (side * (x - WALL / 2), 0.0, FLOOR + wall / 2), (WALL, width - 2 * WALL, wall), shade(colour, 0.92))
        if rim:
            b.box(body, (0.0, side * (y - WALL / 2), height), (depth + 0.001, WALL + 0.001, 0.006), shade(colour, 0.6))
            b.box(body, (side * (x - WALL / 2), 0.0, height), (WALL + 0.001, width, 0.006), shade(colour, 0.6))
    b.volume("interior", body, (-x + WALL, -y + WALL, FLOOR), (x - WALL, y - WALL, height))
    b.point("centre", body, (0.0, 0.0, height / 2))
    grip = height - 0.016
    for name, at, closing in (
        ("front", (x - WALL / 2, 0.0, grip), (1.0, 0.0, 0.0)),
        ("back", (-x + WALL / 2, 0.0, grip), (1.0, 0.0, 0.0)),
        ("left", (0.0, y - WALL / 2, grip), (0.0, 1.0, 0.0)),
        ("right", (0.0, -y + WALL / 2, grip), (0.0, 1.0, 0.0)),
    ):
        b.grasp(f"wall_{name}", body, at, width=WALL, closing=closing)
    description = f"a {colour_name} open bin, {100 * width:.0f} x {100 * depth:.0f} cm and {1000 * height:.0f} mm high"
    return b.build(
        description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=4 if depth == width else 2
    )


CATEGORY = Category(
    name="bin",
    summary="an open bin with four walls into which things can be put from above",
    uses="an open container or tub; sorting and collecting things; a storage crate without a lid",
    articulated=False,
    noun="bin",
    affordances=("pick", "contain"),
    keypoints=("centre",),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
