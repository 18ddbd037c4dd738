"""A dish rack of wire: a row of slots for plates, and room for cups in front of it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.rods import rod, wire

RACKS = "small dish racks in shops: 30 x 22 to 38 x 30 cm, 9 to 13 cm high"
PARAMETERS = {
    "length": Range(0.28, 0.34, "m", RACKS),
    "depth": Range(0.24, 0.28, "m", RACKS),
    "height": Range(0.085, 0.110, "m", RACKS),
    "slot": Range(0.036, 0.044, "m", "from tine to tine: plates stand 25 to 45 mm apart"),
    "tine": Range(0.050, 0.065, "m", "height of the tines that hold a plate upright"),
    "mass": Range(0.8, 1.4, "kg", RACKS + ": 0.8 to 1.5 kg of coated wire, on rubber feet that do not slide"),
}
WIRES: dict[str, Colour] = {
    "steel": (0.70, 0.72, 0.75),
    "white": (0.90, 0.90, 0.88),
    "black": (0.13, 0.13, 0.14),
    **{name: VIVID[name] for name in ("red", "blue", "green")},
}
FRAME, THIN = 0.004, 0.0028
"""Radii of the frame's wire and of the grid's, metres."""


def build(instance: int) -> AssetModel:
    """Return the rack of a number."""
    rng = instance_rng("rack", instance)
    p = draw_all(rng, PARAMETERS)
    colour_name, colour = draw(rng, WIRES)
    knob_name, knob = draw(rng, {n: VIVID[n] for n in ("red", "blue", "green", "white", "black") if n != colour_name})
    x, y, height = p["depth"] / 2 - FRAME, p["length"] / 2 - FRAME, p["height"] - FRAME
    foot = 0.014
    low, front = foot + FRAME, 0.02 * p["depth"]  # where the grid lies, and where the plates' half ends

    b = AssetBuilder("rack", instance, fixed_base=True)
    body = b.root(mass=p["mass"])
    corners = [(x, -y), (-x, -y), (-x, y), (x, y), (x, -y)]
    for z in (low, height):
        for (ax, ay), (bx, by) in pairwise(corners):
            rod(b, body, (ax, ay, z), (bx, by, z), FRAME, colour)
    for cx, cy in corners[:4]:
        rod(b, body, (cx, cy, 0.004), (cx, cy, height), FRAME, colour)
        b.sphere(body, (cx, cy, height), 1.05 * FRAME, colour)
        b.cylinder(body, (cx, cy, foot / 2), 0.009, foot, knob)
    # The grid: wires from front to back under the cups, two runners under the plates.
    grid = np.linspace(-y, y, int(2 * y / 0.030) + 1)[1:-1]
    for at in grid:
        rod(b, body, (front, at, low), (x, at, low), THIN, shade(colour, 0.92))
    rod(b, body, (front, -y, low), (front, y, low), FRAME, colour)
    rows = (0.72 * front - 0.28 * x, 0.24 * front - 0.76 * x)
    count = int((2 * y - 0.02) / p["slot"]) + 1
    tines = (np.arange(count) - (count - 1) / 2) * p["slot"]
    for row in rows:
        rod(b, body, (row, -y, low), (row, y, low), THIN, colour)
        for at in tines:
            rod(b, body, (row, at, low), (row, at, low + p["tine"]), THIN, shade(colour, 0.92))
    for side in (-1, 1):
        # Rails along the long sides, half way up, so that nothing slips out.
        rod(b, body, (side * x, -y, (low + height) / 2), (side * x, y, (low + height) / 2), THIN, colour)
        loop = [(s * 0.045, side * y, height) for s in (-1, 1)]
        raised = [(s * 0.038, side * (y + 0.004), height + 0.024) for s in (-1, 1)]
        wire(b, body, [loop[0], raised[0], raised[1], loop[1]], FRAME, knob)
    for name, side in (("left", 1), ("right", -1)):
        at = (0.0, side * (y + 0.004), height + 0.024)
        b.point(f"handle_{name}.centre", body, at)
    b.volume("inside", body, (front + FRAME, -y + FRAME, low + THIN), (x - FRAME, y - FRAME, height))
    for index, (left, right) in enumerate(pairwise(tines)):
        name = f"slot_{index}"
        b.volume(name, body, (-x + FRAME, left + THIN, low + THIN), (front - FRAME, right - THIN, low + p["tine"]))
    b.point("centre", body, (0.0, 0.0, height / 2))
    description = (
        f"a {colour_name} dish rack with {knob_name} handles and {count - 1} slots for plates, "
        f"{1000 * p['length']:.0f} x {1000 * p['depth']:.0f} mm"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=2)


CATEGORY = Category(
    name="rack",
    summary="a wire dish rack with slots in which plates stand, and room for cups and fruit in front of them",
    uses="drying dishes; holding plates upright after washing; a drainer beside the sink",
    articulated=False,
    noun="rack",
    affordances=("contain",),
    keypoints=("centre", "handle_left.centre", "handle_right.centre"),
    build=build,
    parameters=PARAMETERS,
)
