"""A toy ring that goes over a peg or a stand."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.lathe import wedges

DENSITY = 500.0
"""kg / m^3: light wood, or hollow plastic."""
WEDGES = 16

PARAMETERS = {
    "hole": Range(0.034, 0.038, "m", "toy stacking rings; a peg of 26 mm goes through with room to spare"),
    "thickness": Range(0.0150, 0.0180, "m", "from the hole to the rim; the fingers open 80 mm"),
    "height": Range(0.024, 0.028, "m", "toy stacking rings: 15 to 30 mm"),
}
VARIANTS = {"colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the ring of a number."""
    rng = instance_rng("ring", instance)
    colour_name, colour = draw(rng, VIVID)
    size = draw_all(rng, PARAMETERS)
    inner, thick, height = size["hole"] / 2, size["thickness"], size["height"]
    outer = inner + thick

    b = AssetBuilder("ring", instance, fixed_base=False, density=DENSITY)
    body = b.root()
    # A round section, flattened where the fingers close and where it lies.
    middle, half = inner + thick / 2, thick / 2
    corner = [
        (half, 0.24 * height),
        (0.93 * half, 0.37 * height),
        (0.76 * half, 0.46 * height),
        (0.46 * half, 0.5 * height),
    ]
    upper = [*corner, *[(-r, z) for r, z in reversed(corner)]]
    section = [(middle + r, height / 2 + z) for r, z in [*upper, *[(-r, -z) for r, z in upper]]]
    wedges(b, body, section, (colour,), count=WEDGES, steps=2)

    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("rim", body, (outer, 0.0, height / 2))
    b.axis("through", body, (0.0, 0.0, 1.0))
    grip = height - 0.009
    for name, closing in (("across", (0.0, 1.0, 0.0)), ("along", (1.0, 0.0, 0.0))):
        b.grasp(name, body, (0.0, 0.0, grip), width=round(2 * outer, 4), closing=closing)
    description = f"a {colour_name} toy ring, {2000 * outer:.0f} mm across with a hole of {2000 * inner:.1f} mm"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=0)


CATEGORY = Category(
    name="ring",
    summary="a toy ring with a hole, held across its rim, that goes over a peg or a stand and into a kit's round hole",
    uses="a hoop or washer; a toy to toss over a peg; stacking rings",
    articulated=False,
    noun="ring",
    affordances=("pick",),
    keypoints=("centre", "rim"),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
