"""A cabinet on legs with two or three drawers one above another."""

from __future__ import annotations

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import FURNITURE, METAL, draw, shade
from envs.assets.parameters import Range
from envs.assets.procedural.handles import FRONT_APPROACH, bar, knob

NAMES = {2: ("bottom", "top"), 3: ("bottom", "middle", "top")}
HANDLES = {"horizontal bar": "horizontal bars", "vertical bar": "vertical bars", "knob": "knobs"}
WALL = 0.012
PLATE = 0.007
FRONT = 0.014
GAP = 0.003
LOWEST_HANDLE = {"horizontal bar": 0.125, "vertical bar": 0.095, "knob": 0.095}
"""Least height in metres of a handle: the hand is 204 mm wide along the line its fingers close on, 63 mm across."""

PARAMETERS = {
    "width": Range(0.26, 0.34, "m", "small chests of drawers on sale: 25 to 45 cm"),
    "depth": Range(0.20, 0.25, "m", "desk-top chests on sale: 20 to 35 cm"),
    "drawer_of_two": Range(0.11, 0.135, "m", "a drawer's height where there are two; on sale: 8 to 20 cm"),
    "drawer_of_three": Range(0.10, 0.11, "m", "where there are three, so that the arm reaches the top one"),
    "legs": Range(0.0, 0.015, "m", "on top of what the hand needs below the lowest handle"),
    "handle": Range(0.018, 0.024, "m", "a bar's thickness that the gripper holds well; a knob is 6 mm wider"),
    "bar_share": Range(0.35, 0.6, "1", "a level bar's length over the width; on sale: 96 to 192 mm"),
}
VARIANTS = {
    "drawers": ("2", "3"),
    "handle": tuple(HANDLES),
    "bar": ("round", "square"),
    "legs": ("wood", "metal"),
    "colour": tuple(FURNITURE),
}


def build(instance: int) -> AssetModel:
    """Return the drawer cabinet of a number."""
    rng = instance_rng("drawer_cabinet", instance)
    count = int(rng.choice([2, 3]))
    width, depth = round(PARAMETERS["width"].draw(rng), 3), round(PARAMETERS["depth"].draw(rng), 3)
    drawer_height = round(PARAMETERS["drawer_of_two" if count == 2 else "drawer_of_three"].draw(rng), 3)
    handle = str(rng.choice(list(HANDLES)))
    thickness = round(PARAMETERS["handle"].draw(rng), 3)
    bar_share = round(PARAMETERS["bar_share"].draw(rng), 2)
    round_bar, metal_legs = bool(rng.integers(2)), bool(rng.integers(2))
    colour_name, colour = draw(rng, FURNITURE)
    front_name, front_colour = draw(rng, FURNITURE) if rng.random() < 0.5 else (colour_name, shade(colour, 1.08))
    _, metal = draw(rng, METAL)

    legs = max(0.02, LOWEST_HANDLE[handle] - WALL - drawer_height / 2)
    legs = round(legs + PARAMETERS["legs"].draw(rng), 3)
    height = legs + 2 * WALL + count * drawer_height
    back, front = -depth / 2, depth / 2 - FRONT

    b = AssetBuilder("drawer_cabinet", instance, fixed_base=True)
    body = b.root()
    half = width / 2
    for side in (-1, 1):
        b.box(
            body,
            (-FRONT / 2, side * (half - WALL / 2), (legs + height) / 2),
            (depth - FRONT, WALL, height - legs),
            colour,
        )
        for x in (back + 0.02, front - 0.02):
            centre, leg_colour = (x, side * (half - 0.02), legs / 2), metal if metal_legs else shade(colour, 0.7)
            if metal_legs:
                b.cylinder(body, centre, 0.011, legs, leg_colour, ALONG["z"])
            else:
                b.box(body, centre, (0.028, 0.028, legs), leg_colour)
    b.block(body, (back, -half + WALL, legs), (front, half - WALL, legs + WALL), colour)
    b.block(body, (back, -half + WALL, height - WALL), (front, half - WALL, height), colour)
    b.block(body, (back, -half + WALL, legs + WALL), (back + 0.006, half - WALL, height - WALL), shade(colour, 0.8))
    b.surface("top", body, (-FRONT / 2, 0.0, height), (depth - FRONT, width))

    inner_back, inner_half = back + 0.006 + GAP, half - WALL - GAP
    side_height = round(0.62 * drawer_height, 3)
    for index, which in enumerate(NAMES[count]):
        low = legs + WALL + index * drawer_height
        link = b.moving(
            f"drawer_{which}",
            kind="prismatic",
            origin=(front, 0.0, low + drawer_height / 2),
            axis=(1.0, 0.0, 0.0),
            upper=round(0.8 * (front - inner_back), 3),
            damping=10.0,
            friction=1.5,
        )
        overlap = WALL - 0.001
        b.block(
            link,
            (front + 0.001, -half + 0.001, low - (overlap if index == 0 else -GAP / 2)),
            (front + FRONT, half - 0.001, low + drawer_height + (overlap if index == count - 1 else -GAP / 2)),
            front_colour,
        )
        floor = low + GAP
        tray = shade(colour, 0.92)
        b.block(link, (inner_back, -inner_half, floor), (front + 0.001, inner_half, floor + PLATE), tray)
        for side in (-1, 1):
            inside, outside = sorted((side * inner_half, side * (inner_half - PLATE)))
            b.block(link, (inner_back, inside, floor), (front + 0.001, outside, floor + side_height), tray)
        b.block(link, (inner_back, -inner_half, floor), (inner_back + PLATE, inner_half, floor + side_height), tray)
        interior = f"{link}.interior"
        b.volume(
            interior,
            link,
            (inner_back + PLATE, -inner_half + PLATE, floor + PLATE),
            (front + 0.001, inner_half - PLATE, floor + side_height),
        )
        mount = (front + FRONT, 0.0, low + drawer_height / 2)
        if handle == "knob":
            centre = knob(b, link, mount, width=thickness + 0.006, square=not round_bar, colour=metal)
        else:
            horizontal = handle == "horizontal bar"
            centre = bar(
                b,
                link,
                mount,
                along="y" if horizontal else "z",
                length=round(bar_share * width, 3) if horizontal else drawer_height - 0.025,
                thickness=thickness,
                gap=0.036,
                round_bar=round_bar,
                colour=metal,
            )
        axis = (0.0, 1.0, 0.0) if handle == "horizontal bar" else (0.0, 0.0, 1.0)
        b.part(link, "drawer", which=which, centre=centre, approach=FRONT_APPROACH, axis=axis, interior=interior)

    fronts = "" if front_name == colour_name else f" and {front_name} fronts"
    description = (
        f"a {colour_name} cabinet with {count} drawers{fronts}, {HANDLES[handle]} for handles, "
        f"{100 * width:.0f} cm wide and {100 * height:.0f} cm high"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="drawer_cabinet",
    summary="a cabinet with two or three drawers that slide open; things can be put in the drawers and on its top",
    uses=(
        "a chest of drawers; storing things away in a drawer; furniture with drawers to pull out; a dresser or "
        "filing cabinet"
    ),
    articulated=True,
    noun="cabinet",
    affordances=("open", "contain", "support"),
    keypoints=("<part>.handle.centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
