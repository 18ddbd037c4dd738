"""A light switch on a piece of wall: one rocker or two, each pressed in at one end to switch on."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.solids import prism

PARAMETERS = {
    "plate": Range(0.080, 0.088, "m", "plates of switches: 80 to 86 mm square (BS 4662, GB/T 17466)"),
    "rocker": Range(0.050, 0.062, "m", "height of a rocker, shops: 5 to 7 cm"),
    "width": Range(0.030, 0.040, "m", "width of one of two rockers; shops: 3 to 6 cm, a single one wider"),
    "stroke": Range(0.20, 0.28, "rad", "rockers tilt by 6 to 8 degrees either way"),
    "wall": Range(0.16, 0.22, "m", "a piece of wall to stand on a table"),
}
VARIANTS = {"rockers": ("one", "two"), "on": ("top", "bottom")}
WALLS: dict[str, Colour] = {
    "white": (0.90, 0.90, 0.88),
    "beige": (0.85, 0.77, 0.64),
    "blue": (0.60, 0.72, 0.82),
    "green": (0.66, 0.78, 0.66),
    "red": (0.66, 0.36, 0.30),
    "wooden": (0.62, 0.44, 0.28),
}
PLATES: dict[str, Colour] = {
    "white": (0.97, 0.97, 0.96),
    "black": (0.14, 0.14, 0.15),
    "steel": (0.70, 0.72, 0.75),
    "brass": (0.78, 0.64, 0.34),
}
DIP = 0.8
"""Angle in radians below the horizontal at which a finger comes, so that the arm need not crouch."""
BOARD, PLATE, ROCKER, CLEAR = 0.016, 0.009, 0.008, 0.0015
"""Thickness of the wall, the plate and a rocker, and the gap round a rocker, metres."""


def build(instance: int) -> AssetModel:
    """Return the wall switch of a number."""
    rng = instance_rng("wall_switch", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS)
    wall_name, wall = draw(rng, WALLS)
    colour_name, colour = draw(rng, {name: rgb for name, rgb in PLATES.items() if name != wall_name})
    dark = colour_name == "black"
    two = look["rockers"] == "two"
    tall, half = size["plate"], (0.5 + 0.25 * two) * size["plate"]
    z = 0.150

    b = AssetBuilder("wall_switch", instance, fixed_base=True)
    body = b.root()
    edge = size["wall"] / 2 + 0.03 * two
    b.block(body, (-0.05, -edge, 0.0), (0.05, edge, 0.012), shade(wall, 0.7))
    b.block(body, (-BOARD, -edge, 0.012), (0.0, edge, 0.012 + 0.220), wall)
    b.block(body, (0.0, -edge, 0.012), (0.006, edge, 0.034), shade(wall, 1.1))

    # The plate leaves a window for each rocker.
    width = size["width"] * (1.0 if two else 1.25)
    high, wide = size["rocker"] / 2 + CLEAR, width / 2 + CLEAR
    middles = (-0.25 * size["plate"], 0.25 * size["plate"]) if two else (0.0,)
    middles = tuple(1.08 * y for y in middles)
    for low, top in ((z - tall / 2, z - high), (z + high, z + tall / 2)):
        b.block(body, (0.0, -half, low), (PLATE, half, top), colour)
    ends = [-half, *(y + side * wide for y in middles for side in (-1, 1)), half]
    for low, top in zip(ends[::2], ends[1::2], strict=True):
        b.block(body, (0.0, low, z - high), (PLATE, top, z + high), colour)

    for y, which in zip(middles, ("left", "right") if two else (None,), strict=True):
        name = "rocker" if which is None else f"rocker_{which}"
        pivot = np.array([PLATE, y, z])
        # At rest the end that switches on stands out.
        up = 1.0 if look["on"] == "top" else -1.0
        rocker = b.moving(
            name,
            kind="revolute",
            origin=pivot,
            axis=(0.0, -up, 0.0),
            upper=size["stroke"],
            damping=0.01,
            friction=0.02,
            mass=0.02,
        )
        tilt = size["stroke"] / 2
        out = np.array([np.cos(tilt), 0.0, -up * np.sin(tilt)])
        along = np.array([up * np.sin(tilt), 0.0, np.cos(tilt)])
        paint = shade(colour, 2.2 if dark else 0.84)
        _plank(b, rocker, pivot, out, along, (ROCKER, size["rocker"], width), paint)
        lit = pivot + out * ROCKER / 2 + along * up * 0.36 * size["rocker"]
        _plank(b, rocker, lit, out, along, (0.001, 0.003, 0.4 * width), (0.90, 0.25, 0.15))
        _plank(b, rocker, pivot + out * ROCKER / 2, out, along, (0.0008, 0.0008, width), shade(paint, 0.5))
        centre = pivot + out * ROCKER / 2 + along * up * 0.26 * size["rocker"]
        b.part(
            rocker,
            "switch",
            centre=centre,
            approach=(-np.cos(DIP), 0.0, -np.sin(DIP)),
            axis=(0.0, 1.0, 0.0),
            which=which,
            handle_kind="push",
        )
    rockers = "two rockers" if two else "one rocker"
    description = (
        f"a {colour_name} light switch with {rockers} on a {wall_name} wall; pressing the {look['on']} switches on"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


def _plank(
    b: AssetBuilder,
    link: str,
    centre: np.ndarray,
    out: np.ndarray,
    along: np.ndarray,
    edges: tuple[float, float, float],
    colour: Colour,
) -> None:
    # A box, by its thickness along `out`, its height along `along` and its width along y.
    thick, tall, wide = edges
    corners = [centre + s * out * thick / 2 + t * along * tall / 2 for s, t in ((-1, -1), (-1, 1), (1, 1), (1, -1))]
    outline = [(corner[0], corner[2]) for corner in corners]
    prism(b, link, outline, "y", centre[1] - wide / 2, centre[1] + wide / 2, colour)


CATEGORY = Category(
    name="wall_switch",
    summary="a light switch on a piece of wall, one rocker or two, pressed to switch the light on",
    uses="turning the light or lamp on and off; making a room bright or dark; an electric switch",
    articulated=True,
    noun="light switch",
    affordances=("press",),
    keypoints=("<part>.handle.centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
