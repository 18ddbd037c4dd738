"""A knob on the front or the top of a control box, turned clockwise from its first mark to its last."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.finishes import LAMP, RUBBER
from envs.assets.procedural.knobs import Turned, marks, turning_knob
from envs.assets.procedural.solids import prism

PARAMETERS = {
    "radius": Range(0.024, 0.030, "m", "knobs of stoves and amplifiers: 4 to 6 cm across"),
    "wing": Range(0.016, 0.022, "m", "the wing of a stove's knob: 12 to 22 mm"),
    "dial": Range(0.027, 0.034, "m", "the head of an amplifier's knob: 2 to 4 cm; what the gripper holds"),
    "box": Range(0.13, 0.17, "m", "control boxes of thermostats and dimmers: 10 to 20 cm"),
    "turn": Range(1.57, 3.14, "rad", "switches and thermostats: a quarter to half a turn, what an arm does in one go"),
}
VARIANTS = {"faces": ("front", "top"), "knob": ("wing", "dial")}
BOXES: dict[str, Colour] = {
    "white": (0.92, 0.92, 0.90),
    "grey": (0.60, 0.62, 0.65),
    "black": (0.15, 0.15, 0.16),
    "beige": (0.84, 0.76, 0.62),
    "blue": (0.26, 0.40, 0.60),
}


def build(instance: int) -> AssetModel:
    """Return the rotary knob of a number."""
    rng = instance_rng("rotary_knob", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS)
    colour_name, colour = draw(rng, BOXES)
    knobs = {**METAL, **{name: VIVID[name] for name in ("red", "blue", "orange")}}
    knob_name, knob_colour = draw(rng, {name: rgb for name, rgb in knobs.items() if name != colour_name})
    dark = (0.08, 0.08, 0.08) if colour_name not in ("black", "blue") else (0.92, 0.92, 0.92)
    half = size["box"] / 2

    b = AssetBuilder("rotary_knob", instance, fixed_base=True)
    body = b.root()
    if look["faces"] == "front":
        # A console with a deep base; its knob is so high that the hand clears the table while it turns.
        height, x = 0.205, 0.030
        prism(b, body, [(-0.06, 0.0), (x, 0.0), (x, height), (-0.015, height)], "y", -half, half, colour)
        mount, towards = np.array([x, 0.0, 0.125]), "x"
        face, plate = np.array([x, 0.0, height / 2]), (0.002, 2 * half - 0.016, height - 0.016)
    else:
        height = 0.060
        for x in (-half + 0.02, half - 0.02):
            for y in (-half + 0.02, half - 0.02):
                b.cylinder(body, (x, y, 0.004), 0.010, 0.008, RUBBER, ALONG["z"])
        b.block(body, (-half, -half, 0.008), (half, half, height), colour)
        mount, towards = np.array([0.0, 0.0, height]), "z"
        face, plate = np.array([0.0, 0.0, height]), (2 * half - 0.016, 2 * half - 0.016, 0.002)
    b.box(body, face, plate, shade(colour, 0.82 if colour_name != "black" else 1.6))
    turned = Turned.facing(towards)
    level = mount + 0.001 * turned.outwards
    marks(
        b,
        body,
        level,
        towards=towards,
        radius=size["radius"] + 0.010,
        span=size["turn"],
        count=9,
        colour=dark,
    )
    lamp = mount + turned.outwards * 0.001 + turned.up * 0.058 - turned.across * 0.72 * half
    b.cylinder(body, lamp, 0.005, 0.006, LAMP, ALONG[towards])
    b.box(body, level - turned.up * 0.054, turned.edges(0.002, 0.008, 0.05), dark)
    wing = look["knob"] == "wing"
    turning_knob(
        b,
        "knob",
        look["knob"],
        mount + 0.001 * turned.outwards,
        towards=towards,
        parent=body,
        radius=size["radius"],
        grip=size["wing"] if wing else size["dial"],
        upper=size["turn"],
        colour=knob_colour,
        mark=(0.95, 0.95, 0.92) if knob_name in ("black", "red", "blue") else (0.1, 0.1, 0.1),
    )
    across = 2000 * size["radius"]
    description = (
        f"a {knob_name} knob, {across:.0f} mm across{' with a wing to hold' if wing else ''}, on the {look['faces']} "
        f"of a {colour_name} control box; it turns clockwise by {np.degrees(size['turn']):.0f} degrees"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=knob_name)


CATEGORY = Category(
    name="rotary_knob",
    summary="a knob on a control box, turned clockwise from off to its highest mark, like a dimmer or a thermostat",
    uses="setting the volume, brightness or heat; a dial to adjust; a thermostat or dimmer",
    articulated=True,
    noun="knob",
    affordances=("turn",),
    keypoints=("knob.handle.centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
