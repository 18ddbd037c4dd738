"""A faucet on a deck plate, turned on by a lever, by a cross on top of it, or by a knob at either side."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, ROOT, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.rods import arch, rod, wire
from envs.assets.procedural.solids import lathe
from kpam.transforms import Array

TAPS = "deck-mounted basin and bar faucets in shops: 14 to 20 cm high, reach 11 to 15 cm"
PARAMETERS = {
    "radius": Range(0.018, 0.024, "m", TAPS + ", body 35 to 48 mm thick"),
    "height": Range(0.14, 0.19, "m", TAPS),
    "reach": Range(0.11, 0.15, "m", TAPS),
    "arm": Range(0.070, 0.095, "m", "levers of single-lever faucets: 7 to 12 cm"),
    "cross": Range(0.032, 0.038, "m", "arms of cross handles: handles 60 to 80 mm across"),
    "spread": Range(0.118, 0.128, "m", "from the spout to each valve: widespread sets, 6 to 16 inches between the two"),
    "knob": Range(0.0150, 0.0175, "m", "valve knobs: 30 to 45 mm across"),
    "lift": Range(0.60, 0.75, "rad", "travel of lifting levers: 25 to 45 degrees"),
    "swing": Range(1.10, 1.50, "rad", "travel of turning levers: 60 to 90 degrees"),
    "valve": Range(1.30, 1.57, "rad", "ceramic valves open in a quarter turn"),
}
VARIANTS = {
    "handle": (
        "lever that lifts",
        "lever that turns from the left",
        "lever that turns from the right",
        "cross",
        "knobs",
    ),
}
TAP = "tap"
"""What the first moving part is called whatever its kind, so that a task holds for every faucet."""
GRIP = (0.028, 0.020, 0.040)
"""Edges of the upright grip at the lever's end: along the lever, across it where the fingers hold, and up; metres."""
HOT, COLD = VIVID["red"], VIVID["blue"]


def build(instance: int) -> AssetModel:
    """Return the faucet of a number."""
    rng = instance_rng("faucet", instance)
    p = draw_all(rng, PARAMETERS)
    handle = choose(rng, VARIANTS)["handle"]
    colour_name, colour = draw(rng, {**METAL, "white": VIVID["white"]})
    levers = [name for name in ("red", "blue", "green", "orange", "black") if name != colour_name]
    vivid_name, vivid = draw(rng, {name: VIVID[name] for name in levers})
    round_deck, spout = bool(rng.integers(2)), ("round", "square", "arched")[int(rng.integers(3))]

    b = AssetBuilder("faucet", instance, fixed_base=True, density=2000.0)
    body = b.root()
    column = np.array([-0.02, 0.0, 0.0])
    if handle == "knobs":
        b.box(body, (0.0, 0.0, 0.008), (0.075, 2 * p["spread"] + 0.07, 0.016), shade(colour, 0.85))
    elif round_deck:
        b.cylinder(body, (0.03, 0.0, 0.008), 0.075, 0.016, shade(colour, 0.85), ALONG["z"])
    else:
        b.box(body, (0.03, 0.0, 0.008), (0.14, 0.13, 0.016), shade(colour, 0.85))
    outlet = _spout(b, body, column, "gooseneck" if handle == "knobs" else spout, p, colour)
    b.point("outlet", body, outlet)
    if handle.startswith("lever"):
        _lever(b, handle, np.add(column, (0.0, 0.0, p["height"] + 0.014)), p, vivid)
        words = f"a {vivid_name} {handle}"
    elif handle == "cross":
        _cross(b, np.add(column, (0.0, 0.0, p["height"])), p, vivid, shade(colour, 0.85))
        words = f"a {vivid_name} tap on top, a cross that turns"
    else:
        for name, side, mark in (("left", -1, HOT), ("right", 1, COLD)):
            _knob(b, name, np.add(column, (0.0, side * p["spread"], 0.016)), side, p, colour, mark)
        words = "two knobs that turn, red for hot and blue for cold"
    height = p["height"] + (0.037 if handle == "knobs" else 0.0)
    description = f"a {colour_name} faucet, {1000 * height:.0f} mm high, with {words}"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


def _spout(b: AssetBuilder, body: str, column: Array, kind: str, p: dict[str, float], colour: Colour) -> Array:
    # Adds column and spout; returns where the water comes out.
    height, level = p["height"], p["height"] - 0.030
    tip = np.add(column, (p["reach"], 0.0, level))
    if kind == "gooseneck":
        bow = p["reach"] / 2
        b.cylinder(body, np.add(column, (0.0, 0.0, 0.024)), p["radius"], 0.048, shade(colour, 0.92), ALONG["z"])
        crest = np.add(column, (bow, 0.0, height + 0.025 - bow))
        neck = arch(crest, (-bow, 0.0, 0.0), (0.0, 0.0, bow), 9)
        tip = neck[-1] - np.array([0.0, 0.0, 0.012])
        wire(b, body, [np.add(column, (0.0, 0.0, 0.04)), *neck, tip], 0.0115, colour)
        b.cylinder(body, tip, 0.0135, 0.016, shade(colour, 0.85), ALONG["z"])
        return np.subtract(tip, (0.0, 0.0, 0.008))
    b.cylinder(body, np.add(column, (0.0, 0.0, height / 2)), p["radius"], height, colour, ALONG["z"])
    if kind == "round":
        b.cylinder(body, np.add(column, (p["reach"] / 2, 0.0, level)), 0.011, p["reach"], colour, ALONG["x"])
        b.cylinder(body, np.subtract(tip, (0.0, 0.0, 0.014)), 0.012, 0.05, colour, ALONG["z"])
    elif kind == "square":
        b.block(body, np.add(column, (0.0, -0.011, level - 0.010)), np.add(tip, (0.011, 0.011, 0.010)), colour)
        b.box(body, np.subtract(tip, (0.0, 0.0, 0.022)), (0.022, 0.022, 0.032), colour)
    else:
        middle = np.add((column + tip) / 2, (0.0, 0.0, level / 2 - 0.028))
        bow = arch(middle, (p["reach"] / 2, 0.0, 0.0), (0.0, 0.0, 0.026), 6)
        wire(b, body, bow, 0.010, colour)
        b.cylinder(body, np.subtract(tip, (0.0, 0.0, 0.030)), 0.0115, 0.018, shade(colour, 0.9), ALONG["z"])
    return np.subtract(tip, (0.0, 0.0, 0.039 if kind != "square" else 0.038))


def _lever(b: AssetBuilder, kind: str, pivot: Array, p: dict[str, float], colour: Colour) -> None:
    # One that turns starts at a side and comes to the front.
    lifts, side = kind.endswith("lifts"), -1 if kind.endswith("left") else 1
    link = b.moving(
        TAP,
        kind="revolute",
        origin=pivot,
        axis=(0.0, -1.0, 0.0) if lifts else (0.0, 0.0, -side),
        upper=p["lift"] if lifts else p["swing"],
        damping=0.2,
        friction=0.1,
        mass=0.08,
    )
    outwards, across = (np.eye(3)[0], np.eye(3)[1]) if lifts else (side * np.eye(3)[1], np.eye(3)[0])
    up = np.eye(3)[2]

    def edges(along: float, wide: float, high: float) -> Array:
        return np.abs(outwards) * along + across * wide + up * high

    if lifts:
        b.cylinder(link, pivot, 0.0125, 2 * p["radius"], colour, ALONG["y"])
    else:
        b.cylinder(link, pivot, p["radius"] * 1.1, 0.024, colour, ALONG["z"])
    b.box(link, pivot + outwards * p["arm"] / 2 + up * 0.004, edges(p["arm"], 0.016, 0.010), colour)
    end = pivot + outwards * (p["arm"] - GRIP[0] / 2) + up * (GRIP[2] / 2)
    b.box(link, end, edges(*GRIP), colour)
    approach = (-1.0, 0.0, -1.0) if lifts else (0.0, 0.0, -1.0)
    axis = (-1.0, 0.0, 1.0) if lifts else outwards
    b.part(link, "lever", centre=end + up * 0.006, approach=approach, axis=axis)


def _cross(b: AssetBuilder, top: Array, p: dict[str, float], colour: Colour, metal: Colour) -> None:
    # Four arms on a stem; a hand holds one of them at its end, so that the others do not meet its fingers.
    link = b.moving(
        TAP,
        kind="revolute",
        origin=top,
        axis=(0.0, 0.0, 1.0),
        upper=p["valve"],
        damping=0.05,
        friction=0.06,
        mass=0.10,
    )
    level = np.add(top, (0.0, 0.0, 0.030))
    b.cylinder(link, np.add(top, (0.0, 0.0, 0.0155)), 0.010, 0.029, metal, ALONG["z"])
    b.cylinder(link, level, 0.0135, 0.020, metal, ALONG["z"])
    b.cylinder(link, np.add(level, (0.0, 0.0, 0.011)), 0.010, 0.003, colour, ALONG["z"])
    for way in np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, -1.0, 0.0]]):
        rod(b, link, level, level + way * (p["cross"] - 0.006), 0.0065, colour)
        b.sphere(link, level + way * (p["cross"] - 0.007), 0.0085, colour)
    centre = np.add(level, (p["cross"] - 0.009, 0.0, 0.0))
    b.part(link, "tap", centre=centre, approach=(0.0, 0.0, -1.0), axis=(1.0, 0.0, 0.0))


def _knob(
    b: AssetBuilder, which: str, base: Array, side: int, p: dict[str, float], metal: Colour, mark: Colour
) -> None:
    # The left one opens anticlockwise from above, the right one the other way round.
    b.cylinder(ROOT, np.add(base, (0.0, 0.0, 0.008)), 0.020, 0.016, shade(metal, 0.85), ALONG["z"])
    top = np.add(base, (0.0, 0.0, 0.017))
    link = b.moving(
        TAP if side < 0 else f"{TAP}_{which}",
        kind="revolute",
        origin=top,
        axis=(0.0, 0.0, -side),
        upper=p["valve"],
        damping=0.03,
        friction=0.05,
        mass=0.08,
    )
    r = p["knob"]
    profile = [(0.0, 0.8 * r), (0.005, r), (0.030, r), (0.034, 0.8 * r)]
    lathe(b, link, top, (0.0, 0.0, 1.0), profile, [shade(metal, 0.9), metal], sides=12)
    b.cylinder(link, np.add(top, (0.0, 0.0, 0.034)), 0.6 * r, 0.002, mark, ALONG["z"])
    b.box(link, np.add(top, (0.8 * r, 0.0, 0.035)), (0.7 * r, 0.004, 0.003), (0.1, 0.1, 0.1))
    # Held a little off its axis, so that a hand's way round it has a direction.
    centre = np.add(top, (0.0, side * 0.35 * r, 0.022))
    b.part(link, "knob", centre=centre, approach=(0.0, 0.0, -1.0), axis=(0.0, 1.0, 0.0), which=which)


CATEGORY = Category(
    name="faucet",
    summary="a faucet whose lever, tap or knobs turn to let the water on; their lower limit is off",
    uses="a tap; running water; turning the water on and off; something to fill a cup or wash hands at",
    articulated=True,
    noun="faucet",
    affordances=("turn",),
    keypoints=("tap.handle.centre", "outlet"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
