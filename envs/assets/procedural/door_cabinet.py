"""A cabinet with one door that swings about a vertical hinge, left or right."""

from __future__ import annotations

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import FURNITURE, METAL, draw, shade
from envs.assets.parameters import Range
from envs.assets.procedural.handles import FRONT_APPROACH, bar, knob

WALL = 0.014
DOOR = 0.016
PARAMETERS = {
    "width": Range(0.24, 0.29, "m", "small cupboards on sale: 25 to 40 cm; no door wider than the arm can swing"),
    "depth": Range(0.18, 0.23, "m", "small wall cupboards on sale: 15 to 30 cm"),
    "height": Range(0.24, 0.33, "m", "the box above its legs; small wall cupboards on sale: 25 to 60 cm"),
    "legs": Range(0.02, 0.06, "m", "furniture feet on sale: 2 to 20 cm"),
    "handle": Range(0.018, 0.024, "m", "a bar's thickness that the gripper holds well; a knob is 6 mm wider"),
    "bar": Range(0.09, 0.14, "m", "a bar's length; bar handles on sale have holes 96 or 128 mm apart"),
}
VARIANTS = {
    "hinge": ("left", "right"),
    "handle": ("round bar", "square bar", "round knob", "square knob"),
    "door": ("flat", "panelled"),
    "colour": tuple(FURNITURE),
}


def build(instance: int) -> AssetModel:
    """Return the door cabinet of a number."""
    rng = instance_rng("door_cabinet", instance)
    width, depth, box_height, legs = (
        round(PARAMETERS[name].draw(rng), 3) for name in ("width", "depth", "height", "legs")
    )
    hinge_side = int(rng.choice([-1, 1]))  # the sign of y where the hinge is
    has_bar, shaped, panelled = bool(rng.integers(2)), bool(rng.integers(2)), bool(rng.integers(2))
    thickness = round(PARAMETERS["handle"].draw(rng), 3)
    colour_name, colour = draw(rng, FURNITURE)
    door_name, door_colour = draw(rng, FURNITURE) if rng.random() < 0.5 else (colour_name, shade(colour, 1.08))
    _, metal = draw(rng, METAL)

    height = legs + box_height
    half, back, front = width / 2, -depth / 2, depth / 2 - DOOR
    b = AssetBuilder("door_cabinet", instance, fixed_base=True)
    body = b.root()
    for y in (-half, half):
        b.block(body, (back, min(y, y - y / half * WALL), legs), (front, max(y, y - y / half * WALL), height), colour)
        for x in (back + 0.02, front - 0.02):
            b.cylinder(body, (x, 0.86 * y, legs / 2), 0.012, legs, shade(colour, 0.6), ALONG["z"])
    b.block(body, (back, -half + WALL, legs), (front, half - WALL, legs + WALL), colour)
    b.block(body, (back, -half + WALL, height - WALL), (front, half - WALL, height), colour)
    b.block(body, (back, -half + WALL, legs + WALL), (back + 0.006, half - WALL, height - WALL), shade(colour, 0.8))
    b.volume("interior", body, (back + 0.006, -half + WALL, legs + WALL), (front, half - WALL, height - WALL))
    b.surface("top", body, (-DOOR / 2, 0.0, height), (depth - DOOR, width))

    link = b.moving(
        "door",
        kind="revolute",
        origin=(front + 0.001, hinge_side * half, legs + box_height / 2),
        axis=(0.0, 0.0, hinge_side),
        upper=1.4,
        damping=0.3,
        friction=0.15,
    )
    face = front + DOOR
    middle = legs + box_height / 2
    b.block(link, (front + 0.001, -half + 0.001, legs + 0.001), (face, half - 0.001, height - 0.001), door_colour)
    if panelled:
        b.box(link, (face, 0.0, middle), (0.003, width - 0.13, box_height - 0.08), shade(door_colour, 0.85))
    mount = (face, -hinge_side * (half - 0.030), middle)
    if has_bar:
        length = round(PARAMETERS["bar"].draw(rng), 3)
        centre = bar(
            b, link, mount, along="z", length=length, thickness=thickness, gap=0.036, round_bar=shaped, colour=metal
        )
    else:
        centre = knob(b, link, mount, width=thickness + 0.006, square=shaped, colour=metal)
    b.part(link, "door", centre=centre, approach=FRONT_APPROACH, axis=(0.0, 0.0, 1.0), interior="interior")

    side = "left" if hinge_side < 0 else "right"
    painted = "" if door_name == colour_name else f"{door_name} "
    description = (
        f"a {colour_name} cabinet, {100 * width:.0f} cm wide and {100 * height:.0f} cm high, with a {painted}door "
        f"hinged on the {side} as one faces it, and a {'bar' if has_bar else 'knob'} to pull it by"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="door_cabinet",
    summary="a cabinet with one door that swings open sideways; things can be put inside and on its top",
    uses="a cupboard; keeping things behind a door; a locker, wardrobe or kitchen cupboard to shut things away in",
    articulated=True,
    noun="cabinet",
    affordances=("open", "enclose", "support"),
    keypoints=("door.handle.centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
