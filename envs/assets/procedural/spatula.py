"""A turner with a slotted blade that lies flat, the blade towards +x."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.rods import wire
from envs.assets.procedural.solids import limb, prism

TURNERS = "kitchen turners, and YCB's spatula: 27 to 35 cm long, blade 7 to 9 cm"
PARAMETERS = {
    "length": Range(0.265, 0.320, "m", TURNERS),
    "blade": Range(0.075, 0.092, "m", TURNERS),
    "width": Range(0.062, 0.076, "m", TURNERS + " wide at its front"),
    "handle": Range(0.105, 0.130, "m", TURNERS + ", handle 10 to 13 cm"),
    "grip": Range(0.021, 0.026, "m", "handles of kitchen turners: 20 to 28 mm wide"),
    "mass": Range(0.07, 0.12, "kg", TURNERS + ": 60 to 120 g"),
}
BLADES: dict[str, Colour] = {"steel": (0.70, 0.72, 0.75), "black": (0.14, 0.14, 0.15)}
STEEL: Colour = (0.66, 0.68, 0.71)
THIN = 0.003


def build(instance: int) -> AssetModel:
    """Return the spatula of a number."""
    rng = instance_rng("spatula", instance)
    p = draw_all(rng, PARAMETERS)
    slots = int(rng.integers(3, 5))
    blade_name, blade = draw(rng, BLADES)
    colour_name, colour = draw(rng, {name: rgb for name, rgb in VIVID.items() if name != blade_name})
    end, front = -p["length"] / 2, p["length"] / 2
    back, grip_front = front - p["blade"], end + p["handle"]
    wide, narrow = p["width"] / 2, 0.36 * p["width"]
    deep = 0.020
    z = deep / 2

    b = AssetBuilder("spatula", instance, fixed_base=False)
    body = b.root(mass=p["mass"])
    b.made_of(3.0)
    # A frame with bars between: what is left of the blade round its slots.
    first, last = back + 0.22 * p["blade"], front - 0.014

    def half(x: float) -> float:
        return narrow + (wide - narrow) * (x - back) / (front - back)

    prism(
        b,
        body,
        [(back, -0.5 * narrow), (first, -half(first)), (first, half(first)), (back, 0.5 * narrow)],
        "z",
        0.0,
        THIN,
        blade,
    )
    prism(
        b, body,
        [(last, -half(last)), (front - 0.003, -wide), (front, 0.9 * -wide), (front, 0.9 * wide), (front - 0.003, wide),
         (last, half(last))],
        "z", 0.0, THIN, shade(blade, 0.94),
    )  # fmt: skip
    bars = slots + 1
    for index in range(bars):
        # Bar and slot take turns across the blade.
        low, high = ((2 * index + share) / (2 * bars - 1) * 2 - 1 for share in (0, 1))
        corners = [(x, share * half(x)) for x, share in ((first, low), (last, low), (last, high), (first, high))]
        prism(b, body, corners, "z", 0.0, THIN, blade)
    b.made_of(7.8)
    neck = np.array([(back + 0.010, 0.0, 0.0045), (back - 0.016, 0.0, 0.018), (grip_front - 0.004, 0.0, z)])
    wire(b, body, neck, 0.0035, STEEL)
    b.made_of(1.2)
    h = p["handle"]
    limb(
        b, body,
        [
            (grip_front, z, 0.010, 0.012), (grip_front - 0.010, z, 0.75 * p["grip"], 0.9 * deep),
            (grip_front - 0.30 * h, z, 0.85 * p["grip"], deep), (end + 0.25 * h, z, p["grip"], deep),
            (end + 0.006, z, 0.9 * p["grip"], deep), (end, z, 0.6 * p["grip"], 0.8 * deep),
        ],
        [shade(colour, 0.8), colour, colour, shade(colour, 0.9)],
        bevel=0.22,
    )  # fmt: skip
    b.cylinder(body, (end + 0.014, 0.0, 1.5 * z), 0.0045, z + 0.001, (0.10, 0.10, 0.11), ALONG["z"])

    hold = grip_front - 0.30 * h
    b.point("handle.centre", body, (hold, 0.0, z))
    b.axis("handle.axis", body, (1.0, 0.0, 0.0))
    b.point("blade", body, ((first + last) / 2, 0.0, THIN))
    b.axis("blade.normal", body, (0.0, 0.0, 1.0))
    b.point("tip", body, (front, 0.0, THIN / 2))
    b.point("centre", body, (0.0, 0.0, z))
    b.grasp("handle", body, (hold, 0.0, z), width=round(0.85 * p["grip"], 4), closing=(0.0, 1.0, 0.0))
    description = (
        f"a spatula with a {blade_name} blade that has {slots} slots and a {colour_name} handle, "
        f"{1000 * p['length']:.0f} mm long"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="spatula",
    summary="a slotted turner that lies flat on the table and is picked up by its handle",
    uses="turning pancakes or eggs in a pan; a cooking tool; flipping food",
    articulated=False,
    noun="spatula",
    affordances=("pick",),
    keypoints=("centre", "handle.centre", "blade", "tip"),
    build=build,
    parameters=PARAMETERS,
)
