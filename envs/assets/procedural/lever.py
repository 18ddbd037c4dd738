"""A lever on a box that is thrown from one position to the other, towards one or sideways."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.finishes import STEEL
from envs.assets.procedural.rods import rod

PARAMETERS = {
    "length": Range(0.10, 0.13, "m", "from the pivot to the grip; industrial change-over levers: 8 to 15 cm"),
    "lean": Range(0.45, 0.60, "rad", "levers rest 25 to 35 degrees off upright"),
    "box": Range(0.10, 0.13, "m", "width of the box; enclosures of levers: 10 to 15 cm"),
    "height": Range(0.055, 0.080, "m", "height of the box; enclosures: 5 to 10 cm"),
    "grip": Range(0.022, 0.028, "m", "grips of levers: balls of 25 to 40 mm, thinner here for the gripper"),
}
VARIANTS = {"way": ("towards", "left", "right"), "grip": ("ball", "bar")}
BOXES: dict[str, Colour] = {
    "grey": (0.55, 0.57, 0.60),
    "black": (0.16, 0.16, 0.18),
    "yellow": (0.88, 0.70, 0.12),
    "blue": (0.20, 0.34, 0.55),
    "green": (0.25, 0.42, 0.32),
}
ON, OFF = (0.12, 0.70, 0.25), (0.78, 0.12, 0.10)
STICK, CHEEK, RISE = 0.006, 0.008, 0.020
"""Radius of the stick, thickness of the cheeks that hold it, and height of the pivot over the box, metres."""


def build(instance: int) -> AssetModel:
    """Return the lever of a number."""
    rng = instance_rng("lever", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS)
    colour_name, colour = draw(rng, BOXES)
    grip_name, grip_colour = draw(rng, {name: VIVID[name] for name in ("red", "black", "orange", "white")})
    if grip_name == colour_name:
        grip_name, grip_colour = "red", VIVID["red"]
    way = {
        "towards": np.array([1.0, 0.0, 0.0]),
        "left": np.array([0.0, -1.0, 0.0]),
        "right": np.array([0.0, 1.0, 0.0]),
    }[look["way"]]
    across, up = np.abs(np.cross(way, (0.0, 0.0, 1.0))), np.array([0.0, 0.0, 1.0])
    towards = look["way"] == "towards"
    long, wide, top = size["box"] + 0.05, size["box"], size["height"]

    def edges(along: float, aside: float, high: float) -> np.ndarray:
        return np.abs(way) * along + across * aside + up * high

    b = AssetBuilder("lever", instance, fixed_base=True)
    body = b.root()
    b.box(body, 0.005 * up, edges(long + 0.03, wide + 0.03, 0.010), shade(colour, 0.6))
    b.box(body, (0.005 + top / 2) * up, edges(long, wide, top - 0.010), colour)
    b.box(body, top * up, edges(long - 0.016, 0.034, 0.004), (0.08, 0.08, 0.08))
    for sign in (-1, 1):
        for end in (-1, 1):
            bolt = sign * way * (long / 2 + 0.007) + end * across * (wide / 2 + 0.007) + 0.011 * up
            b.cylinder(body, bolt, 0.005, 0.006, STEEL, ALONG["z"])
        lamp = sign * way * (long / 2 - 0.016) + across * 0.36 * wide + top * up
        b.cylinder(body, lamp, 0.010, 0.008, ON if sign > 0 else OFF, ALONG["z"])
        cheek = sign * across * (STICK + 0.003 + CHEEK / 2) + (top + RISE / 2) * up
        b.box(body, cheek, edges(0.034, CHEEK, RISE + 0.004), shade(colour, 0.8))
    pivot = (top + RISE - 0.002) * up
    link = b.moving(
        "lever",
        kind="revolute",
        origin=pivot,
        axis=np.cross(up, way),
        upper=round(2 * size["lean"], 3),
        damping=0.1,
        friction=0.15,
        mass=0.12,
    )
    b.cylinder(link, pivot, 0.011, 2 * STICK + 0.003, STEEL, ALONG["y" if towards else "x"])
    lean = np.cos(size["lean"]) * up - np.sin(size["lean"]) * way
    end = pivot + size["length"] * lean
    rod(b, link, pivot, end, STICK, STEEL)
    thick = size["grip"]
    # A bar lies across the way that the hand moves, or along the stick where the hand comes from the front.
    if look["grip"] == "ball":
        b.sphere(link, end, 0.55 * thick, grip_colour)
    elif towards:
        rod(b, link, end - 0.035 * across, end + 0.035 * across, 0.42 * thick, grip_colour)
    else:
        rod(b, link, end - 0.035 * lean, end + 0.030 * lean, 0.45 * thick, grip_colour)
    if towards:
        tilt = 0.5 * size["lean"]
        approach, axis = (-np.sin(tilt), 0.0, -np.cos(tilt)), across
    else:
        approach, axis = (-1.0, 0.0, 0.0), lean
    b.part(link, "lever", centre=end, approach=approach, axis=axis)
    how = "pulled towards one" if towards else f"thrown to the {look['way']} as one faces it"
    grip = "a ball" if look["grip"] == "ball" else "a bar"
    description = (
        f"a lever with {grip} as its {grip_name} grip on a {colour_name} box, {100 * (end[2] + 0.5 * thick):.0f} cm "
        f"high; it is {how}"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="lever",
    summary="a lever on a box that is thrown from its resting position at the red lamp to the other at the green one",
    uses="throwing a machine on or off; pulling a control; a handle for a gear or a railway switch",
    articulated=True,
    noun="lever",
    affordances=("turn",),
    keypoints=("lever.handle.centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
