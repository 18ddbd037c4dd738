"""A flat wooden disc with a hole, in three sizes: the tower of Hanoi is made of them."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.lathe import inside, wedges

DENSITY = 650.0
"""kg / m^3: beech."""
WEDGES, STEPS = 8, 5
"""As few as leave the hole round enough: every two that lie on one another meet anew at every step."""
RADII = {"small": 0.0260, "medium": 0.0315, "large": 0.0370}
"""Metres to the rim: 11 mm apart across, and the largest fits between the open fingers."""
GRIP = 0.0100
"""Metres above its underside at which it is held: the fingers stay clear of what it lies on."""

PARAMETERS = {
    "hole": Range(0.030, 0.032, "m", "a peg of 20 mm goes through with 5 mm to spare all round"),
    "height": Range(0.0140, 0.0150, "m", "toy towers of Hanoi: 8 to 20 mm; three of them are as high as their peg"),
}
VARIANTS = {"size": tuple(RADII), "colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the disc of a number."""
    rng = instance_rng("disc", instance)
    colour_name, colour = draw(rng, VIVID)
    size = choose(rng, {"size": VARIANTS["size"]})["size"]
    p = draw_all(rng, PARAMETERS)
    outer, height = RADII[size], p["height"]
    inner = p["hole"] / 2 / inside(1.0, count=WEDGES, steps=STEPS)

    b = AssetBuilder("disc", instance, fixed_base=False, density=DENSITY)
    body = b.root()
    chamfer = 0.0015
    section = [
        (inner, 0.0),
        (outer - chamfer, 0.0),
        (outer, chamfer),
        (outer, height - chamfer),
        (outer - chamfer, height),
        (inner, height),
    ]
    wedges(b, body, section, (colour,), count=WEDGES, steps=STEPS)
    # Not its top: what is no disc may fall into the hole.
    b.surface("face", body, (0.0, 0.0, height), (1.4142 * outer, 1.4142 * outer))
    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("rim", body, (outer, 0.0, height / 2))
    b.axis("through", body, (0.0, 0.0, 1.0))
    for name, closing in (("across", (0.0, 1.0, 0.0)), ("along", (1.0, 0.0, 0.0))):
        b.grasp(name, body, (0.0, 0.0, GRIP), width=round(2 * outer, 4), closing=closing)
    return b.build(
        f"a {size} {colour_name} wooden disc, {2000 * outer:.0f} mm across with a hole of {1000 * p['hole']:.1f} mm",
        affordances=CATEGORY.affordances,
        colour_name=colour_name,
        yaw_symmetry=0,
    )


CATEGORY = Category(
    name="disc",
    summary="a flat disc with a hole, small, medium or large, that goes over a peg of a peg board",
    uses="a piece of the tower of Hanoi; a ring or washer to put over a peg; stacking by size",
    articulated=False,
    noun="disc",
    affordances=("pick", "stack", "support"),
    keypoints=("centre", "rim"),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
