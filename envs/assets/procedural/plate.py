"""A round plate: a flat middle, a broad flange, and a low lip to hold it by."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.lathe import inside, lathe, wedges
from envs.assets.procedural.round_wall import rim_grasps

FLOOR, FLANGE = 0.0040, 0.0055
"""Heights in metres of the middle and of the flange where it meets the lip."""
WEDGES, STEPS = 24, 3

PARAMETERS = {
    "radius": Range(0.085, 0.105, "m", "dessert and salad plates 17 to 21 cm across; YCB's plate 258 mm"),
    "well": Range(0.64, 0.72, "1", "the flat middle over the whole: 0.6 to 0.75"),
    "height": Range(0.0215, 0.0235, "m", "YCB's plate 24 mm high; the fingers reach 9 mm below where they hold"),
    "lip": Range(0.0042, 0.0050, "m", "melamine and stoneware: 3 to 5 mm"),
    "mass": Range(0.07, 0.11, "kg", "melamine and bamboo plates of that size: 70 to 130 g; stoneware is heavier"),
}
VARIANTS = {"flange": ("plain", "dark", "light", "striped"), "colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the plate of a number."""
    rng = instance_rng("plate", instance)
    colour_name, colour = draw(rng, VIVID)
    size = draw_all(rng, PARAMETERS)
    style = VARIANTS["flange"][int(rng.integers(4))]
    top, height, lip = round(size["radius"], 3), size["height"], size["lip"]
    well = round(top * size["well"], 4)
    light = (0.6 + 0.4 * colour[0], 0.6 + 0.4 * colour[1], 0.6 + 0.4 * colour[2])
    dark = shade(colour, 0.6 if max(colour) > 0.5 else 1.9)
    flange = {"plain": (colour,), "dark": (dark,), "light": (light,), "striped": (colour, light)}[style]

    b = AssetBuilder("plate", instance, fixed_base=False)
    body = b.root(mass=size["mass"])
    lathe(b, body, [(0.62 * top, 0.0), (top - lip, 0.0025), (top - lip, 0.0034)], colour, sectors=32)
    b.cylinder(body, (0.0, 0.0, FLOOR - 0.001), well, 0.002, shade(colour, 0.93 if max(colour) > 0.5 else 1.3))
    slope = [(well - 0.001, 0.0030), (top - lip, 0.0030), (top - lip, FLANGE), (well + 0.004, FLOOR + 0.0007)]
    wedges(b, body, [*slope, (well - 0.001, FLOOR - 0.0004)], flange, count=WEDGES, steps=STEPS)
    # Upright on both sides: between level fingers a slanting lip turns.
    edge = [(top - lip, 0.0025), (top - 0.001, 0.0025), (top, 0.0040), (top, height - 0.001), (top - 0.001, height)]
    wedges(b, body, [*edge, (top - lip, height)], (colour,), count=WEDGES, steps=STEPS)

    side = 1.40 * well
    b.surface("top", body, (0.0, 0.0, FLOOR), (side, side))
    b.point("centre", body, (0.0, 0.0, FLOOR))
    b.point("rim", body, (top - lip / 2, 0.0, height - 0.0005))
    b.axis("up", body, (0.0, 0.0, 1.0))
    outer, inner = top, inside(top - lip, count=WEDGES, steps=STEPS)
    rim_grasps(b, body, radius=(outer + inner) / 2, height=0.0155, thickness=round(outer - inner, 4))
    finish = "" if style == "plain" else f" with a {style} flange"
    description = f"a {colour_name} plate{finish}, {200 * top:.1f} cm across"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=0)


CATEGORY = Category(
    name="plate",
    summary="a flat round plate with a low lip on which small things can be put, held by its lip",
    uses="a dish; serving food; something to eat from at dinner",
    articulated=False,
    noun="plate",
    affordances=("pick", "support"),
    keypoints=("centre", "rim"),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
