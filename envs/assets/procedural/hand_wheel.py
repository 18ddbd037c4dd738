"""A valve in a pipe, opened by a hand wheel with spokes whose rim a hand grasps."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.finishes import STEEL
from envs.assets.procedural.rings import tyre
from envs.assets.procedural.rods import rod
from envs.assets.procedural.solids import cone

PARAMETERS = {
    "radius": Range(0.085, 0.100, "m", "hand wheels of valves DN 40 to DN 65: 14 to 20 cm across"),
    "rim": Range(0.016, 0.020, "m", "rims of such wheels: 14 to 20 mm thick"),
    "pipe": Range(0.024, 0.031, "m", "outer radius of pipes DN 40 and DN 50: 24 and 30 mm (ISO 4200)"),
    "length": Range(0.20, 0.26, "m", "face to face, gate valves DN 40 to DN 65: 14 to 19 cm; and the flanges"),
    "stem": Range(0.095, 0.120, "m", "from the pipe's middle to the wheel; small gate valves: 10 to 20 cm"),
    "turn": Range(1.57, 3.14, "rad", "quarter to half a turn: what an arm does without letting go"),
}
VARIANTS = {"faces": ("front", "top")}
LOOKS = {"spokes": ("three", "four", "five")}
SPOKES = {"three": 3, "four": 4, "five": 5}
PIPES: dict[str, Colour] = {
    "grey": (0.45, 0.47, 0.50),
    "green": (0.25, 0.42, 0.33),
    "blue": (0.20, 0.33, 0.52),
    "brass": (0.72, 0.57, 0.28),
}
FOOT = 0.012


def build(instance: int) -> AssetModel:
    """Return the hand wheel of a number."""
    rng = instance_rng("hand_wheel", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS | LOOKS)
    pipe_name, pipe_colour = draw(rng, PIPES)
    wheels = {name: VIVID[name] for name in ("red", "blue", "yellow", "black", "green")}
    colour_name, colour = draw(rng, {name: rgb for name, rgb in wheels.items() if name != pipe_name})
    front = look["faces"] == "front"
    outwards, up = (np.eye(3)[0], np.eye(3)[2]) if front else (np.eye(3)[2], np.eye(3)[0])
    radius, rim, pipe, stem = size["radius"], size["rim"], size["pipe"], size["stem"]
    flange = 1.55 * pipe
    z = 0.125 if front else flange + FOOT + 0.006
    x = -0.5 * stem if front else 0.0
    half = size["length"] / 2

    b = AssetBuilder("hand_wheel", instance, fixed_base=True)
    body = b.root()
    middle = np.array([x, 0.0, z])
    b.box(body, (0.0, 0.0, FOOT / 2), (stem + 0.10 if front else 0.13, 2 * half, FOOT), (0.30, 0.31, 0.33))
    b.cylinder(body, middle, pipe, 2 * half, pipe_colour, ALONG["y"])
    for side in (-1, 1):
        b.box(body, (x, side * 0.78 * half, (FOOT + z) / 2), (1.2 * pipe, 0.024, z - FOOT), (0.30, 0.31, 0.33))
        for y in (half - 0.007, 0.5 * half):
            b.cylinder(body, (x, side * y, z), flange, 0.012, shade(pipe_colour, 0.85), ALONG["y"])
        b.cylinder(body, (x, side * half, z), 0.8 * pipe, 0.004, (0.06, 0.06, 0.06), ALONG["y"])
        for angle in (0.25, 0.75, 1.25, 1.75):
            at = 1.25 * pipe * np.array([np.cos(np.pi * angle), 0.0, np.sin(np.pi * angle)])
            b.cylinder(body, (x + at[0], side * 0.5 * half, z + at[2]), 0.005, 0.020, STEEL, ALONG["y"])
    b.sphere(body, middle, 1.35 * pipe, pipe_colour)
    # The bonnet narrows to the stem on which the wheel turns.
    neck = middle + outwards * (stem - 0.026)
    shoulder = middle + outwards * 0.55 * stem
    cone(b, body, middle, shoulder, 1.1 * pipe, 0.7 * pipe, pipe_colour)
    along = ALONG["x" if front else "z"]
    b.cylinder(body, shoulder, 0.95 * pipe, 0.010, shade(pipe_colour, 0.85), along)
    rod(b, body, shoulder, neck, 0.010, STEEL)

    hub = middle + outwards * stem
    link = b.moving(
        "wheel",
        kind="revolute",
        origin=hub,
        axis=outwards,
        upper=size["turn"],
        damping=0.1,
        friction=0.15,
        mass=0.35,
    )
    b.cylinder(link, hub - 0.004 * outwards, 0.018, 0.040, colour, along)
    b.cylinder(link, hub + 0.018 * outwards, 0.009, 0.012, STEEL, along)
    tyre(b, link, hub, outwards, radius, rim, colour, sides=20)
    across = np.cross(outwards, up)
    count = SPOKES[look["spokes"]]
    for index in range(count):
        angle = np.pi / count + 2 * np.pi * index / count
        way = np.cos(angle) * up + np.sin(angle) * across
        rod(b, link, hub, hub + radius * way, 0.006, shade(colour, 0.9))
    # The rim's middle at the top, or at the front, between two spokes.
    b.part(link, "wheel", centre=hub + radius * up, approach=-outwards, axis=across)
    b.point("hub", link, hub)
    description = (
        f"a {colour_name} hand wheel with {look['spokes']} spokes, {200 * radius:.0f} cm across, facing the "
        f"{look['faces']} of a valve in a {pipe_name} pipe; it turns anticlockwise to open"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="hand_wheel",
    summary="a hand wheel with spokes on a valve in a pipe; its rim is grasped and turned anticlockwise to open it",
    uses="opening or closing a pipe; a valve for gas, steam or water; shutting off the flow",
    articulated=True,
    noun="hand wheel",
    affordances=("turn",),
    keypoints=("wheel.handle.centre", "hub"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
