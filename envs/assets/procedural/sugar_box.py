"""A box of sugar with a printed front and a spout in its side."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.lettering import label, word

CARTONS: dict[str, tuple[Colour, Colour]] = {
    "yellow": ((0.95, 0.80, 0.14), (0.12, 0.22, 0.55)),
    "white": ((0.94, 0.94, 0.91), (0.75, 0.10, 0.12)),
    "blue": ((0.16, 0.34, 0.68), (0.10, 0.18, 0.42)),
    "pink": ((0.93, 0.55, 0.68), (0.48, 0.12, 0.32)),
}
"""The carton's colour and that of the print."""
PAPER: Colour = (0.97, 0.97, 0.95)
DENSITY = 868.0
"""kg / m^3: 514 g in YCB's 38 x 89 x 175 mm."""

PARAMETERS = {
    "thickness": Range(0.034, 0.040, "m", "YCB object set: 38 mm"),
    "width": Range(0.074, 0.090, "m", "YCB object set: 89 mm; half-pound boxes from 70 mm"),
    "height": Range(0.120, 0.176, "m", "YCB object set: 175 mm; half-pound boxes from 110 mm"),
}
VARIANTS = {"carton": tuple(CARTONS)}


def build(instance: int) -> AssetModel:
    """Return the sugar box of a number."""
    rng = instance_rng("sugar_box", instance)
    carton = sorted(CARTONS)[int(rng.integers(len(CARTONS)))]
    colour, ink = CARTONS[carton]
    _, metal = draw(rng, {name: METAL[name] for name in ("steel", "brass")})
    size = draw_all(rng, PARAMETERS)
    thickness, width, height = size["thickness"], size["width"], size["height"]

    b = AssetBuilder("sugar_box", instance, fixed_base=False, density=DENSITY)
    body = b.root()
    b.box(body, (0.0, 0.0, height / 2), (thickness, width, height), colour)
    b.box(body, (0.0, 0.0, height), (0.0008, width - 0.002, 0.0006), shade(colour, 0.6))
    for face in (thickness / 2, -thickness / 2):
        label(b, body, face, (0.0, 0.70 * height), (width, 0.24 * height), PAPER)
        label(b, body, face, (0.0, 0.835 * height), (width, 0.03 * height), ink)
        label(b, body, face, (0.0, 0.565 * height), (width, 0.03 * height), ink)
    front = thickness / 2
    word(b, body, front, "SUGAR", (0.0, 0.70 * height), (0.76 * width, 0.13 * height), ink)
    # A heap of sugar cubes on a disc of the print's colour.
    label(b, body, front, (0.0, 0.27 * height), (0.52 * width, 0.52 * width), ink, turn=0.785)
    cube = 0.17 * width
    for y, z in ((-0.62, -0.58), (0.62, -0.58), (0.0, 0.62)):
        at = (y * cube * 1.05, 0.26 * height + z * cube)
        label(b, body, front, at, (cube, cube), (0.80, 0.82, 0.86), layer=2)
        label(b, body, front, (at[0] + 0.07 * cube, at[1] - 0.07 * cube), (0.86 * cube, 0.86 * cube), PAPER, layer=3)
    side = width / 2
    b.box(body, (0.0, side, 0.88 * height), (0.55 * thickness, 0.0016, 0.12 * height), metal)
    b.box(body, (0.0, side, 0.93 * height), (0.35 * thickness, 0.0030, 0.012 * height), shade(metal, 0.7))
    for row in range(4):
        z = (0.2 + 0.07 * row) * height
        b.box(body, (0.0, side, z), (0.6 * thickness, 0.0010, 0.014 * height), ink)

    b.surface("top", body, (0.0, 0.0, height), (thickness, width))
    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("label.centre", body, (front, 0.0, 0.70 * height))
    b.axis("front", body, (1.0, 0.0, 0.0))
    b.axis("up", body, (0.0, 0.0, 1.0))
    b.grasp("across", body, (0.0, 0.0, height - 0.030), width=thickness, closing=(1.0, 0.0, 0.0))
    description = (
        f"a {carton} box of sugar, {100 * height:.1f} cm high, {1000 * width:.0f} mm wide and "
        f"{1000 * thickness:.0f} mm thick"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=carton, yaw_symmetry=2)


CATEGORY = Category(
    name="sugar_box",
    summary="a cardboard box of sugar, standing, that can be picked up across its narrow side",
    uses="a package of sugar; something sweet for baking or coffee; groceries in cardboard",
    articulated=False,
    noun="sugar box",
    affordances=("pick", "stack", "support"),
    keypoints=("centre", "label.centre"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
