"""A felt-tip marker that lies on its side, its cap towards +x."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.solids import circle, cone, lathe, prism

PENS = "board and permanent markers, and YCB's: 12 to 14 cm long, 18 to 21 mm thick"
PARAMETERS = {
    "length": Range(0.118, 0.142, "m", PENS),
    "radius": Range(0.0092, 0.0105, "m", PENS),
    "cap": Range(0.32, 0.42, "1", "share of the length under the cap"),
    "mass": Range(0.02, 0.03, "kg", "board markers weigh 18 to 28 g"),
}
BARRELS: dict[str, Colour] = {"white": (0.93, 0.93, 0.91), "grey": (0.62, 0.63, 0.65), "ink": (0.0, 0.0, 0.0)}
SIDES = 16
PROUD = 0.0004
"""Metres by which cap and rings stand out of the barrel."""
ROLLING_DAMPING = 6.0
"""Per second: the clip on its cap keeps a marker from rolling off."""


def build(instance: int) -> AssetModel:
    """Return the marker of a number."""
    rng = instance_rng("marker", instance)
    p = draw_all(rng, PARAMETERS)
    ink_name, ink = draw(rng, {n: VIVID[n] for n in ("black", "blue", "red", "green", "orange", "purple", "pink")})
    barrel_name, barrel = draw(rng, BARRELS)
    if barrel_name == "ink":
        barrel = shade(ink, 0.85)
    x, r = p["length"] / 2, p["radius"]
    cap = x - p["cap"] * p["length"]

    b = AssetBuilder("marker", instance, fixed_base=False)
    body = b.root(mass=p["mass"])
    # It lies on its barrel alone, one piece from end to end; what covers the barrel leaves its underside bare.
    cone(b, body, (-x + 0.004, 0.0, r), (x - 0.0115, 0.0, r), r, r, barrel, sides=SIDES)
    lathe(b, body, (0.0, 0.0, r), (1.0, 0.0, 0.0), [(-x, 0.75 * r), (-x + 0.004, 0.92 * r)], [ink], sides=SIDES)
    lathe(b, body, (0.0, 0.0, r), (1.0, 0.0, 0.0), [(x - 0.0115, 0.94 * r), (x, 0.62 * r)], [ink], sides=SIDES)
    ring = circle((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), r + PROUD, SIDES)[:, 1:]
    cover = ring[ring[:, 1] > -0.7 * r] + (0.0, r)
    for low, high, paint in (
        (-x + 0.004, -x + 0.016, ink), (-0.35 * x, -0.30 * x, ink), (cap, cap + 0.006, shade(ink, 0.75)),
        (cap + 0.006, x - 0.010, ink),
    ):  # fmt: skip
        prism(b, body, cover, "x", low, high, paint)
    b.box(body, (cap + 0.022, 0.0, 2 * r + 0.0010), (0.034, 0.005, 0.0022), shade(ink, 0.75))
    b.box(body, (-0.62 * x, 0.0, 2 * r + 0.0002), (0.018, 0.006, 0.0008), (0.2, 0.2, 0.22))
    b.point("handle.centre", body, (-0.2 * x, 0.0, r))
    b.axis("handle.axis", body, (1.0, 0.0, 0.0))
    b.point("centre", body, (0.0, 0.0, r))
    b.point("tip", body, (x, 0.0, r))
    b.axis("shaft", body, (1.0, 0.0, 0.0))
    b.grasp("barrel", body, (-0.2 * x, 0.0, r), width=round(2 * r, 4), closing=(0.0, 1.0, 0.0))
    b.grasp("cap", body, (cap + 0.003, 0.0, r), width=round(2 * (r + PROUD), 4), closing=(0.0, 1.0, 0.0))
    where = "" if barrel_name == "ink" else f" with a {barrel_name} barrel"
    description = f"a {ink_name} marker{where}, {1000 * p['length']:.0f} mm long and {2000 * r:.0f} mm thick"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=ink_name, rolling_damping=ROLLING_DAMPING)


CATEGORY = Category(
    name="marker",
    summary="a felt-tip marker with its cap on, which lies on the table and can be picked up",
    uses="writing or drawing; a pen or felt tip; colouring; labelling a box",
    articulated=False,
    noun="marker",
    affordances=("pick",),
    keypoints=("centre", "handle.centre", "tip"),
    build=build,
    parameters=PARAMETERS,
)
