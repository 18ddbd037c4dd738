"""A trash can whose lid is hinged at the back: lifted by a bar, or by a pedal that it is coupled to."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour, Coupling
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.finishes import RUBBER, STEEL
from envs.assets.procedural.handles import bar
from envs.assets.procedural.rings import band
from envs.assets.procedural.solids import circle, loft, rounded
from kpam.transforms import Array

SCALE = 0.55
PARAMETERS = {
    "radius": Range(0.135, 0.165, "m", "trash cans of 12 to 30 litres are 25 to 33 cm across"),
    "height": Range(0.40, 0.56, "m", "trash cans of 12 to 30 litres are 40 to 65 cm high"),
    "taper": Range(0.86, 1.0, "1", "how much narrower the foot is; shops: straight steel ones, tapered plastic ones"),
    "lid": Range(1.10, 1.35, "rad", "lids stand open at 65 to 80 degrees"),
    "pedal": Range(0.24, 0.30, "rad", "pedals go down by 2 to 3 cm"),
    "grip": Range(0.018, 0.021, "m", "what the gripper holds; not scaled"),
}
VARIANTS = {"lid": ("pedal", "bar")}
CANS: dict[str, Colour] = {
    "steel": (0.70, 0.72, 0.74),
    "white": (0.92, 0.92, 0.90),
    "black": (0.16, 0.16, 0.17),
    "red": (0.70, 0.13, 0.12),
    "green": (0.20, 0.46, 0.28),
    "blue": (0.18, 0.34, 0.60),
}
WALL, FLOOR, SKIRT, GAP = 0.004, 0.006, 0.030, 0.002
HOLDS = 1.3
"""Friction of the hinge relative to the lid's greatest weight about it: the lid stays where it is left."""
RISE, DIVE = 0.35, 0.9
"""Angles in radians: of the bar up from the lid's edge, and of the hand below the horizontal as it comes to it."""
LEAN = 0.7
"""Angle in radians off upright at which the hand comes down on the pedal, clear of the can."""


def build(instance: int) -> AssetModel:
    """Return the trash can of a number."""
    rng = instance_rng("trash_can", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS)
    colour_name, colour = draw(rng, CANS)
    lid_colour = shade(colour, 0.85) if rng.random() < 0.5 or colour_name == "black" else (0.18, 0.18, 0.19)
    pedalled, square = look["lid"] == "pedal", bool(rng.integers(2))
    radius, height = SCALE * size["radius"], SCALE * size["height"]
    foot = size["taper"] * radius

    def outline(z: float, reach: float) -> Array:
        if not square:
            return circle((0.0, 0.0, z), (0.0, 0.0, 1.0), reach, 16)
        flat = rounded(2 * reach, 2 * reach, 0.35 * reach)
        return np.column_stack([flat, np.full(len(flat), z)])

    b = AssetBuilder("trash_can", instance, fixed_base=True)
    body = b.root()
    narrow = foot + (radius - foot) * SKIRT / height
    loft(b, body, outline(0.0, foot - WALL - 0.001), outline(FLOOR, foot - WALL - 0.001), RUBBER)
    low, high = (outline(0.0, foot), outline(SKIRT, narrow)), (outline(SKIRT, narrow), outline(height, radius))
    for walls, paint in ((low, RUBBER), (high, colour)):
        inner = [np.column_stack([wall[:, :2] * (1 - WALL / radius), wall[:, 2]]) for wall in walls]
        band(b, body, walls, (inner[0], inner[1]), paint)
    hole = (foot - 2 * WALL) * (1.0 if square else 0.7071) - (0.1 * foot if square else 0.0)
    b.volume("interior", body, (-hole, -hole, FLOOR), (hole, hole, height))
    b.point("rim", body, (radius - WALL / 2, 0.0, height))

    # The lid, its hinge behind, and how it is opened.
    hinge = np.array([-radius - 0.004, 0.0, height + GAP])
    b.box(body, (hinge[0] - 0.002, 0.0, height - 0.012), (0.012, 0.6 * radius, 0.022), lid_colour)
    mass = 0.06 if pedalled else 0.12
    if pedalled:
        pedal = _pedal(b, body, foot, size["pedal"])
    lid = b.moving(
        "lid",
        kind="revolute",
        origin=hinge,
        axis=(0.0, -1.0, 0.0),
        upper=size["lid"],
        damping=0.02 if pedalled else 0.3,
        friction=HOLDS * mass * 9.81 * (radius + 0.006),
        mass=mass,
        coupling=Coupling(joint=f"{pedal}_joint", ratio=size["lid"] / size["pedal"]) if pedalled else None,
    )
    base = height + GAP
    loft(b, lid, outline(base, radius + 0.003), outline(base + 0.008, radius + 0.003), lid_colour)
    loft(b, lid, outline(base + 0.008, 0.96 * radius), outline(base + 0.016, 0.72 * radius), shade(lid_colour, 1.12))
    b.box(lid, (hinge[0] + 0.004, 0.0, base + 0.005), (0.014, 0.5 * radius, 0.010), lid_colour)
    if pedalled:
        # Only the pedal moves it: its lip is where one sees how far it is open.
        lip = np.array([radius + 0.006, 0.0, base + 0.004])
        b.box(lid, lip, (0.016, 0.06, 0.008), shade(lid_colour, 0.8))
        b.part(
            lid,
            "lid",
            centre=lip,
            approach=(-1.0, 0.0, 0.0),
            axis=(0.0, 1.0, 0.0),
            interior="interior",
            handle_kind="push",
        )
    else:
        mount = (radius, 0.0, base + 0.005)
        centre = bar(
            b,
            lid,
            mount,
            along="y",
            length=min(0.09, 1.3 * radius),
            thickness=size["grip"],
            gap=0.034,
            round_bar=True,
            colour=STEEL if colour_name != "steel" else RUBBER,
            tilt=RISE,
        )
        approach = (-np.cos(DIVE), 0.0, -np.sin(DIVE))
        b.part(lid, "lid", centre=centre, approach=approach, axis=(0.0, 1.0, 0.0), interior="interior")
    shape = "square" if square else "round"
    how = "a pedal that lifts its lid" if pedalled else "a hinged lid with a bar to lift it by"
    description = f"a {shape} {colour_name} trash can, {100 * height:.0f} cm high, with {how}"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


def _pedal(b: AssetBuilder, body: str, foot: float, upper: float) -> str:
    # A plate on a pin before the can's foot; the lid's rod is inside.
    pin = np.array([foot + 0.008, 0.0, 0.026])
    for y in (-0.034, 0.034):
        b.box(body, pin - (0.006, -y, 0.010), (0.026, 0.008, 0.030), RUBBER)
    link = b.moving(
        "pedal",
        kind="revolute",
        origin=pin,
        axis=(0.0, 1.0, 0.0),
        upper=upper,
        damping=0.05,
        friction=0.05,
        mass=0.05,
    )
    b.cylinder(link, pin, 0.005, 0.056, STEEL, ALONG["y"])
    b.box(link, np.add(pin, (0.032, 0.0, 0.0)), (0.060, 0.050, 0.006), STEEL)
    b.box(link, np.add(pin, (0.046, 0.0, 0.003)), (0.028, 0.044, 0.004), RUBBER)
    press = np.add(pin, (0.048, 0.0, 0.005))
    approach = (-np.sin(LEAN), 0.0, -np.cos(LEAN))
    b.part(link, "pedal", centre=press, approach=approach, axis=(0.0, 1.0, 0.0), handle_kind="push")
    return link


CATEGORY = Category(
    name="trash_can",
    summary="a trash can with a lid hinged at the back, lifted by a bar or by pressing the pedal; rubbish goes inside",
    uses="throwing rubbish, garbage or waste away; a dustbin; getting rid of litter",
    articulated=True,
    noun="trash can",
    affordances=("open", "contain"),
    keypoints=("<part>.handle.centre", "rim"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
