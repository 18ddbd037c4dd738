"""A board with five holes for an ell, a tee, a ring, a cube and a peg."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural import cube, peg, ring
from envs.assets.procedural.hulls import solid
from envs.assets.procedural.pieces import ARM_HOLE, CLEARANCE, LENGTH_HOLE

BOARDS: dict[str, Colour] = {
    "brown": (0.80, 0.64, 0.43),
    "white": (0.90, 0.90, 0.88),
    "grey": (0.55, 0.57, 0.60),
    "black": (0.17, 0.17, 0.18),
}
FLOOR = 0.003
"""Height in metres of the floor of every hole."""
SEATED = {"ell": 0.027, "tee": 0.027, "ring": 0.022, "cube": 0.027, "peg": 0.075}
"""Height in metres below which a piece's middle lies once it has sunk into its hole."""
SQUARE = cube.PARAMETERS["edge"].high + CLEARANCE
ROUND = ring.PARAMETERS["hole"].high + 2 * ring.PARAMETERS["thickness"].high + CLEARANCE
SMALL = peg.PARAMETERS["diameter"].high + CLEARANCE

PARAMETERS = {
    "depth": Range(0.0070, 0.0085, "m", "so that a piece in its hole can still be held; inlay puzzles: 4 to 10 mm"),
    "margin": Range(0.008, 0.014, "m", "wood left between the holes of inlay puzzles"),
}
VARIANTS = {"board": tuple(BOARDS), "first row": ("ell, tee", "tee, ell")}

Rectangle = tuple[float, float, float, float]
"""x from, x to, y from, y to, metres."""


def build(instance: int) -> AssetModel:
    """Return the kit of a number."""
    rng = instance_rng("kit", instance)
    name, colour = draw(rng, BOARDS)
    size = draw_all(rng, PARAMETERS)
    letters = [str(word) for word in rng.permutation(["ell", "tee"])]
    rounds = [str(word) for word in rng.permutation(["ring", "cube", "peg"])]
    paints = [VIVID[str(word)] for word in rng.permutation(["red", "yellow", "green", "blue", "purple"])]
    top, margin = FLOOR + size["depth"], size["margin"]

    wide = {"ell": LENGTH_HOLE, "tee": LENGTH_HOLE, "ring": ROUND, "cube": SQUARE, "peg": SMALL}
    half_y = max(sum(wide[piece] + margin for piece in row) for row in (letters, rounds)) / 2
    depths = (LENGTH_HOLE + margin, ROUND + margin)
    half_x = sum(depths) / 2

    b = AssetBuilder("kit", instance, fixed_base=True)
    body = b.root()
    b.block(body, (-half_x, -half_y, 0.0), (half_x, half_y, FLOOR - 0.0006), shade(colour, 0.7))
    holes: dict[str, tuple[float, float]] = {}
    far = half_x
    for row, depth in zip((letters, rounds), depths, strict=True):
        spare = (2 * half_y - sum(wide[piece] for piece in row)) / len(row)
        left = half_y
        for piece in row:
            width = wide[piece] + spare
            cell = (far - depth, far, left - width, left)
            holes[piece] = ((cell[0] + cell[1]) / 2, (cell[2] + cell[3]) / 2)
            _cell(b, body, piece, cell, (FLOOR, top), colour, paints[len(holes) - 1])
            left -= width
        far -= depth

    for piece, (x, y) in holes.items():
        # Where the middle of a piece can be that has sunk in, whichever way round it fits.
        room = {"cube": SQUARE, "ring": 0.02}.get(piece, 0.014)
        low, high = (x - room / 2, y - room / 2), (x + room / 2, y + room / 2)
        b.volume(f"{piece}_hole", body, (*low, FLOOR), (*high, SEATED[piece]))
        b.point(f"{piece}_hole.centre", body, (x, y, FLOOR - 0.0006))
    b.axis("arm.x", body, (1.0, 0.0, 0.0))
    b.axis("arm.y", body, (0.0, 1.0, 0.0))
    wooden = " wooden" if name == "brown" else ""
    description = (
        f"a {name}{wooden} kit board, {200 * half_y:.1f} x {200 * half_x:.1f} cm, with holes "
        f"{1000 * size['depth']:.1f} mm deep for an L, a T, a ring, a cube and a peg"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=name)


def _cell(
    b: AssetBuilder, link: str, piece: str, cell: Rectangle, z: tuple[float, float], colour: Colour, paint: Colour
) -> None:
    """Fill a rectangle of the board but for the hole in its middle, whose floor is painted."""
    x, y = (cell[0] + cell[1]) / 2, (cell[2] + cell[3]) / 2
    floor = FLOOR - 0.0006
    if piece in ("ring", "peg"):
        radius = (ROUND if piece == "ring" else SMALL) / 2
        b.cylinder(link, (x, y, floor), radius + 0.0005, 0.0008, paint, ALONG["z"])
        for outline in _round_frame((x, y), radius, cell, 16 if piece == "ring" else 8):
            solid(b, link, [(px, py, pz) for pz in z for px, py in outline], colour)
        return
    half = (SQUARE if piece == "cube" else LENGTH_HOLE) / 2
    low_x, high_x, low_y, high_y = x - half, x + half, y - half, y + half
    solids: list[Rectangle] = [
        (cell[0], low_x, cell[2], cell[3]),
        (high_x, cell[1], cell[2], cell[3]),
        (low_x, high_x, cell[2], low_y),
        (low_x, high_x, high_y, cell[3]),
    ]
    floors: list[Rectangle] = [(low_x, high_x, low_y, high_y)]
    if piece == "ell":
        solids.append((low_x + ARM_HOLE, high_x, low_y + ARM_HOLE, high_y))
        floors = [(low_x, high_x, low_y, low_y + ARM_HOLE), (low_x, low_x + ARM_HOLE, low_y + ARM_HOLE, high_y)]
    if piece == "tee":
        bar = high_x - ARM_HOLE
        solids += [(low_x, bar, low_y, y - ARM_HOLE / 2), (low_x, bar, y + ARM_HOLE / 2, high_y)]
        floors = [(bar, high_x, low_y, high_y), (low_x, bar, y - ARM_HOLE / 2, y + ARM_HOLE / 2)]
    for x0, x1, y0, y1 in solids:
        b.block(link, (x0, y0, z[0] - 0.0006), (x1, y1, z[1]), colour)
    for x0, x1, y0, y1 in floors:
        b.block(link, (x0, y0, floor - 0.0004), (x1, y1, floor + 0.0004), paint)


def _round_frame(
    middle: tuple[float, float], radius: float, cell: Rectangle, count: int
) -> Sequence[list[tuple[float, float]]]:
    """Return the outlines that a rectangle without a round hole about its middle is cut into."""
    x, y = middle
    far = radius / np.cos(np.pi / count)
    corners = [np.arctan2(py - y, px - x) for px in cell[:2] for py in cell[2:]]
    angles = np.arange(count + 1) * 2 * np.pi / count - np.pi
    found: list[list[tuple[float, float]]] = []
    for start, end in pairwise(angles):
        outline = [(x + far * np.cos(a), y + far * np.sin(a)) for a in (start, end)]
        for a in (start, *[c for c in corners if start < c < end], end):
            reach = min(
                (cell[1] - x) / max(abs(np.cos(a)), 1e-9),
                (cell[3] - y) / max(abs(np.sin(a)), 1e-9),
            )
            outline.append((x + reach * np.cos(a), y + reach * np.sin(a)))
        found.append(outline)
    return found


CATEGORY = Category(
    name="kit",
    summary="a board with five holes into which an ell, a tee, a ring, a cube and a peg fit",
    uses="a board to assemble pieces on; a shape sorter or puzzle with holes; kitting parts",
    articulated=False,
    noun="kit",
    affordances=("contain",),
    keypoints=tuple(f"{piece}_hole.centre" for piece in ("ell", "tee", "ring", "cube", "peg")),
    build=build,
    palette=BOARDS,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
