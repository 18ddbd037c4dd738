"""A screwdriver that lies on a flat of its handle, its tip towards +x."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.rods import rod
from envs.assets.procedural.solids import cone, lathe

DRIVERS = "screwdrivers of 75 to 125 mm, and YCB's two: 20 to 22 cm long, handle 31 mm thick"
PARAMETERS = {
    "handle": Range(0.090, 0.112, "m", DRIVERS),
    "radius": Range(0.0135, 0.0160, "m", DRIVERS),
    "shaft": Range(0.075, 0.115, "m", DRIVERS),
    "shaft_radius": Range(0.0030, 0.0042, "m", "shafts of PH1 to PH3 and of blades 5 to 8 mm wide"),
    "mass": Range(0.07, 0.14, "kg", DRIVERS + ": 70 to 140 g"),
}
VARIANTS = {"tip": ("slotted", "cross")}
STEEL: Colour = (0.72, 0.74, 0.77)
FLATS = 8
CLEAR = 0.98
"""Radius of the turned handle as a share of the height of its axis over the table."""


def build(instance: int) -> AssetModel:
    """Return the screwdriver of a number."""
    rng = instance_rng("screwdriver", instance)
    p = draw_all(rng, PARAMETERS)
    slotted = choose(rng, VARIANTS)["tip"] == "slotted"
    colour_name, colour = draw(rng, {name: rgb for name, rgb in VIVID.items() if name not in ("brown", "pink")})
    _, band = draw(rng, {name: VIVID[name] for name in ("black", "yellow", "white") if name != colour_name})
    r, thin = p["radius"], p["shaft_radius"]
    total = p["handle"] + p["shaft"]
    end, collar = -total / 2, -total / 2 + p["handle"]
    tip = total / 2

    b = AssetBuilder("screwdriver", instance, fixed_base=False)
    body = b.root(mass=p["mass"])
    b.made_of(1.2)
    h = p["handle"]
    # It lies on a flat along its underside alone; the turned handle round it stays clear of the table.
    flat = 2 * r * np.tan(np.pi / FLATS)
    b.block(body, (end + 0.10 * h, -flat / 2, 0.0), (end + 0.98 * h, flat / 2, 0.3 * r), shade(colour, 0.6))
    thick = CLEAR * r
    profile = [
        (0.0, 0.75 * r), (0.10 * h, thick), (0.64 * h, thick), (0.74 * h, 0.68 * r), (0.86 * h, 0.68 * r),
        (0.91 * h, thick), (0.98 * h, thick), (h, 0.6 * r),
    ]  # fmt: skip
    paints = [shade(colour, 0.8), colour, colour, band, colour, colour, shade(colour, 0.8)]
    lathe(b, body, (end, 0.0, r), (1.0, 0.0, 0.0), profile, paints, sides=FLATS)
    for index in range(FLATS):
        # Grooves along the corners, where fingers find hold.
        angle = (index + 0.5) * 2 * np.pi / FLATS
        y, z = (1.045 * r * np.array([np.cos(angle), np.sin(angle)])).tolist()
        if z > -0.5 * r:
            rod(b, body, (end + 0.18 * h, y, r + z), (end + 0.60 * h, y, r + z), 0.0014, shade(colour, 0.6))
    b.made_of(7.8)
    point = 0.010
    rod(b, body, (end + 0.25 * h, 0.0, r), (tip - point, 0.0, r), thin, STEEL)
    if slotted:
        for x, wide, thick in (
            (tip - 0.8 * point, 2.2 * thin, 1.6 * thin),
            (tip - 0.25 * point, 2.4 * thin, 0.7 * thin),
        ):
            b.box(body, (x, 0.0, r), (0.8 * point if thick > thin else 0.5 * point, wide, thick), shade(STEEL, 0.7))
    else:
        cone(b, body, (tip - point, 0.0, r), (tip - 0.3 * point, 0.0, r), thin, 0.7 * thin, shade(STEEL, 0.7), sides=8)
        cone(b, body, (tip - 0.3 * point, 0.0, r), (tip, 0.0, r), 0.7 * thin, 0.2 * thin, shade(STEEL, 0.6), sides=4)
    b.point("handle.centre", body, (end + 0.40 * h, 0.0, r))
    b.axis("handle.axis", body, (1.0, 0.0, 0.0))
    b.point("tip", body, (tip, 0.0, r))
    b.axis("shaft", body, (1.0, 0.0, 0.0))
    b.point("centre", body, (0.0, 0.0, r))
    b.grasp("handle", body, (end + 0.40 * h, 0.0, r), width=round(2 * CLEAR * r, 4), closing=(0.0, 1.0, 0.0))
    b.grasp("shaft", body, (collar + 0.4 * p["shaft"], 0.0, r), width=round(2 * thin, 4), closing=(0.0, 1.0, 0.0))
    kind = "slotted" if slotted else "cross-head"
    description = f"a {kind} screwdriver with a {colour_name} handle, {1000 * total:.0f} mm long"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="screwdriver",
    summary="a screwdriver that lies on the table and is picked up by its handle or its shaft",
    uses="turning screws; a tool for assembling or repairing; opening a housing",
    articulated=False,
    noun="screwdriver",
    affordances=("pick",),
    keypoints=("centre", "handle.centre", "tip"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
