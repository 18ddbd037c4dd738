"""A faucet on a deck plate, its lever turning about an upright axis or lifting about a level one."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import METAL, VIVID, draw, shade

GRIP = (0.028, 0.020, 0.040)
"""Edges of the upright grip at the lever's end: along the lever, across it where the fingers hold, and up; metres."""


def build(instance: int) -> AssetModel:
    """Return the faucet of a number."""
    rng = instance_rng("faucet", instance)
    lifts = bool(rng.integers(2))
    radius = round(rng.uniform(0.018, 0.024), 3)
    height = round(rng.uniform(0.14, 0.19), 3)
    reach = round(rng.uniform(0.11, 0.15), 3)
    arm = round(rng.uniform(0.07, 0.095), 3)
    colour_name, colour = draw(rng, {**METAL, "white": VIVID["white"]})
    lever_name, lever_colour = draw(rng, {name: VIVID[name] for name in ("red", "blue", "green", "orange", "black")})
    round_deck, round_spout = bool(rng.integers(2)), bool(rng.integers(2))
    # A turning lever starts sideways and comes to the front; its sign says from which side.
    side = int(rng.choice([-1, 1]))

    b = AssetBuilder("faucet", instance, fixed_base=True, density=2000.0)
    body = b.root()
    if round_deck:
        b.cylinder(body, (0.03, 0.0, 0.008), 0.075, 0.016, shade(colour, 0.85), ALONG["z"])
    else:
        b.box(body, (0.03, 0.0, 0.008), (0.14, 0.13, 0.016), shade(colour, 0.85))
    column = (-0.02, 0.0)
    b.cylinder(body, (*column, height / 2), radius, height, colour, ALONG["z"])
    spout_z = height - 0.030
    tip_x = column[0] + reach
    if round_spout:
        b.cylinder(body, (column[0] + reach / 2, 0.0, spout_z), 0.011, reach, colour, ALONG["x"])
        b.cylinder(body, (tip_x, 0.0, spout_z - 0.014), 0.012, 0.05, colour, ALONG["z"])
    else:
        b.block(body, (column[0], -0.011, spout_z - 0.010), (tip_x + 0.011, 0.011, spout_z + 0.010), colour)
        b.box(body, (tip_x, 0.0, spout_z - 0.022), (0.022, 0.022, 0.032), colour)
    b.point("outlet", body, (tip_x, 0.0, spout_z - 0.039))

    pivot = np.array([column[0], 0.0, height + 0.014])
    link = b.moving(
        "lever",
        kind="revolute",
        origin=pivot,
        axis=(0.0, -1.0, 0.0) if lifts else (0.0, 0.0, -side),
        upper=round(rng.uniform(0.6, 0.75), 2) if lifts else round(rng.uniform(1.1, 1.5), 2),
        damping=0.2,
        friction=0.1,
        mass=round(rng.uniform(0.06, 0.10), 3),
    )
    outwards = np.array([1.0, 0.0, 0.0]) if lifts else np.array([0.0, float(side), 0.0])
    across = np.array([0.0, 1.0, 0.0]) if lifts else np.array([1.0, 0.0, 0.0])
    up = np.array([0.0, 0.0, 1.0])

    def edges(along: float, wide: float, high: float) -> np.ndarray:
        return np.abs(outwards) * along + across * wide + up * high

    if lifts:
        b.cylinder(link, pivot, 0.0125, 2 * radius, lever_colour, ALONG["y"])
    else:
        b.cylinder(link, pivot, radius * 1.1, 0.024, lever_colour, ALONG["z"])
    b.box(link, pivot + outwards * arm / 2 + up * 0.004, edges(arm, 0.016, 0.010), lever_colour)
    end = pivot + outwards * (arm - GRIP[0] / 2) + up * (GRIP[2] / 2)
    b.box(link, end, edges(*GRIP), lever_colour)
    approach = (-1.0, 0.0, -1.0) if lifts else (0.0, 0.0, -1.0)
    axis = (-1.0, 0.0, 1.0) if lifts else outwards
    b.part(link, "lever", centre=end + up * 0.006, approach=approach, axis=axis)
    how = "lifts" if lifts else "turns sideways"
    description = f"a {colour_name} faucet, {100 * height:.0f} cm high, with a {lever_name} lever that {how}"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="faucet",
    summary="a faucet whose lever turns or lifts to let the water on; the lever's lower limit is off",
    articulated=True,
    noun="faucet",
    affordances=("turn",),
    keypoints=("lever.handle.centre", "outlet"),
    build=build,
)
