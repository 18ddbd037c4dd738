"""A stand: a foot, a column, and a top with a low rim on which things are shown."""

from __future__ import annotations

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.round_wall import ring
from envs.assets.procedural.solids import lathe

STANDS = "cake and display stands in shops: tops 15 to 25 cm, 9 to 15 cm high"
PARAMETERS = {
    "top": Range(0.075, 0.095, "m", STANDS + ", half their width"),
    "height": Range(0.105, 0.135, "m", STANDS),
    "column": Range(0.011, 0.015, "m", "radius of turned columns: what the gripper holds well"),
    "foot": Range(0.058, 0.068, "m", STANDS + ", feet 11 to 14 cm across"),
    "mass": Range(0.35, 0.55, "kg", STANDS + ": wood and tin 350 to 600 g, glass and china more"),
}
VARIANTS = {"top": ("round", "square")}
FINISHES: dict[str, Colour] = {
    "wooden": (0.66, 0.46, 0.27),
    "brass": METAL["brass"],
    **{name: VIVID[name] for name in ("white", "black", "red", "blue", "green", "pink")},
}
PLATE, RIM, WALL = 0.008, 0.010, 0.005
"""Thickness of the top, height of its rim over it, thickness of the rim, metres."""
GRIP = 0.049
"""Height in metres at which a level hand takes the column: 64 mm thick, it fits between table and top."""


def build(instance: int) -> AssetModel:
    """Return the stand of a number."""
    rng = instance_rng("stand", instance)
    p = draw_all(rng, PARAMETERS)
    rounded = choose(rng, VARIANTS)["top"] == "round"
    colour_name, colour = draw(rng, FINISHES)
    top, column, foot = p["top"], p["column"], p["foot"]
    level = p["height"] - RIM
    under = level - PLATE

    b = AssetBuilder("stand", instance, fixed_base=False)
    body = b.root(mass=p["mass"])
    # A turned foot and column, heavier than the top, so that it stands firmly.
    b.made_of(2.0)
    profile = [(0.0, foot), (0.006, foot), (0.012, 0.7 * foot), (0.022, 1.25 * column), (0.028, column)]
    lathe(b, body, (0.0, 0.0, 0.0), (0.0, 0.0, 1.0), profile, [shade(colour, 0.8), colour])
    b.made_of(1.0)
    b.cylinder(body, (0.0, 0.0, (0.028 + under - 0.010) / 2), column, under - 0.038, colour, ALONG["z"])
    neck = [(under - 0.010, column), (under - 0.006, 1.5 * column), (under, 2.2 * column)]
    lathe(b, body, (0.0, 0.0, 0.0), (0.0, 0.0, 1.0), neck, [shade(colour, 0.85)])
    inner = top - WALL
    if rounded:
        b.cylinder(body, (0.0, 0.0, level - PLATE / 2), top - 0.003, PLATE, shade(colour, 1.1), ALONG["z"])
        ring(
            b, body, lower=under, upper=level + RIM, radius_lower=top - 0.001, radius_upper=top, thickness=WALL,
            colour=colour, segments=24,
        )  # fmt: skip
    else:
        b.box(body, (0.0, 0.0, level - PLATE / 2), (2 * top, 2 * top, PLATE), shade(colour, 1.1))
        middle = level + RIM / 2
        for side in (-1, 1):
            b.box(body, (side * (top - WALL / 2), 0.0, middle), (WALL, 2 * top, RIM), colour)
            b.box(body, (0.0, side * (top - WALL / 2), middle), (2 * inner, WALL, RIM), colour)
    share = 0.7071 if rounded else 1.0
    b.surface("top", body, (0.0, 0.0, level), (2 * share * inner, 2 * share * inner))
    b.point("centre", body, (0.0, 0.0, level))
    b.point("column.centre", body, (0.0, 0.0, (0.028 + under) / 2))
    b.axis("column.axis", body, (0.0, 0.0, 1.0))
    # By its column, from the front or the sides: held at the rim it would hang down.
    for name, way in (("front", (-1.0, 0.0, 0.0)), ("left", (0.0, -1.0, 0.0)), ("right", (0.0, 1.0, 0.0))):
        grip = (0.0, 0.0, GRIP)
        b.grasp(f"column_{name}", body, grip, width=round(2 * column, 4), closing=(way[1], way[0], 0.0), approach=way)
    description = (
        f"a {colour_name} stand with a {'round' if rounded else 'square'} top, {1000 * p['height']:.0f} mm high and "
        f"{2000 * top:.0f} mm across"
    )
    return b.build(
        description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=0 if rounded else 4
    )


CATEGORY = Category(
    name="stand",
    summary="a stand on a foot and a column, on whose top things can be put",
    uses="holding something up to be seen; a pedestal for display; a raised place, a cake stand",
    articulated=False,
    noun="stand",
    affordances=("pick", "support"),
    keypoints=("centre", "column.centre"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
