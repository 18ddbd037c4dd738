"""A box of crackers with a printed front."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.lettering import disc, label, word

CARTONS: dict[str, Colour] = {
    "red": (0.78, 0.09, 0.09),
    "blue": (0.10, 0.26, 0.62),
    "green": (0.10, 0.46, 0.20),
    "purple": (0.42, 0.16, 0.52),
}
CREAM: Colour = (0.97, 0.91, 0.74)
CRACKER: Colour = (0.85, 0.61, 0.26)
INK: Colour = (0.15, 0.13, 0.12)
DENSITY = 206.0
"""kg / m^3: 411 g in YCB's 60 x 158 x 210 mm."""

PARAMETERS = {
    "thickness": Range(0.050, 0.064, "m", "YCB object set: 60 mm; boxes in shops 45 to 70 mm"),
    "width": Range(0.115, 0.158, "m", "YCB object set: 158 mm; snack boxes from 110 mm"),
    "height": Range(0.160, 0.210, "m", "YCB object set: 210 mm; snack boxes from 150 mm"),
}
VARIANTS = {"carton": tuple(CARTONS)}


def build(instance: int) -> AssetModel:
    """Return the cracker box of a number."""
    rng = instance_rng("cracker_box", instance)
    carton, colour = draw(rng, CARTONS)
    size = draw_all(rng, PARAMETERS)
    thickness, width, height = size["thickness"], size["width"], size["height"]
    tilt = float(rng.uniform(-0.15, 0.15))

    b = AssetBuilder("cracker_box", instance, fixed_base=False, density=DENSITY)
    body = b.root()
    b.box(body, (0.0, 0.0, height / 2), (thickness, width, height), colour)
    b.box(body, (0.0, 0.0, height), (0.0008, width - 0.002, 0.0006), shade(colour, 0.6))
    front, back = thickness / 2, -thickness / 2
    side = 0.9 * min(width, height)
    for face in (front, back):
        disc(b, body, face, (0.0, 0.74 * height), (0.45 * width, 0.15 * height), CREAM)
        label(b, body, face, (0.0, 0.06 * height), (width, 0.05 * height), CREAM)
    word(b, body, front, "CRACKER", (0.0, 0.74 * height), (0.70 * width, 0.09 * height), shade(colour, 0.85))
    cracker, dot = 0.27 * side, 0.015 * side
    for index, (y, z, turn) in enumerate(((-0.26, 0.42, 0.3), (0.24, 0.44, -0.2), (0.0, 0.27, 0.75))):
        centre, layer = (y * width, z * height), 1 + index
        label(b, body, front, centre, (cracker, cracker), shade(CRACKER, 0.8), layer=layer, turn=turn + tilt)
        label(b, body, front, centre, (0.9 * cracker, 0.9 * cracker), CRACKER, layer=layer + 1, turn=turn + tilt)
        for dy, dz in ((-0.2, -0.2), (-0.2, 0.2), (0.2, -0.2), (0.2, 0.2)):
            hole = (centre[0] + dy * cracker, centre[1] + dz * cracker)
            label(b, body, front, hole, (dot, dot), shade(CRACKER, 0.5), layer=layer + 2, turn=0.78)
    # The table of what is in it, on the narrow side, and lines to read on the back.
    at = width / 2
    b.box(body, (0.0, at, 0.45 * height), (0.7 * thickness, 0.0008, 0.5 * height), (0.95, 0.95, 0.93))
    for row in range(4):
        z = (0.30 + 0.095 * row) * height
        b.box(body, (0.0, at, z), (0.56 * thickness, 0.0014, 0.012 * height), INK)
        label(b, body, back, (0.0, z - 0.06 * height), (0.6 * width, 0.016 * height), CREAM)

    b.surface("top", body, (0.0, 0.0, height), (thickness, width))
    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("label.centre", body, (front, 0.0, 0.74 * height))
    b.axis("front", body, (1.0, 0.0, 0.0))
    b.axis("up", body, (0.0, 0.0, 1.0))
    b.grasp("across", body, (0.0, 0.0, height - 0.030), width=thickness, closing=(1.0, 0.0, 0.0))
    description = (
        f"a {carton} box of crackers, {100 * height:.0f} cm high, {100 * width:.0f} cm wide and "
        f"{1000 * thickness:.0f} mm thick"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=carton, yaw_symmetry=2)


CATEGORY = Category(
    name="cracker_box",
    summary="a cardboard box of crackers, standing, that can be picked up across its narrow side",
    uses="a package of snacks; salty biscuits; food from the pantry; groceries in cardboard",
    articulated=False,
    noun="cracker box",
    affordances=("pick", "stack", "support"),
    keypoints=("centre", "label.centre"),
    build=build,
    palette=CARTONS,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
