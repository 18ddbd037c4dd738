"""A laptop computer: a base with a keyboard and a screen that folds up, lifted at its front edge."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.lip import LIFTED_BY, edge_handle

SCALE = 0.85
NOTEBOOKS = "notebooks of 12 to 16 inches: 28 to 37 cm wide, 19 to 25 cm deep"
PARAMETERS = {
    "width": Range(0.285, 0.365, "m", NOTEBOOKS),
    "depth": Range(0.194, 0.241, "m", NOTEBOOKS),
    "base": Range(0.020, 0.026, "m", "bases of office notebooks: 15 to 26 mm; not scaled, a finger goes over them"),
    "lid": Range(0.010, 0.013, "m", "screens of office notebooks: 5 to 12 mm; not scaled"),
    "length": Range(0.07, 0.13, "m", "of the handle: a hand's width; not scaled"),
    "mass": Range(0.25, 0.35, "kg", "screens of notebooks weigh 250 to 500 g"),
}
VARIANTS = {"handle": LIFTED_BY}
SHELLS: dict[str, Colour] = {
    "grey": (0.66, 0.68, 0.71),
    "black": (0.16, 0.16, 0.18),
    "white": (0.91, 0.91, 0.92),
    "blue": (0.32, 0.42, 0.58),
    "pink": (0.86, 0.66, 0.64),
    "green": (0.40, 0.55, 0.46),
}
WALLPAPERS: dict[str, Colour] = {"night": (0.10, 0.22, 0.42), "sky": (0.35, 0.62, 0.85), "dusk": (0.55, 0.3, 0.5)}
GAP = 0.003
RISE = 0.45
"""Angle in radians at which the handle stands up from the screen's edge, so that a finger fits below it."""
DIVE = 1.0
"""Angle in radians below the horizontal at which the hand comes: it is 204 mm wide, and the table is near."""
HOLDS = 1.4
"""Hinge friction relative to the screen's greatest weight about the hinge: it stays where it is left."""


def build(instance: int) -> AssetModel:
    """Return the laptop of a number."""
    rng = instance_rng("laptop", instance)
    p = draw_all(rng, PARAMETERS)
    handle = choose(rng, VARIANTS)["handle"]
    colour_name, colour = draw(rng, SHELLS)
    keys = (0.9, 0.9, 0.9) if colour_name == "black" else (0.14, 0.14, 0.15)
    _, bar_colour = draw(rng, {name: VIVID[name] for name in ("red", "orange", "yellow", "green", "blue")})
    _, wallpaper = draw(rng, WALLPAPERS)
    width, depth = SCALE * p["width"], SCALE * p["depth"]
    base, lid, mass = p["base"], p["lid"], p["mass"]

    b = AssetBuilder("laptop", instance, fixed_base=True)
    body = b.root()
    x, y = depth / 2, width / 2
    b.block(body, (-x, -y, 0.0), (x, y, base), colour)
    rows, columns = 4, 10
    pitch_x, pitch_y = 0.42 * depth / rows, 0.86 * width / columns
    for row in range(rows):
        key_x = -x + 0.16 * depth + (row + 0.5) * pitch_x
        for column in range(columns):
            key_y = (column - (columns - 1) / 2) * pitch_y
            b.box(body, (key_x, key_y, base), (0.78 * pitch_x, 0.82 * pitch_y, 0.003), keys)
    b.box(body, (0.30 * depth, 0.0, base), (0.24 * depth, 0.34 * width, 0.001), shade(colour, 0.75))
    b.surface("keyboard", body, (0.0, 0.0, base + 0.0015), (0.9 * depth, 0.9 * width))

    link = b.moving(
        "screen",
        kind="revolute",
        origin=(-x, 0.0, base + GAP),
        axis=(0.0, -1.0, 0.0),
        upper=1.75,
        damping=0.4,
        friction=HOLDS * mass * 9.81 * depth / 2,
        mass=mass,
    )
    low = base + GAP
    b.block(link, (-x, -y, low), (x, y, low + lid), colour)
    b.box(link, (0.0, 0.0, low), (0.86 * depth, 0.92 * width, 0.001), (0.05, 0.05, 0.06))
    b.box(link, (0.0, 0.0, low - 0.0004), (0.80 * depth, 0.88 * width, 0.001), wallpaper)
    b.box(link, (0.0, 0.0, low + lid), (0.16 * depth, 0.16 * depth, 0.001), shade(colour, 0.7))
    centre = edge_handle(
        b,
        link,
        (x, 0.0, low + lid / 2),
        handle,
        length=p["length"],
        thickness=0.016,
        gap=0.032,
        tilt=RISE,
        colour=bar_colour,
    )
    approach = (-np.cos(DIVE), 0.0, -np.sin(DIVE))
    b.part(link, "screen", centre=centre, approach=approach, axis=(0.0, 1.0, 0.0))
    b.point("screen.edge", link, (x, 0.0, low + lid / 2))
    description = f"a {colour_name} laptop, {100 * width:.0f} cm wide, whose screen folds open by a {handle} in front"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="laptop",
    summary="a laptop whose screen folds open and shut; small things can be put on its keyboard while it is open",
    uses="a computer, a notebook with screen and keyboard; something to type, write or work on",
    articulated=True,
    noun="laptop",
    affordances=("open", "support"),
    keypoints=("screen.handle.centre", "screen.edge"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
