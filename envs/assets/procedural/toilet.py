"""A toilet: a seat and a lid that lift up, and a flush button on the tank or a lever at its side."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.finishes import STEEL
from envs.assets.procedural.rings import band, hoop
from envs.assets.procedural.solids import loft, prism
from kpam.transforms import Array

SCALE = 0.40
PARAMETERS = {
    "length": Range(0.40, 0.46, "m", "seats are 41 to 47 cm long (EN 997: bowls, round and elongated)"),
    "width": Range(0.35, 0.38, "m", "seats are 35 to 38 cm wide"),
    "rim": Range(0.39, 0.43, "m", "rims of bowls: 38 to 43 cm above the floor"),
    "tank": Range(0.34, 0.40, "m", "height of the tank above the bowl, shops: 34 to 40 cm"),
    "tank_width": Range(0.36, 0.44, "m", "shops: 35 to 45 cm"),
    "open": Range(1.45, 1.55, "rad", "lids lean on the tank a little past upright"),
}
VARIANTS = {"flush": ("button", "lever")}
LIDS: dict[str, Colour] = {
    "white": (0.96, 0.96, 0.95),
    "black": (0.16, 0.16, 0.17),
    "wooden": (0.62, 0.42, 0.24),
    "blue": (0.45, 0.62, 0.78),
    "pink": (0.90, 0.70, 0.74),
}
CERAMICS: dict[str, Colour] = {"white": (0.95, 0.95, 0.94), "cream": (0.93, 0.88, 0.77), "grey": (0.72, 0.74, 0.76)}
AHEAD, UP = np.eye(3)[0], np.eye(3)[2]
SIDES, THICK, GAP = 16, 0.012, 0.002
LIP, TAB = 0.030, 0.044
"""How far in metres the lid's lip and the seat's tab stand out, so that fingers get round them; not scaled."""
LEAN = 0.6
"""Angle in radians off upright at which the hand comes down to flush: from the front, over the bowl."""
HOLDS = 1.3
"""Friction of a hinge relative to the greatest weight about it: what is lifted stays where it is left."""


def _oval(x: float, z: float, length: float, width: float) -> Array:
    # The outline of an ellipse, its corners counter-clockwise from above.
    angles = (np.arange(SIDES) + 0.5) * 2 * np.pi / SIDES
    return np.column_stack([x + length / 2 * np.cos(angles), width / 2 * np.sin(angles), np.full(SIDES, z)])


def build(instance: int) -> AssetModel:
    """Return the toilet of a number."""
    rng = instance_rng("toilet", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS)
    ceramic_name, ceramic = draw(rng, CERAMICS)
    lid_name, lid_colour = draw(rng, LIDS)
    length, width, rim, tank, tank_width = (
        SCALE * size[name] for name in ("length", "width", "rim", "tank", "tank_width")
    )
    x = 0.055
    back = x - length / 2

    b = AssetBuilder("toilet", instance, fixed_base=True, density=1200.0)
    body = b.root()
    waist, floor = 0.42 * rim, 0.70 * rim
    slim = _oval(x - 0.02, waist, 0.62 * length, 0.52 * width)
    loft(b, body, _oval(x - 0.02, 0.0, 0.74 * length, 0.62 * width), slim, ceramic)
    loft(b, body, slim, _oval(x - 0.006, floor, 0.84 * length, 0.80 * width), ceramic)
    band(
        b,
        body,
        (_oval(x - 0.006, floor, 0.84 * length, 0.80 * width), _oval(x, rim, 0.97 * length, 0.96 * width)),
        (_oval(x, floor, 0.42 * length, 0.40 * width), _oval(x, rim, 0.74 * length, 0.70 * width)),
        ceramic,
    )
    water = _oval(x, floor, 0.5 * length, 0.46 * width)
    loft(b, body, water, water + 0.004 * UP, (0.55, 0.75, 0.85))
    # The deck that carries the hinges and the tank, and the tank.
    rear = back - 0.108
    b.block(body, (rear, -0.30 * width, 0.0), (back + 0.04, 0.30 * width, 0.55 * rim), shade(ceramic, 0.97))
    b.block(body, (rear, -0.40 * width, 0.55 * rim), (back + 0.012, 0.40 * width, rim), ceramic)
    front, top = back - 0.036, rim + tank
    b.block(body, (rear, -tank_width / 2, rim), (front, tank_width / 2, top), ceramic)
    over = 0.004
    b.block(body, (rear, -tank_width / 2 - over, top), (front + over, tank_width / 2 + over, top + 0.012), ceramic)

    hinge = np.array([back - 0.006, 0.0, rim + GAP + THICK / 2])
    low = rim + GAP
    seat = _flap(b, "seat", hinge, size["open"], length, 0.10)
    seat_colour = shade(lid_colour, 0.93)
    edges = [(_oval(x, z, length, width), _oval(x + 0.006, z, 0.62 * length, 0.56 * width)) for z in (low, low + THICK)]
    band(b, seat, (edges[0][0], edges[1][0]), (edges[0][1], edges[1][1]), seat_colour)
    side = 0.30 * width
    edge = x + length / 2
    tab = np.array([edge + TAB - 0.026, side, low + THICK / 2])
    _tongue(b, seat, tab, TAB, 0.020, seat_colour)
    forward, across = (-1.0, 0.0, 0.0), (0.0, 1.0, 0.0)
    b.part(seat, "seat", centre=tab - 0.010 * AHEAD, approach=forward, axis=across)

    low += THICK + GAP
    lid = _flap(b, "lid", hinge, size["open"], length, 0.12)
    loft(b, lid, _oval(x, low, length, width), _oval(x, low + 0.008, length, width), lid_colour)
    shoulder, crown = (
        _oval(x, low + 0.008, 0.98 * length, 0.97 * width),
        _oval(x, low + THICK, 0.9 * length, 0.86 * width),
    )
    loft(b, lid, shoulder, crown, lid_colour)
    lip = np.array([edge + LIP - 0.006, -0.10 * width, low + THICK / 2])
    _tongue(b, lid, lip, LIP, 0.034, lid_colour)
    b.part(lid, "lid", centre=lip - 0.010 * AHEAD, approach=forward, axis=across)
    # Both hang on one pin; the seat's arms reach it beside the lid's.
    for y in (-0.22 * width, 0.22 * width):
        b.block(seat, (hinge[0], y - 0.008, rim + GAP), (back + 0.02, y + 0.008, rim + GAP + THICK), seat_colour)
        inside = y - np.sign(y) * 0.020
        b.block(lid, (hinge[0], inside - 0.008, low), (back + 0.02, inside + 0.008, low + THICK - 0.002), lid_colour)
        b.cylinder(body, (hinge[0] - 0.016, y, rim + 0.005), 0.007, 0.010, STEEL, ALONG["z"])

    if look["flush"] == "button":
        _button(b, body, np.array([(rear + front) / 2, 0.0, top + 0.012]))
    else:
        _lever(b, body, np.array([front - 0.016, tank_width / 2, top - 0.030]))
    seat_name = "" if lid_name == ceramic_name else f", its lid {lid_name}"
    description = (
        f"a {ceramic_name} toilet, {100 * (top + 0.012):.0f} cm high{seat_name}, with a seat and a lid that lift up "
        f"and a flush {look['flush']} {'on' if look['flush'] == 'button' else 'at the side of'} its tank"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=ceramic_name)


def _flap(b: AssetBuilder, name: str, hinge: Array, upper: float, length: float, mass: float) -> str:
    return b.moving(
        name,
        kind="revolute",
        origin=hinge,
        axis=(0.0, -1.0, 0.0),
        upper=upper,
        damping=0.2,
        friction=HOLDS * mass * 9.81 * 0.55 * length,
        mass=mass,
    )


def _tongue(b: AssetBuilder, link: str, end: Array, length: float, width: float, colour: Colour) -> None:
    # A tongue with a round end at `end`, by which a seat or a lid is lifted.
    x, y, z = end
    half, cut = width / 2, 0.3 * width
    front = [(x - cut, half), (x - 0.3 * cut, 0.75 * half), (x, 0.35 * half)]
    outline = [(x - length, -half), *((u, -v) for u, v in front), *reversed(front), (x - length, half)]
    prism(b, link, np.add(outline, (0.0, y)), "z", z - THICK / 2, z + THICK / 2, colour)


def _button(b: AssetBuilder, body: str, top: Array) -> None:
    hoop(b, body, top, top + 0.007 * UP, 0.026, 0.0195, STEEL, sides=8)
    button = b.moving(
        "button",
        kind="prismatic",
        origin=top,
        axis=(0.0, 0.0, -1.0),
        upper=0.005,
        damping=1.0,
        friction=1.0,
        mass=0.02,
    )
    b.cylinder(button, top + 0.009 * UP, 0.018, 0.006, shade(STEEL, 1.15), ALONG["z"])
    b.part(
        button,
        "button",
        centre=top + 0.012 * UP,
        approach=(-np.sin(LEAN), 0.0, -np.cos(LEAN)),
        axis=(0.0, 1.0, 0.0),
        handle_kind="push",
    )


def _lever(b: AssetBuilder, body: str, mount: Array) -> None:
    b.cylinder(body, mount, 0.012, 0.008, STEEL, ALONG["y"])
    pivot = np.add(mount, (0.0, 0.010, 0.0))
    lever = b.moving(
        "lever",
        kind="revolute",
        origin=pivot,
        axis=(0.0, 1.0, 0.0),
        upper=0.5,
        damping=0.03,
        friction=0.06,
        mass=0.04,
    )
    b.cylinder(lever, pivot, 0.009, 0.012, STEEL, ALONG["y"])
    b.box(lever, np.add(pivot, (0.034, 0.004, 0.0)), (0.070, 0.010, 0.014), STEEL)
    b.part(
        lever,
        "lever",
        centre=np.add(pivot, (0.060, 0.004, 0.007)),
        approach=(-np.sin(LEAN), 0.0, -np.cos(LEAN)),
        axis=(0.0, 1.0, 0.0),
        handle_kind="push",
    )


CATEGORY = Category(
    name="toilet",
    summary="a toilet with a seat and a lid that lift up, and a button or a lever on its tank to flush it",
    uses="a lavatory; flushing; a bathroom seat to sit on",
    articulated=True,
    noun="toilet",
    affordances=("open", "press"),
    keypoints=("<part>.handle.centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
