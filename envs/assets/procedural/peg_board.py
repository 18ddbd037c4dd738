"""A board with three upright pegs over which discs go: the stand of the tower of Hanoi."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.disc import PARAMETERS as DISC
from envs.assets.procedural.disc import RADII
from envs.assets.procedural.lathe import lathe
from kpam.transforms import from_rotation

BOARDS: dict[str, Colour] = {
    "brown": (0.66, 0.46, 0.27),
    "white": (0.90, 0.90, 0.88),
    "grey": (0.55, 0.57, 0.60),
    "black": (0.17, 0.17, 0.18),
}
THICK = 0.006
"""Height in metres of the board."""
PEG_RADIUS = 0.0100
PEG_HEIGHT = 0.0435
"""Metres over the board: the palm stays clear of a peg when the fingers hold a disc at its foot."""
ROOM = 2 * RADII["large"]
"""Metres across the largest disc."""

PARAMETERS = {
    "pitch": Range(0.088, 0.094, "m", "so that two of the largest discs lie side by side with 14 mm between them"),
    "margin": Range(0.005, 0.009, "m", "how far the board goes beyond the largest disc"),
}
VARIANTS = {"colour": tuple(BOARDS)}
PEGS = {"left": 1, "middle": 0, "right": -1}
"""The pegs by name, and which way along y each stands."""


def build(instance: int) -> AssetModel:
    """Return the peg board of a number."""
    rng = instance_rng("peg_board", instance)
    colour_name, colour = draw(rng, BOARDS)
    size = draw_all(rng, PARAMETERS)
    pitch, half_x = size["pitch"], ROOM / 2 + size["margin"]
    half_y = pitch + half_x

    b = AssetBuilder("peg_board", instance, fixed_base=True)
    body = b.root()
    b.block(body, (-half_x, -half_y, 0.0), (half_x, half_y, THICK), colour)
    top = THICK + PEG_HEIGHT
    slack = (DISC["hole"].high - 2 * PEG_RADIUS) / 2 + 0.003
    for name, side in PEGS.items():
        x, y = 0.0, side * pitch
        profile = [(PEG_RADIUS, -0.001), (PEG_RADIUS, PEG_HEIGHT - 0.005), (0.55 * PEG_RADIUS, PEG_HEIGHT)]
        lathe(b, body, profile, shade(colour, 0.8), T=from_rotation(np.eye(3), (x, y, THICK)))
        # Where the middle of a disc is that goes round the peg, however high it lies on others.
        b.volume(f"{name}_peg", body, (x - slack, y - slack, THICK), (x + slack, y + slack, top + PEG_HEIGHT + 0.004))
        b.surface(f"{name}_foot", body, (x, y, THICK), (ROOM, ROOM))
        b.point(f"{name}_peg.foot", body, (x, y, THICK))
        b.point(f"{name}_peg.head", body, (x, y, top))
    b.axis("row", body, (0.0, 1.0, 0.0))
    b.axis("up", body, (0.0, 0.0, 1.0))
    return b.build(
        f"a {colour_name} peg board with three pegs {1000 * PEG_HEIGHT:.0f} mm high, {1000 * pitch:.0f} mm apart",
        affordances=CATEGORY.affordances,
        colour_name=colour_name,
    )


CATEGORY = Category(
    name="peg_board",
    summary="a board with three pegs in a row over which discs are put",
    uses="the stand of the tower of Hanoi; sorting discs or rings onto pegs; a puzzle",
    articulated=False,
    noun="peg board",
    affordances=("support", "contain"),
    keypoints=tuple(f"{name}_peg.{end}" for name in PEGS for end in ("foot", "head")),
    build=build,
    palette=BOARDS,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
