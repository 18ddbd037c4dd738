"""A round bowl with a flat foot."""

from __future__ import annotations

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.lathe import inside, wedges
from envs.assets.procedural.round_wall import rim_grasps

FLOOR = 0.0065
"""Thickness in metres of the bottom, on which alone the bowl stands: the wall begins above, out of touch of the ground,
which its many wedges would otherwise meet one by one."""
WEDGES, STEPS = 16, 3

PARAMETERS = {
    "height": Range(0.045, 0.065, "m", "YCB's bowl 53 mm high"),
    "radius": Range(0.060, 0.078, "m", "YCB's bowl 159 mm across; dessert bowls from 120 mm"),
    "shoulder": Range(
        0.93, 0.97, "1", "radius at the shoulder over that of the rim: between level fingers a wall turns that slants"
    ),
    "foot": Range(0.55, 0.65, "1", "foot over rim of cereal bowls: 0.4 to 0.65"),
    "wall": Range(0.0050, 0.0065, "m", "stoneware: 4 to 7 mm"),
    "share": Range(0.9, 1.1, "1", "mass over 1.5 kg a metre of radius; YCB's bowl 147 g"),
}
VARIANTS = {"rim": ("plain", "banded"), "colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the bowl of a number."""
    rng = instance_rng("bowl", instance)
    colour_name, colour = draw(rng, VIVID)
    size = draw_all(rng, PARAMETERS)
    banded = bool(rng.integers(2))
    height, top, wall = round(size["height"], 3), round(size["radius"], 3), size["wall"]
    middle, foot = round(top * size["shoulder"], 3), round(top * size["foot"], 3)

    b = AssetBuilder("bowl", instance, fixed_base=False)
    body = b.root(mass=round(1.5 * top * size["share"], 3))
    knee = round(0.4 * height, 3)
    b.cylinder(body, (0.0, 0.0, FLOOR / 2), foot, FLOOR, shade(colour, 0.85), ALONG["z"])
    bulge = (foot + 0.45 * (middle - foot), FLOOR + 0.12 * (knee - FLOOR))
    low = [(foot, FLOOR), bulge, (middle, knee), (middle - wall, knee)]
    wedges(b, body, [*low, (foot - wall, FLOOR)], (colour,), count=WEDGES, steps=STEPS)
    band = 0.86 * height if banded else height
    at_band = middle + (top - middle) * (band - knee) / (height - knee)
    for lower, upper, near, far, paint in (
        (knee, band, middle, at_band, colour),
        (band, height, at_band, top, shade(colour, 0.55 if max(colour) > 0.5 else 2.0)),
    ):
        if upper > lower:
            section = [(near, lower), (far, upper), (far - wall, upper), (near - wall, lower)]
            wedges(b, body, section, (paint,), count=WEDGES, steps=STEPS)

    reach = (foot - wall) * 0.7071
    b.volume("interior", body, (-reach, -reach, FLOOR), (reach, reach, height))
    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("rim", body, (top - wall / 2, 0.0, height - 0.001))
    b.axis("up", body, (0.0, 0.0, 1.0))
    grip = height - 0.014
    outer = middle + (top - middle) * (grip - knee) / (height - knee)
    inner = inside(outer - wall, count=WEDGES, steps=STEPS)
    rim_grasps(b, body, radius=(outer + inner) / 2, height=grip, thickness=round(outer - inner, 4))
    rim = " with a banded rim" if banded else ""
    description = f"a {colour_name} bowl{rim}, {200 * top:.0f} cm across and {1000 * height:.0f} mm high"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=0)


CATEGORY = Category(
    name="bowl",
    summary="a round open bowl that holds small things and can be picked up by its rim",
    uses="a dish for soup, cereal, salad or fruit; holding small loose things; something to mix in",
    articulated=False,
    noun="bowl",
    affordances=("pick", "contain", "fill", "pour"),
    keypoints=("centre", "rim"),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
