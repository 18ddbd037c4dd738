"""A flat line on the table, along which things are put or over which they are swept."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw
from envs.assets.parameters import Range, draw_all

HEIGHT = 0.0010
DASH = 0.022
"""Metres from one dash to the next."""

PARAMETERS = {
    "length": Range(0.22, 0.34, "m", "what an arm of 0.85 m reach sweeps across the table"),
    "width": Range(0.012, 0.025, "m", "marking tape: 12 to 25 mm"),
}
VARIANTS = {"stroke": ("solid", "dashed"), "colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the line of a number."""
    rng = instance_rng("line", instance)
    colour_name, colour = draw(rng, VIVID)
    dashed = bool(rng.integers(2))
    size = draw_all(rng, PARAMETERS)
    half, width = size["length"] / 2, size["width"]

    # It runs along y, across the robot's forward.
    b = AssetBuilder("line", instance, fixed_base=True)
    body = b.root()
    if dashed:
        # An odd number: its middle lies on a dash.
        count = int(size["length"] / DASH) // 2 * 2 + 1
        pitch = 2 * half / (count - 0.4)
        for index in range(count):
            low = -half + index * pitch
            b.block(body, (-width / 2, low, 0.0), (width / 2, min(half, low + 0.6 * pitch), HEIGHT), colour)
    else:
        b.block(body, (-width / 2, -half, 0.0), (width / 2, half, HEIGHT), colour)
    b.surface("top", body, (0.0, 0.0, HEIGHT), (width, 2 * half))
    b.point("centre", body, (0.0, 0.0, HEIGHT))
    b.point("end.left", body, (0.0, half, HEIGHT))
    b.point("end.right", body, (0.0, -half, HEIGHT))
    b.axis("along", body, (0.0, 1.0, 0.0))
    b.axis("across", body, (1.0, 0.0, 0.0))
    stroke = "dashed " if dashed else ""
    description = f"a {stroke}{colour_name} line on the table, {200 * half:.0f} cm long and {1000 * width:.0f} mm wide"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=2)


CATEGORY = Category(
    name="line",
    summary="a flat coloured line on the table, along which things are put or over which they are swept",
    uses="a mark on the table to line things up along; a boundary or finishing line; sweeping over it",
    articulated=False,
    noun="line",
    affordances=("support",),
    keypoints=("centre", "end.left", "end.right"),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
