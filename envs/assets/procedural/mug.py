"""A mug with a handle, held round its body."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range
from envs.assets.procedural.hulls import chain
from envs.assets.procedural.lathe import wedges
from kpam.transforms import Array, unit

FLOOR = 0.006
BAR = (0.0050, 0.0042)
"""Half axes in metres of the handle's section: across, and in the plane of the handle."""

PARAMETERS = {
    "radius": Range(
        0.029, 0.034, "m", "espresso and coffee cups 58 to 70 mm; YCB's mug 80 mm; the gripper opens 80 mm"
    ),
    "foot": Range(0.85, 1.0, "1", "foot over rim of straight and tapered mugs"),
    "height": Range(0.075, 0.095, "m", "YCB's mug 82 mm; mugs in shops 75 to 105 mm"),
    "wall": Range(0.004, 0.005, "m", "stoneware: 3 to 5 mm"),
    "handle": Range(0.45, 0.60, "1", "handle over height of mugs in shops"),
    "reach": Range(0.020, 0.026, "m", "room for a finger in the handle of a small mug"),
    "mass": Range(0.14, 0.22, "kg", "YCB's mug 118 g; stoneware of this size 140 to 250 g"),
}
VARIANTS = {"handle": ("square", "round"), "glaze": ("plain", "two-tone"), "colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the mug of a number."""
    rng = instance_rng("mug", instance)
    colour_name, colour = draw(rng, VIVID)
    drawn = {name: PARAMETERS[name].draw(rng) for name in ("radius", "foot", "height", "wall")}
    radius, height, wall = drawn["radius"], round(drawn["height"], 3), drawn["wall"]
    foot = round(radius * drawn["foot"], 4)
    angular = bool(rng.integers(2))
    handle_height = round(PARAMETERS["handle"].draw(rng) * height, 3)
    reach = round(PARAMETERS["reach"].draw(rng), 3)
    stripe = bool(rng.integers(2))

    b = AssetBuilder("mug", instance, fixed_base=False)
    body = b.root(mass=PARAMETERS["mass"].draw(rng))
    b.cylinder(body, (0.0, 0.0, FLOOR / 2), foot - 0.001, FLOOR, shade(colour, 0.9), ALONG["z"])
    middle = 0.55 * height
    bands = ((0.0, middle, shade(colour, 0.7) if stripe else colour), (middle, height, colour))
    for low, high, paint in bands:
        outside = [(foot + (radius - foot) * z / height, z) for z in (low, high)]
        section = [*outside, *[(r - wall, z) for r, z in reversed(outside)]]
        wedges(b, body, section, (paint,), count=16, steps=3)

    z = 0.52 * height
    inner, outer = foot + (radius - foot) * (z - handle_height / 2) / height - 0.002, radius + reach - BAR[1]
    _handle(b, body, (inner, outer), z, handle_height / 2, angular, colour)

    hole = (foot - wall) * 0.7071
    b.volume("interior", body, (-hole, -hole, FLOOR), (hole, hole, height))
    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("handle.centre", body, (outer, 0.0, z))
    b.point("rim", body, (-radius + wall / 2, 0.0, height - 0.001))
    b.axis("handle.axis", body, (0.0, 0.0, 1.0))
    b.axis("up", body, (0.0, 0.0, 1.0))
    grip = height - 0.020
    for name, degrees in (("across", 90.0), ("left", 45.0), ("right", 135.0)):
        closing = (np.cos(np.radians(degrees)), np.sin(np.radians(degrees)), 0.0)
        b.grasp(f"body_{name}", body, (0.0, 0.0, grip), width=round(2 * radius, 4), closing=closing)
    description = f"a {colour_name} mug, {1000 * height:.0f} mm high and {2000 * radius:.0f} mm across, with a handle"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


def _handle(
    b: AssetBuilder,
    link: str,
    span: tuple[float, float],
    middle: float,
    half: float,
    angular: bool,
    colour: Colour,
) -> None:
    """Add a handle from the wall at x = span[0] out to span[1], `half` metres up and down from its middle."""
    near, far = span
    if angular:
        corner = 0.006
        path = [(near, half), (far - corner, half), (far, half - corner)]
        path = [*path, *[(x, -z) for x, z in reversed(path)]]
    else:
        angles = np.linspace(np.pi / 2, -np.pi / 2, 9)
        path = [(near + (far - near) * np.cos(a) ** 0.7, half * np.sin(a)) for a in angles]
    points = np.array([(x, 0.0, middle + z) for x, z in path])
    turns = np.arange(8) * np.pi / 4
    sections: list[Array] = []
    for index, point in enumerate(points):
        along = unit(points[min(index + 1, len(points) - 1)] - points[max(index - 1, 0)])
        out = np.cross(along, (0.0, 1.0, 0.0))
        sections.append(
            point + np.outer(BAR[0] * np.cos(turns), (0.0, 1.0, 0.0)) + np.outer(BAR[1] * np.sin(turns), out)
        )
    chain(b, link, sections, [colour] * (len(sections) - 1))


CATEGORY = Category(
    name="mug",
    summary="a mug with a handle that can be picked up, carried upright, filled and poured from",
    uses="a drink; a coffee mug or tea cup; something to drink coffee, tea or hot chocolate from",
    articulated=False,
    noun="mug",
    affordances=("pick", "contain", "fill", "pour"),
    keypoints=("centre", "handle.centre", "rim"),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
