"""An espresso machine: a portafilter whose handle turns out of its lock, and a button that is pressed."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.handles import FRONT_APPROACH
from envs.assets.procedural.rods import rod, wire
from envs.assets.procedural.solids import cone, prism, rounded

SHOPS = "slim espresso machines for the home in shops: 15 to 18 cm wide, 28 to 32 cm high"
PARAMETERS = {
    "width": Range(0.15, 0.18, "m", SHOPS),
    "depth": Range(0.22, 0.26, "m", SHOPS),
    "height": Range(0.28, 0.32, "m", SHOPS),
    "basket": Range(0.030, 0.034, "m", "portafilters for baskets of 51 to 58 mm: 60 to 68 mm across"),
    "grip": Range(0.022, 0.026, "m", "portafilter handles: 22 to 28 mm thick"),
    "turn": Range(0.70, 0.95, "rad", "from locked to free, bayonets of group heads: 40 to 55 degrees"),
    "press": Range(0.004, 0.006, "m", "strokes of large push buttons"),
}
VARIANTS = {"unlocks": ("left", "right")}
BODIES: dict[str, Colour] = {
    "steel": METAL["steel"],
    "black": (0.14, 0.14, 0.15),
    "red": VIVID["red"],
    "white": VIVID["white"],
    "green": (0.42, 0.60, 0.50),
    "blue": (0.36, 0.52, 0.66),
}
DARK: Colour = (0.09, 0.09, 0.10)
CHROME: Colour = (0.80, 0.81, 0.83)
BASE = 0.055
"""Height in metres of the drip tray."""
ARM = 0.135
"""From the group's axis to the grip's middle, metres: the hand turns past the machine's corner."""


def build(instance: int) -> AssetModel:
    """Return the coffee machine of a number."""
    rng = instance_rng("coffee_machine", instance)
    p = draw_all(rng, PARAMETERS)
    side = -1 if choose(rng, VARIANTS)["unlocks"] == "left" else 1  # the sign of y to which the handle turns
    corner = 0.020 if rng.integers(2) else 0.004
    tank = bool(rng.integers(2))
    colour_name, colour = draw(rng, BODIES)
    x, y, height = p["depth"] / 2, p["width"] / 2, p["height"]
    head = height - 0.085

    b = AssetBuilder("coffee_machine", instance, fixed_base=True)
    body = b.root()

    def slab(back: float, front: float, low: float, high: float, paint: Colour, wide: float = 2 * y) -> None:
        outline = rounded(front - back, wide, corner) + np.array([(back + front) / 2, 0.0])
        prism(b, body, outline, "z", low, high, paint)

    column = -0.10 * p["depth"]
    for step_x in (-x + 0.025, x - 0.025):
        for step_y in (-y + 0.025, y - 0.025):
            b.cylinder(body, (step_x, step_y, 0.004), 0.010, 0.008, DARK, ALONG["z"])
    slab(-x, x, 0.006, BASE - 0.004, colour)
    slab(-x, column, BASE - 0.004, head, shade(colour, 0.92))
    slab(-x, x - 0.012, head, height, colour)
    # The grille on which cups stand.
    for index in range(7):
        at = column + 0.012 + (index + 0.5) * (x - column - 0.024) / 7
        b.box(body, (at, 0.0, BASE - 0.003), (0.008, 2 * y - 0.030, 0.006), CHROME)
    b.box(body, ((column + x) / 2, 0.0, BASE - 0.004), (x - column - 0.016, 2 * y - 0.022, 0.002), DARK)
    b.surface("tray", body, ((column + x) / 2, 0.0, BASE), (x - column - 0.024, 2 * y - 0.03))
    b.surface("top", body, (-0.006, 0.0, height), (2 * x - 0.05, 2 * y - 0.04))
    rail = [(s * (x - 0.03) - 0.006, t * (y - 0.012), height + 0.012) for s, t in ((1, -1), (-1, -1), (-1, 1), (1, 1))]
    wire(b, body, rail, 0.0025, CHROME)
    for point in rail:
        rod(b, body, point, (point[0], point[1], height), 0.0025, CHROME)
    if tank:
        b.block(body, (-x - 0.012, -y + 0.02, 0.05), (-x, y - 0.02, head), (0.55, 0.70, 0.80))

    # The group head, a steam wand beside it, and a gauge.
    group = np.array([x - 0.062, 0.0, head - 0.026])
    front = x - 0.012
    cone(b, body, group, np.add(group, (0.0, 0.0, 0.026)), p["basket"] + 0.004, p["basket"] + 0.008, CHROME)
    wand = np.array([front - 0.02, -side * (y - 0.014), head])
    wire(
        b,
        body,
        [wand, np.subtract(wand, (0.0, 0.0, 0.03)), np.add(wand, (0.012, -side * 0.006, -0.115))],
        0.004,
        CHROME,
    )
    gauge_y = -side * 0.4 * y
    b.cylinder(body, (front, gauge_y, head + 0.048), 0.017, 0.006, CHROME, ALONG["x"])
    b.cylinder(body, (front + 0.003, gauge_y, head + 0.048), 0.014, 0.002, (0.93, 0.93, 0.90), ALONG["x"])
    b.box(body, (front + 0.004, gauge_y + 0.003, head + 0.052), (0.002, 0.002, 0.012), VIVID["red"])

    link = b.moving(
        "portafilter",
        kind="revolute",
        origin=group,
        axis=(0.0, 0.0, side),
        upper=p["turn"],
        damping=0.1,
        friction=0.25,
        mass=0.4,
    )
    low = group[2] - 0.0005
    b.cylinder(link, (group[0], 0.0, low - 0.014), p["basket"], 0.028, CHROME, ALONG["z"])
    for spout in (-1, 1):
        b.box(link, (group[0], spout * 0.009, low - 0.036), (0.010, 0.008, 0.018), CHROME)
    grip = np.add(group, (ARM, 0.0, -0.016))
    rod(b, link, (group[0] + p["basket"] - 0.004, 0.0, grip[2]), np.subtract(grip, (0.03, 0.0, 0.0)), 0.006, CHROME)
    cone(
        b,
        link,
        np.subtract(grip, (0.035, 0.0, 0.0)),
        np.add(grip, (0.035, 0.0, 0.0)),
        p["grip"] / 2,
        p["grip"] / 2,
        DARK,
        sides=12,
    )
    cone(
        b,
        link,
        np.add(grip, (0.035, 0.0, 0.0)),
        np.add(grip, (0.042, 0.0, 0.0)),
        p["grip"] / 2,
        0.35 * p["grip"],
        DARK,
        sides=12,
    )
    b.part(link, "handle", centre=grip, approach=(0.0, 0.0, -1.0), axis=(1.0, 0.0, 0.0))

    at = np.array([front, side * 0.4 * y, head + 0.048])
    b.cylinder(body, np.add(at, (0.001, 0.0, 0.0)), 0.018, 0.004, DARK, ALONG["x"])
    button = b.moving(
        "button",
        kind="prismatic",
        origin=at,
        axis=(-1.0, 0.0, 0.0),
        upper=p["press"],
        damping=2.0,
        friction=0.1,
        spring=400.0,
        mass=0.01,
    )
    face = 0.004 + p["press"] + 0.007
    b.cylinder(
        button,
        np.add(at, ((0.004 + p["press"] + face) / 2, 0.0, 0.0)),
        0.013,
        face - 0.004 - p["press"],
        CHROME,
        ALONG["x"],
    )
    centre = np.add(at, (face, 0.0, 0.0))
    b.part(button, "button", centre=centre, approach=FRONT_APPROACH, axis=(0.0, 0.0, 1.0), handle_kind="push")
    b.point("spout", link, (group[0], 0.0, low - 0.045))
    where = "left" if side < 0 else "right"
    description = (
        f"a {colour_name} espresso coffee machine, {100 * height:.0f} cm high, with a black portafilter handle that "
        f"turns to the {where} as one faces it, and a button{', its water tank at the back' if tank else ''}"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="coffee_machine",
    summary="an espresso machine with a portafilter handle that turns, a button, and a tray on which a cup can stand",
    uses="making coffee or espresso; brewing a hot drink; a kitchen appliance for breakfast",
    articulated=True,
    noun="coffee machine",
    affordances=("turn", "press", "support"),
    keypoints=("<part>.handle.centre", "spout"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
