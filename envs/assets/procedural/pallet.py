"""A wooden pallet on nine blocks, a fifth of its real size."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all

WOODS: dict[str, Colour] = {
    "pine": (0.84, 0.68, 0.45),
    "weathered": (0.62, 0.56, 0.48),
    "brown": (0.60, 0.42, 0.25),
    "blue": (0.18, 0.36, 0.66),
}
SCALE = 0.2
BOARD, BLOCK = 0.022, 0.078
"""Metres, EN 13698-1: how thick the boards and how high the blocks are."""
WIDE, NARROW = 0.145, 0.100
"""Metres, EN 13698-1: how wide the boards are."""

PARAMETERS = {
    "length": Range(1.0, 1.2, "m", "EPAL 1 and 2: 1200 mm; EPAL 7 and half pallets less"),
    "width": Range(0.8, 1.0, "m", "EPAL 1: 800 mm; EPAL 2: 1000 mm"),
    "shade": Range(0.92, 1.06, "1", "how old the wood is"),
}
VARIANTS = {"wood": tuple(WOODS), "boards on top": ("5", "7")}


def build(instance: int) -> AssetModel:
    """Return the pallet of a number."""
    rng = instance_rng("pallet", instance)
    wood, colour = draw(rng, WOODS)
    size = draw_all(rng, PARAMETERS)
    boards = int(rng.choice([5, 7]))
    tones = [shade(colour, size["shade"] * tone) for tone in rng.uniform(0.9, 1.08, boards + 3)]
    half_x, half_y = SCALE * size["width"] / 2, SCALE * size["length"] / 2
    board, block = SCALE * BOARD, SCALE * BLOCK
    wide = SCALE * WIDE
    narrow = min(SCALE * NARROW, (2 * half_x - 2 * wide) / (boards - 2) - 0.004)

    b = AssetBuilder("pallet", instance, fixed_base=True)
    body = b.root()
    # From the ground up: skids along y, nine blocks, three boards across them, the deck along y.
    rows = (-half_x + wide / 2, 0.0, half_x - wide / 2)
    columns = (-half_y + wide / 2, 0.0, half_y - wide / 2)
    low, across, deck = board, board + block, 2 * board + block
    for x in rows:
        b.block(body, (x - wide / 2, -half_y, 0.0), (x + wide / 2, half_y, board), shade(colour, 0.85))
        for y in columns:
            b.box(body, (x, y, low + block / 2), (wide, wide, block), shade(colour, 0.72))
    for y, tone in zip(columns, tones[boards:], strict=True):
        b.block(body, (-half_x, y - wide / 2, across), (half_x, y + wide / 2, deck), shade(tone, 0.9))
    step = (2 * half_x - wide) / (boards - 1)
    for index in range(boards):
        x, across_board = -half_x + wide / 2 + index * step, wide if index in (0, boards - 1) else narrow
        b.box(body, (x, 0.0, deck + board / 2), (across_board, 2 * half_y, board), tones[index])

    height = deck + board
    b.surface("top", body, (0.0, 0.0, height), (2 * half_x, 2 * half_y))
    b.point("centre", body, (0.0, 0.0, height - board / 2))
    for name, x, y in (("left", 1, 1), ("right", 1, -1)):
        b.point(f"corner.{name}", body, (x * half_x, y * half_y, height))
    b.axis("along", body, (0.0, 1.0, 0.0))
    colour_name = {"weathered": "grey", "blue": "blue"}.get(wood, "brown")
    kind = " of pine wood" if wood == "pine" else ""
    description = (
        f"a small {colour_name} pallet{kind} with {boards} boards, {200 * half_y:.1f} x {200 * half_x:.1f} cm and "
        f"{1000 * height:.0f} mm high"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name, yaw_symmetry=2)


CATEGORY = Category(
    name="pallet",
    summary="a low wooden pallet at a fifth of its size on which boxes and blocks can be laid out and stacked",
    uses="loading and shipping goods; a base for stacking boxes; a warehouse",
    articulated=False,
    noun="pallet",
    affordances=("support",),
    keypoints=("centre", "corner.left", "corner.right"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
