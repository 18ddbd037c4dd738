"""A claw hammer that lies on its side, its head towards +x."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.rods import strap
from envs.assets.procedural.solids import cone, lathe, limb

HAMMERS = "claw hammers of 8 to 16 oz, and YCB's: 25 to 33 cm long, head 10 to 13 cm"
PARAMETERS = {
    "length": Range(0.25, 0.31, "m", HAMMERS),
    "head": Range(0.100, 0.125, "m", HAMMERS + " from face to claw"),
    "face": Range(0.012, 0.0145, "m", "radius of the striking face: 24 to 29 mm across"),
    "grip": Range(0.028, 0.034, "m", "width of the grip: 28 to 35 mm"),
    "mass": Range(0.34, 0.50, "kg", "heads of 8 to 12 oz, and their shafts"),
}
STEEL: Colour = (0.50, 0.52, 0.55)
WOOD: Colour = (0.76, 0.57, 0.34)
TINE = 0.0085
"""Width in metres of each half of the claw."""
DENSITIES = {"steel": 7.8, "wood": 0.7, "fibre": 1.8}


def build(instance: int) -> AssetModel:
    """Return the hammer of a number."""
    rng = instance_rng("hammer", instance)
    p = draw_all(rng, PARAMETERS)
    wooden = bool(rng.integers(2))
    grip_name, grip_colour = draw(rng, {n: VIVID[n] for n in ("red", "yellow", "blue", "orange", "green", "black")})
    face = z = p["face"]  # everything lies about the height of the head's axis
    end, front = -p["length"] / 2, p["length"] / 2
    eye = front - 0.014
    neck = 0.3 * end

    b = AssetBuilder("hammer", instance, fixed_base=False)
    body = b.root(mass=p["mass"])
    b.made_of(DENSITIES["wood" if wooden else "fibre"])
    shaft, grip = (WOOD, shade(WOOD, 0.85)) if wooden else ((0.16, 0.16, 0.17), grip_colour)
    deep = 2 * z
    limb(
        b, body,
        [
            (end, z, 0.8 * p["grip"], 0.8 * deep), (end + 0.010, z, 0.98 * p["grip"], 0.95 * deep),
            (0.5 * (end + neck), z, 0.84 * p["grip"], 0.86 * deep), (neck, z, 0.92 * p["grip"], 0.86 * deep),
        ],
        [grip],
    )  # fmt: skip
    limb(b, body, [(neck, z, 0.024, 0.018), (eye - 0.01, z, 0.020, 0.016), (front + 0.002, z, 0.020, 0.016)], [shaft])
    # It lies on the grip's end, the face and the claw's tips; what is between stays clear of the table.
    limb(b, body, [(end + 0.010, z, p["grip"], deep), (end + 0.034, z, p["grip"], deep)], [grip_colour])

    b.made_of(DENSITIES["steel"])
    b.box(body, (eye, 0.0, z), (0.028, 0.030, 1.8 * z), STEEL)
    reach = 0.45 * p["head"]
    lathe(
        b, body, (eye, 0.012, z), (0.0, 1.0, 0.0),
        [(0.0, 0.011), (reach - 0.036, 0.0085), (reach - 0.026, 0.93 * face)],
        [STEEL],
    )  # fmt: skip
    cone(b, body, (eye, reach - 0.014, z), (eye, reach - 0.003, z), face, face, STEEL)
    cone(b, body, (eye, reach - 0.003, z), (eye, reach, z), 0.93 * face, 0.86 * face, shade(STEEL, 1.35))
    claw = p["head"] - reach
    angles = np.linspace(0.0, 0.95, 5)
    curve = np.column_stack([np.cos(angles) - 1.0, -np.sin(angles), np.zeros(5)]) * claw * 1.15
    for side in (-1, 1):
        path = np.add(curve, (eye + 0.002, -0.012, z + side * (z - TINE / 2)))
        for index, (start, stop) in enumerate(pairwise(path)):
            strap(
                b,
                body,
                (start, stop),
                (0.0, 0.0, 1.0),
                TINE - (0.0 if index == 3 else 0.0012),
                0.014 - 0.0028 * index,
                STEEL,
            )
    b.point("handle.centre", body, (0.55 * end, 0.0, z))
    b.axis("handle.axis", body, (1.0, 0.0, 0.0))
    b.point("face", body, (eye, reach, z))
    b.axis("face.normal", body, (0.0, 1.0, 0.0))
    b.point("claw", body, np.add(curve[-1], (eye + 0.002, -0.012, z)))
    b.point("centre", body, (0.0, 0.0, z))
    # By its shaft near the head, where it balances; from the grip its head would hang down.
    for name, x in (("balance", eye - 0.056), ("shaft", eye - 0.082)):
        thick = 0.024 - 0.004 * (x - neck) / (eye - 0.01 - neck)
        b.grasp(name, body, (x, 0.0, z), width=round(thick, 4), closing=(0.0, 1.0, 0.0))
    description = (
        f"a claw hammer, {100 * p['length']:.0f} cm long, with a {'wooden' if wooden else 'black'} shaft and a "
        f"{grip_name} {'end' if wooden else 'grip'}, {1000 * p['mass']:.0f} g"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=grip_name)


CATEGORY = Category(
    name="hammer",
    summary="a claw hammer that lies on its side and is picked up by its handle",
    uses="driving nails; hitting; a tool for carpenters; pulling nails out",
    articulated=False,
    noun="hammer",
    affordances=("pick",),
    keypoints=("centre", "handle.centre", "face", "claw"),
    build=build,
    parameters=PARAMETERS,
)
