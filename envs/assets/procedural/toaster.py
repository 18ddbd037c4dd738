"""A toaster with open slots, and a lever on its front that goes down."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.handles import FRONT_APPROACH
from envs.assets.procedural.solids import prism, rounded

SHOPS = "household toasters in shops: 26 to 30 cm long, 16 to 19 cm high"
PARAMETERS = {
    "length": Range(0.25, 0.29, "m", SHOPS),
    "height": Range(0.165, 0.190, "m", SHOPS),
    "slot": Range(0.032, 0.037, "m", "slots for sliced bread and bagels: 32 to 37 mm wide"),
    "divider": Range(0.022, 0.030, "m", "heating element and guards between two slots"),
    "shell": Range(0.026, 0.034, "m", "from a slot to the outside: guard, element, insulation, shell"),
    "corner": Range(0.018, 0.032, "m", "round edges of household toasters"),
    "travel": Range(0.045, 0.060, "m", "strokes of toaster levers"),
    "tab": Range(0.024, 0.030, "m", "width of the lever's knob: what the gripper holds well"),
}
VARIANTS = {"slots": ("two", "one")}
BODIES: dict[str, Colour] = {
    "steel": METAL["steel"],
    "red": VIVID["red"],
    "white": VIVID["white"],
    "black": VIVID["black"],
    "blue": (0.45, 0.66, 0.78),
    "green": (0.56, 0.74, 0.62),
    "yellow": (0.93, 0.84, 0.55),
}
DARK: Colour = (0.10, 0.10, 0.11)
ELEMENT: Colour = (0.55, 0.22, 0.10)
FEET, FLOOR, END = 0.008, 0.050, 0.030
"""Heights of the feet and of the slots' floor, and length of each closed end, metres."""


def build(instance: int) -> AssetModel:
    """Return the toaster of a number."""
    rng = instance_rng("toaster", instance)
    p = draw_all(rng, PARAMETERS)
    double = choose(rng, VARIANTS)["slots"] == "two"
    dial = bool(rng.integers(2))
    colour_name, colour = draw(rng, BODIES)
    ends = shade(colour, 0.55) if colour_name == "black" else (DARK, shade(colour, 0.8), colour)[int(rng.integers(3))]
    x, height, slot = p["length"] / 2, p["height"], p["slot"]
    inner = (slot + p["divider"] / 2) if double else slot / 2
    width = 2 * (inner + p["shell"])
    middle = (FEET + height) / 2

    b = AssetBuilder("toaster", instance, fixed_base=True)
    body = b.root()
    for side in (-1, 1):
        for end in (-1, 1):
            b.cylinder(body, (side * (x - 0.035), end * (width / 2 - 0.025), FEET / 2), 0.010, FEET, DARK, ALONG["z"])
    outline = rounded(width, height - FEET, p["corner"]) + np.array([0.0, middle])
    for side in (-1, 1):
        low, high = sorted((side * (x - END), side * x))
        prism(b, body, outline, "x", low, high, ends)
        # A half of the shell: the outline as far as the slot.
        shell = outline[side * outline[:, 0] > inner]
        edge = [(side * inner, side * (middle - FEET) + middle), (side * inner, side * (FEET - middle) + middle)]
        turns = np.concatenate([np.roll(shell, -int(np.argmax(_breaks(shell))) - 1, axis=0), edge])
        prism(b, body, turns, "x", -x + END, x - END, colour)
    b.block(body, (-x + END, -inner, FEET), (x - END, inner, FLOOR), DARK)
    if double:
        b.block(body, (-x + END, -inner + slot, FLOOR), (x - END, inner - slot, height), colour)
    slots = {"slot": (-inner, -inner + slot if double else inner)}
    if double:
        slots["second_slot"] = (inner - slot, inner)
    for name, (low, high) in slots.items():
        b.volume(name, body, (-x + END, low, FLOOR), (x - END, high, height))
        b.point(f"{name}.centre", body, (0.0, (low + high) / 2, height))
        for y in (low, high):
            b.box(body, (0.0, y, height), (2 * (x - END), 0.003, 0.002), shade(METAL["steel"], 0.8))
            for level in (0.35, 0.6, 0.85):
                b.box(body, (0.0, y, FLOOR + level * (height - FLOOR)), (1.8 * (x - END), 0.001, 0.003), ELEMENT)
    b.box(body, (0.0, 0.0, FEET + 0.002), (2 * x + 0.001, width - 2 * p["corner"], 0.003), shade(ends, 0.6))

    # On the front: the lever's track, and what sets the browning below it.
    top = height - p["corner"] - 0.014
    b.block(body, (x, -0.005, top - p["travel"] - 0.008), (x + 0.001, 0.005, top + 0.012), shade(DARK, 0.5))
    metal = METAL["steel"] if max(ends) < 0.4 else DARK
    low = FEET + 0.022
    if dial:
        b.cylinder(body, (x + 0.005, 0.0, low), 0.016, 0.012, metal, ALONG["x"])
        b.box(body, (x + 0.0112, 0.0, low + 0.007), (0.002, 0.003, 0.011), VIVID["red"])
    else:
        for step in (-1, 0, 1):
            b.box(body, (x + 0.002, 0.022 * step, low), (0.006, 0.014, 0.010), metal)
    link = b.moving(
        "lever",
        kind="prismatic",
        origin=(x, 0.0, top),
        axis=(0.0, 0.0, -1.0),
        upper=p["travel"],
        damping=5.0,
        friction=2.0,
        mass=0.03,
    )
    b.block(link, (x + 0.0015, -0.003, top - 0.006), (x + 0.012, 0.003, top + 0.006), metal)
    outline = rounded(p["tab"], 0.016, 0.006) + np.array([0.0, top])
    prism(b, link, outline, "x", x + 0.008, x + 0.034, metal)
    centre = (x + 0.022, 0.0, top)
    b.part(link, "lever", centre=centre, approach=FRONT_APPROACH, axis=(0.0, 0.0, 1.0))
    b.point("centre", body, (0.0, 0.0, FLOOR / 2))
    description = (
        f"a {colour_name} toaster with {'two slots' if double else 'one long slot'}, {200 * x:.0f} cm long, "
        f"a lever that goes {1000 * p['travel']:.0f} mm down and {'a dial' if dial else 'buttons'} on its front"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


def _breaks(points: np.ndarray) -> np.ndarray:
    """Return how far each corner is from the one after it: the longest way is where the outline was cut open."""
    return np.linalg.norm(np.roll(points, -1, axis=0) - points, axis=1)


CATEGORY = Category(
    name="toaster",
    summary="a toaster: bread goes into its slots from above, and a lever on its front is pressed down",
    uses="browning bread; making toast for breakfast; an appliance for slices of bread",
    articulated=True,
    noun="toaster",
    affordances=("press", "contain"),
    keypoints=("lever.handle.centre", "centre"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
