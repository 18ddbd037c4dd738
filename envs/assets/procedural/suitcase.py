"""A suitcase that lies flat, its lid hinged along a long side and lifted by the handle in front."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.handles import bar

SCALE = 0.5
CABIN = "cabin luggage, 55 x 40 x 20 to 23 cm, and vintage cases from 45 cm on"
PARAMETERS = {
    "width": Range(0.46, 0.58, "m", CABIN),
    "depth": Range(0.34, 0.42, "m", CABIN),
    "height": Range(0.20, 0.24, "m", CABIN),
    "lid": Range(0.34, 0.48, "1", "share of the height above the seam: from a case with a lid to two equal shells"),
    "grip": Range(0.018, 0.021, "m", "carrying handles: 18 to 25 mm thick; not scaled"),
    "grip_length": Range(0.085, 0.110, "m", "carrying handles: a hand and a little more; not scaled"),
    "opens": Range(1.6, 1.8, "rad", "a little past upright, where straps hold the lid"),
}
VARIANTS = {"style": ("leather", "shell")}
LEATHERS: dict[str, Colour] = {
    "brown": (0.50, 0.29, 0.14),
    "beige": (0.80, 0.68, 0.48),
    "green": (0.28, 0.38, 0.26),
    "red": (0.55, 0.13, 0.12),
    "black": (0.15, 0.14, 0.14),
}
LINING: Colour = (0.78, 0.72, 0.62)
WALL = 0.007
GAP = 0.002
RISE, DIVE = 0.35, 0.85
"""Angles in radians: of the handle above level, and below level at which the hand comes."""
HOLDS = 1.3
"""Hinge friction relative to the lid's greatest weight about the hinge: it stays where it is left."""


def build(instance: int) -> AssetModel:
    """Return the suitcase of a number."""
    rng = instance_rng("suitcase", instance)
    p = draw_all(rng, PARAMETERS)
    leather = choose(rng, VARIANTS)["style"] == "leather"
    colour_name, colour = draw(rng, LEATHERS if leather else {n: rgb for n, rgb in VIVID.items() if n != "brown"})
    metal_name, metal = draw(rng, {name: METAL[name] for name in ("steel", "brass")})
    x, y, height = (round(SCALE * p[name] / part, 4) for name, part in (("depth", 2), ("width", 2), ("height", 1)))
    seam = round(height * (1 - p["lid"]), 4)
    trim = shade(colour, 0.55) if leather else shade(colour, 0.7)

    b = AssetBuilder("suitcase", instance, fixed_base=True)
    body = b.root()
    b.block(body, (-x, -y, 0.004), (x, y, 0.004 + WALL), shade(colour, 0.85))
    b.block(body, (-x + WALL, -y + WALL, 0.004 + WALL), (x - WALL, y - WALL, 0.013), LINING)
    lid_mass = 0.25
    link = b.moving(
        "lid",
        kind="revolute",
        origin=(-x, 0.0, seam + GAP),
        axis=(0.0, -1.0, 0.0),
        upper=p["opens"],
        damping=0.5,
        friction=round(HOLDS * lid_mass * 9.81 * x, 4),
        mass=lid_mass,
    )
    low = seam + GAP
    b.block(link, (-x, -y, height - WALL), (x, y, height), colour)
    b.block(link, (-x + WALL, -y + WALL, height - WALL - 0.002), (x - WALL, y - WALL, height - WALL), LINING)
    for part, (bottom, top) in ((body, (0.004, seam)), (link, (low, height))):
        for side in (-1, 1):
            b.block(part, *_ordered((-x, side * y, bottom), (x, side * (y - WALL), top)), shade(colour, 0.95))
            b.block(part, *_ordered((side * x, -y, bottom), (side * (x - WALL), y, top)), colour)
        # The rim where the halves meet, and the feet or the top's corners.
        lip = (seam - 0.006, seam) if part == body else (low, low + 0.006)
        for side in (-1, 1):
            b.box(part, (0.0, side * y, sum(lip) / 2), (2 * x, 0.003, 0.006), trim)
        b.box(part, (x, 0.0, sum(lip) / 2), (0.003, 2 * y, 0.006), trim)
        for end_x in (-1, 1):
            for end_y in (-1, 1):
                # Corners: a plate on each of the three sides, so that none reaches into the room.
                edge, flat = (0.016, 0.0035) if part == body else (height - 0.012, height)
                paint = metal if leather else trim
                b.box(part, (end_x * x, end_y * (y - 0.010), edge), (0.003, 0.024, 0.024), paint)
                b.box(part, (end_x * (x - 0.010), end_y * y, edge), (0.024, 0.003, 0.024), paint)
                b.box(part, (end_x * (x - 0.010), end_y * (y - 0.010), flat), (0.023, 0.023, 0.003), paint)
    for end_x in (-1, 1):
        for end_y in (-1, 1):
            b.cylinder(body, (end_x * (x - 0.03), end_y * (y - 0.03), 0.003), 0.008, 0.006, (0.1, 0.1, 0.1), ALONG["z"])
    b.volume("interior", body, (-x + WALL, -y + WALL, 0.013), (x - WALL, y - WALL, seam))
    b.surface("top", link, (0.0, 0.0, height), (2 * x - 0.06, 2 * y - 0.06))

    for side in (-1, 1):
        if leather:
            # Belts round the case.
            b.box(link, (0.0, side * 0.58 * y, height), (2 * x - 0.004, 0.020, 0.004), trim)
            b.box(link, (x, side * 0.58 * y, (low + height) / 2), (0.004, 0.020, height - low), trim)
            b.box(body, (x, side * 0.58 * y, seam / 2 + 0.002), (0.004, 0.020, seam - 0.004), trim)
        latch = side * 0.36 * y
        b.box(body, (x + 0.001, latch, seam - 0.010), (0.005, 0.018, 0.018), metal)
        b.box(link, (x + 0.001, latch, low + 0.007), (0.006, 0.013, 0.012), shade(metal, 0.85))
    if not leather:
        for rib in np.linspace(-0.72, 0.72, 7):
            b.box(link, (0.0, rib * y, height), (2 * x - 0.03, 0.012, 0.004), shade(colour, 0.88))
        for end_x in (-1, 1):
            b.cylinder(body, (end_x * (x - 0.03), -y - 0.008, 0.022), 0.013, 0.012, (0.1, 0.1, 0.1), ALONG["x"])
    centre = bar(
        b,
        link,
        (x, 0.0, max(low + 0.010, height - 0.022)),
        along="y",
        length=p["grip_length"],
        thickness=p["grip"],
        gap=0.034,
        round_bar=not leather,
        colour=trim,
        tilt=RISE,
    )
    approach = (-np.cos(DIVE), 0.0, -np.sin(DIVE))
    b.part(link, "lid", centre=centre, approach=approach, axis=(0.0, 1.0, 0.0), interior="interior")
    b.point("lid.edge", link, (x, 0.0, low))
    b.point("centre", body, (0.0, 0.0, 0.013))
    kind = f"leather suitcase with belts and {metal_name} corners" if leather else "hard-shell suitcase with wheels"
    description = (
        f"a {colour_name} {kind}, {200 * y:.0f} x {200 * x:.0f} cm, lying flat, its lid lifted by the handle in front"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


def _ordered(one: tuple[float, float, float], other: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Return the lower and the upper corner of the box between two points."""
    return np.minimum(one, other), np.maximum(one, other)


CATEGORY = Category(
    name="suitcase",
    summary="a suitcase that lies flat; its lid opens by the handle in front, and things can be packed inside",
    uses="packing clothes for a journey; luggage for travelling; a case to pack for a holiday",
    articulated=True,
    noun="suitcase",
    affordances=("open", "contain", "support"),
    keypoints=("lid.handle.centre", "lid.edge", "centre"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
