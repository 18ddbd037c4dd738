"""A spoon that rests on its bowl and on its handle's end, the bowl towards +x and hollow side up."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.round_wall import ring
from envs.assets.procedural.solids import circle, limb, prism

SPOONS = "tablespoons and serving spoons, and YCB's: 19 to 24 cm long, bowl 6 to 8 cm"
PARAMETERS = {
    "length": Range(0.185, 0.230, "m", SPOONS),
    "bowl": Range(0.040, 0.050, "m", SPOONS + " by 4 to 5 cm: its width"),
    "stretch": Range(1.35, 1.60, "1", SPOONS + ": length over width of the bowl"),
    "depth": Range(0.010, 0.014, "m", "bowls of tablespoons are 8 to 12 mm deep, of serving spoons up to 16"),
    "arch": Range(0.018, 0.023, "m", "height of the handle's arch over the table"),
    "handle": Range(0.016, 0.020, "m", SPOONS + ": handles 15 to 22 mm wide at the end"),
    "mass": Range(0.035, 0.075, "kg", "tablespoons of steel weigh 40 to 70 g, of wood or plastic 20 to 40 g"),
}
MATERIALS: dict[str, Colour] = {
    "steel": (0.70, 0.72, 0.75),
    "brass": METAL["brass"],
    "wooden": (0.72, 0.52, 0.30),
    **{name: VIVID[name] for name in ("red", "blue", "green", "orange", "white", "black")},
}
WALL = 0.0025


def build(instance: int) -> AssetModel:
    """Return the spoon of a number."""
    rng = instance_rng("spoon", instance)
    p = draw_all(rng, PARAMETERS)
    colour_name, colour = draw(rng, MATERIALS)
    wide, stretch, depth = p["bowl"] / 2, p["stretch"], p["depth"]
    end, front = -p["length"] / 2, p["length"] / 2
    bowl = front - wide * stretch
    neck = front - 2 * wide * stretch

    b = AssetBuilder("spoon", instance, fixed_base=False)
    body = b.root(mass=p["mass"])
    floor = 0.45 * wide
    # The oval floor and the handle's end lie on the table, and nothing else does: so it rests without a tremor.
    oval = circle((0.0, 0.0, 0.0), (0.0, 0.0, 1.0), floor, 16)[:, :2] * (stretch, 1.0) + (bowl, 0.0)
    prism(b, body, oval, "z", 0.0, WALL, shade(colour, 0.85))
    knee = 0.45 * depth
    for low, high, inner, outer in ((0.0010, knee, floor, 0.85 * wide), (knee, depth, 0.85 * wide, wide)):
        ring(
            b, body, lower=low, upper=high, radius_lower=inner, radius_upper=outer, thickness=2 * WALL,
            colour=colour if high == depth else shade(colour, 0.92), centre=(bowl, 0.0), stretch=stretch,
        )  # fmt: skip
    arch, wide_end, thick = p["arch"] - 0.002, p["handle"], 0.004
    span = neck - end
    limb(
        b, body,
        [
            (neck + 0.005, depth - 0.002, 0.010, thick), (neck - 0.10 * span, depth + 0.003, 0.007, 0.005),
            (neck - 0.28 * span, arch, 0.008, 0.005), (neck - 0.50 * span, arch - 0.001, 0.010, 0.005),
            (end + 0.22 * span, 0.55 * arch, 0.85 * wide_end, thick), (end + 0.012, 0.003, wide_end, thick),
        ],
        [colour],
    )  # fmt: skip
    limb(b, body, [(end + 0.012, 0.002, wide_end, thick), (end, 0.002, 0.75 * wide_end, thick)], [colour])
    hold = neck - 0.39 * span
    b.point("handle.centre", body, (hold, 0.0, arch))
    b.axis("handle.axis", body, (1.0, 0.0, 0.0))
    b.point("bowl", body, (bowl, 0.0, WALL))
    b.point("tip", body, (front, 0.0, depth))
    b.point("centre", body, (0.0, 0.0, arch))
    b.grasp("handle", body, (hold, 0.0, arch - 0.0005), width=0.009, closing=(0.0, 1.0, 0.0))
    description = f"a {colour_name} spoon, {1000 * p['length']:.0f} mm long, its bowl {1000 * p['bowl']:.0f} mm wide"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="spoon",
    summary="a spoon that lies on the table, hollow side up, and is picked up by its handle",
    uses="cutlery; eating soup or dessert; stirring tea; kitchen silverware",
    articulated=False,
    noun="spoon",
    affordances=("pick",),
    keypoints=("centre", "handle.centre", "bowl", "tip"),
    build=build,
    parameters=PARAMETERS,
)
