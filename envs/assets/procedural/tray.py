"""A serving tray with a raised rim and a handle at each short end."""

from __future__ import annotations

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all

TRAYS = "small serving trays in shops: 30 x 20 to 36 x 25 cm"
PARAMETERS = {
    "length": Range(0.28, 0.33, "m", TRAYS),
    "width": Range(0.19, 0.23, "m", TRAYS),
    "rim": Range(0.022, 0.028, "m", TRAYS + ", rims 2 to 4 cm high"),
    "handle": Range(0.050, 0.060, "m", "top of the handles of wooden trays: 5 to 7 cm over the table"),
    "grip": Range(0.085, 0.105, "m", "hand holes: a hand wide, 8 to 11 cm"),
    "mass": Range(0.10, 0.15, "kg", "thin plastic and bamboo-fibre trays of this size; heavier ones take two hands"),
}
FINISHES: dict[str, Colour] = {
    "wooden": (0.66, 0.46, 0.27),
    "beige": (0.85, 0.74, 0.56),
    **{name: VIVID[name] for name in ("black", "white", "red", "blue", "green")},
}
FLOOR, WALL, BAR = 0.007, 0.008, 0.014
"""Thicknesses of floor and walls, and height of the bar over a hand hole, metres."""


def build(instance: int) -> AssetModel:
    """Return the tray of a number."""
    rng = instance_rng("tray", instance)
    p = draw_all(rng, PARAMETERS)
    colour_name, colour = draw(rng, FINISHES)
    inlay_name, inlay = draw(rng, {n: rgb for n, rgb in FINISHES.items() if n not in (colour_name, "beige")})
    lined = bool(rng.integers(2))
    x, y, rim, top, grip = p["width"] / 2, p["length"] / 2, p["rim"], p["handle"], p["grip"] / 2

    b = AssetBuilder("tray", instance, fixed_base=False)
    body = b.root(mass=p["mass"])
    b.block(body, (-x, -y, 0.0), (x, y, FLOOR), shade(colour, 0.85))
    b.block(
        body, (-x + WALL, -y + WALL, FLOOR - 0.001), (x - WALL, y - WALL, FLOOR + 0.001), inlay if lined else colour
    )
    for end in (-1, 1):
        b.box(body, (end * (x - WALL / 2), 0.0, (FLOOR + rim) / 2), (WALL, 2 * y, rim - FLOOR), colour)
        wall_y = end * (y - WALL / 2)
        b.box(body, (0.0, wall_y, (FLOOR + rim) / 2), (2 * x - 2 * WALL, WALL, rim - FLOOR), shade(colour, 0.95))
        # The ends rise to a bar over a hand hole, and slope down to the long walls.
        for side in (-1, 1):
            post = side * (grip + 0.009)
            b.box(body, (post, wall_y, (rim + top) / 2), (0.018, WALL, top - rim), shade(colour, 0.95))
            b.box(
                body,
                (side * (grip + 0.023), wall_y, (rim + top) / 2 - 0.008),
                (0.014, WALL, top - rim - 0.014),
                shade(colour, 0.95),
            )
            b.cylinder(
                body,
                (end * (x - WALL / 2), side * (y - WALL / 2), (rim + 0.004) / 2),
                0.007,
                rim + 0.004,
                shade(colour, 0.8),
                ALONG["z"],
            )
        b.box(body, (0.0, wall_y, top - BAR / 2), (2 * grip + 0.002, WALL + 0.001, BAR), shade(colour, 0.9))
    b.surface("top", body, (0.0, 0.0, FLOOR + 0.001), (2 * (x - WALL) - 0.004, 2 * (y - WALL) - 0.004))
    b.point("centre", body, (0.0, 0.0, FLOOR + 0.001))
    b.point("rim", body, (x - WALL / 2, 0.0, rim))
    for name, end in (("left", 1), ("right", -1)):
        at = (0.0, end * (y - WALL / 2), top - BAR / 2)
        b.point(f"handle_{name}.centre", body, at)
    for name, end in (("front", 1), ("back", -1)):
        at = (end * (x - WALL / 2), 0.0, rim - 0.006)
        b.grasp(f"rim_{name}", body, at, width=WALL, closing=(1.0, 0.0, 0.0))
    lining = f", lined in {inlay_name if inlay_name != 'wooden' else 'wood'}" if lined else ""
    description = (
        f"a {colour_name} serving tray, {1000 * p['length']:.0f} x {1000 * p['width']:.0f} mm, "
        f"with a handle at each end{lining}"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=2)


CATEGORY = Category(
    name="tray",
    summary="a serving tray with two handles, on which things can be put",
    uses="carrying dishes or drinks; serving food; a flat carrier to hold several things level",
    articulated=False,
    noun="tray",
    affordances=("pick", "support"),
    keypoints=("centre", "rim", "handle_left.centre", "handle_right.centre"),
    build=build,
    parameters=PARAMETERS,
)
