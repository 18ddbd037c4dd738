"""A box whose lid is hinged along its back edge."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import METAL, VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.lip import LIFTED_BY, edge_handle

BOXES = "keepsake and storage boxes with hinged lids in shops: 18 x 13 x 8 to 30 x 20 x 15 cm"
PARAMETERS = {
    "width": Range(0.19, 0.26, "m", BOXES),
    "depth": Range(0.15, 0.19, "m", BOXES),
    "height": Range(0.09, 0.14, "m", BOXES),
    "inside": Range(0.068, 0.080, "m", "depth of the room inside: deeper than a hand reaches is a false floor"),
    "thickness": Range(0.018, 0.022, "m", "of the handle: what the gripper holds well"),
    "length": Range(0.35, 0.65, "1", "of the handle, as a share of the box's width"),
}
VARIANTS = {"handle": LIFTED_BY}
WALL = 0.009
LID = 0.014
HOLDS = 1.3
"""Hinge friction relative to the lid's greatest weight about the hinge: it stays where it is left."""
RISE = 0.35
"""Angle in radians at which the handle stands up from the lid's edge, so that the fingers get round it."""
DIVE = 0.9
"""Angle in radians below the horizontal at which the hand comes: so the arm has room to swing the lid up."""


def build(instance: int) -> AssetModel:
    """Return the lidded box of a number."""
    rng = instance_rng("lidded_box", instance)
    p = draw_all(rng, PARAMETERS)
    handle = choose(rng, VARIANTS)["handle"]
    colour_name, colour = draw(rng, VIVID)
    _, metal = draw(rng, {name: rgb for name, rgb in METAL.items() if name != colour_name})
    lid_colour = shade(colour, 1.25) if rng.random() < 0.5 else shade(colour, 0.75)
    bands = bool(rng.integers(2))
    width, depth, height, inside = p["width"], p["depth"], p["height"], p["inside"]
    length = p["length"] * width

    b = AssetBuilder("lidded_box", instance, fixed_base=True)
    body = b.root()
    x, y = depth / 2, width / 2
    floor = height - inside
    b.block(body, (-x, -y, 0.0), (x, y, floor), shade(colour, 0.9))
    for side in (-1, 1):
        b.box(body, (0.0, side * (y - WALL / 2), floor + inside / 2), (depth, WALL, inside), colour)
        b.box(body, (side * (x - WALL / 2), 0.0, floor + inside / 2), (WALL, width - 2 * WALL, inside), colour)
        if bands:
            for face in (-x, x):
                b.box(body, (face, side * 0.6 * y, height / 2), (0.004, 0.016, height), metal)
        # The hinges behind, and a keyhole's plate in front.
        b.box(body, (-x - 0.001, side * 0.5 * y, height - 0.010), (0.003, 0.022, 0.018), metal)
    b.box(body, (x + 0.001, 0.0, height - 0.016), (0.002, 0.020, 0.026), metal)
    b.box(body, (x + 0.0018, 0.0, height - 0.018), (0.002, 0.004, 0.009), (0.05, 0.05, 0.05))
    b.volume("interior", body, (-x + WALL, -y + WALL, floor), (x - WALL, y - WALL, height))

    gap = 0.002
    lid_mass = round(600.0 * width * depth * LID, 3)
    link = b.moving(
        "lid",
        kind="revolute",
        origin=(-x, 0.0, height + gap),
        axis=(0.0, -1.0, 0.0),
        upper=1.5,
        damping=0.5,
        friction=HOLDS * lid_mass * 9.81 * depth / 2,
        mass=lid_mass,
    )
    middle = height + gap + LID / 2
    b.block(link, (-x, -y, height + gap), (x, y, height + gap + LID), lid_colour)
    if bands:
        for side in (-1, 1):
            b.box(link, (0.0, side * 0.6 * y, middle + LID / 2), (depth, 0.016, 0.004), metal)
    b.surface("top", link, (0.0, 0.0, height + gap + LID + (0.002 if bands else 0.0)), (depth, width))
    centre = edge_handle(
        b,
        link,
        (x, 0.0, middle),
        handle,
        length=length,
        thickness=p["thickness"],
        gap=0.034,
        tilt=RISE,
        colour=metal,
    )
    approach = (-np.cos(DIVE), 0.0, -np.sin(DIVE))
    b.part(link, "lid", centre=centre, approach=approach, axis=(0.0, 1.0, 0.0), interior="interior")
    b.point("lid.edge", link, (x, 0.0, height + gap))
    description = (
        f"a {colour_name} box, {100 * width:.0f} x {100 * depth:.0f} cm, with a hinged lid "
        f"that has a {100 * length:.0f} cm {handle} in front{' and metal bands' if bands else ''}"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="lidded_box",
    summary="a box with a hinged lid that lifts open from the front; things can be put inside while it is open",
    uses="a chest or case with a lid; keeping things covered; a treasure box, toy box or casket",
    articulated=True,
    noun="box",
    affordances=("open", "contain", "support"),
    keypoints=("lid.handle.centre", "lid.edge"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
