"""A room's door in its frame: a lever that turns on the leaf, and a bar or a knob to pull the leaf open by."""

from __future__ import annotations

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import METAL, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.doors import SIDE, Hinge
from envs.assets.procedural.finishes import PANE
from envs.assets.procedural.handles import FRONT_APPROACH, bar, knob, lever_arm

SCALE = 0.27
PARAMETERS = {
    "width": Range(0.72, 0.90, "m", "leaves of inner doors: 61 to 98 cm (DIN 18101), mostly 73 to 86"),
    "height": Range(1.95, 2.10, "m", "leaves of inner doors: 198 to 211 cm (DIN 18101)"),
    "spindle": Range(0.50, 0.53, "1", "levers sit 105 cm above the floor (DIN 18101), about half of the height"),
    "grip": Range(0.018, 0.021, "m", "levers are 18 to 22 mm thick; not scaled: the gripper holds it"),
    "lever": Range(0.085, 0.105, "m", "from the spindle to the end, shops: 11 to 13 cm; 0.8 of that, not scaled"),
    "turn": Range(0.6, 0.9, "rad", "levers go down by 35 to 50 degrees"),
    "swing": Range(1.2, 1.5, "rad", "a door opens by up to a quarter, until it meets a stop"),
}
VARIANTS = {
    "hinge": ("left", "right"),
    "pull": ("bar", "knob"),
    "lever": ("round", "square"),
}
LOOKS = {"leaf": ("plain", "panelled", "glazed")}
PAINTS: dict[str, Colour] = {
    "white": (0.92, 0.91, 0.88),
    "grey": (0.55, 0.58, 0.60),
    "brown": (0.50, 0.31, 0.17),
    "oak": (0.76, 0.58, 0.36),
    "blue": (0.28, 0.40, 0.58),
    "green": (0.30, 0.46, 0.36),
}
LEAF, FRAME, JAMB, FLOOR, GAP = 0.016, 0.060, 0.024, 0.010, 0.002
"""Thickness of the leaf, depth and width of the frame, height of the floor, gap round the leaf: metres, not scaled."""


def build(instance: int) -> AssetModel:
    """Return the room door of a number."""
    rng = instance_rng("room_door", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS | LOOKS)
    colour_name, colour = draw(rng, PAINTS)
    frame_colour = shade(colour, 0.85) if rng.random() < 0.5 else PAINTS["white" if colour_name != "white" else "oak"]
    _, metal = draw(rng, METAL)
    width, height = SCALE * size["width"], SCALE * size["height"]
    hinge: Hinge = "left" if look["hinge"] == "left" else "right"
    side = SIDE[hinge]
    half, bottom = width / 2, FLOOR + GAP
    top = bottom + height

    b = AssetBuilder("room_door", instance, fixed_base=True)
    body = b.root()
    outside = half + GAP + JAMB
    b.block(body, (-0.09, -outside, 0.0), (0.09, outside, FLOOR), (0.62, 0.50, 0.38))
    for y in (-outside, half + GAP):
        b.block(body, (-FRAME / 2, y, FLOOR), (FRAME / 2, y + JAMB, top + GAP + JAMB), frame_colour)
    b.block(body, (-FRAME / 2, -half - GAP, top + GAP), (FRAME / 2, half + GAP, top + GAP + JAMB), frame_colour)

    # The leaf is flush with the side of the frame that it swings to, and hinged at that edge.
    face = FRAME / 2 - 0.002
    leaf = b.moving(
        "door",
        kind="revolute",
        origin=(face, side * half, (bottom + top) / 2),
        axis=(0.0, 0.0, side),
        upper=size["swing"],
        damping=0.3,
        friction=0.15,
        mass=0.8,
    )
    b.block(leaf, (face - LEAF, -half, bottom), (face, half, top), colour)
    for x in (face, face - LEAF):
        _decorate(b, leaf, look["leaf"], x, (half, bottom, height), colour)

    free = -side * (half - 0.026)
    mount = (face, free, bottom + size["spindle"] * height)
    for x in (face, face - LEAF):
        b.box(leaf, (x, free, mount[2] - 0.012), (0.006, 0.024, 0.064), shade(metal, 0.92))
        b.cylinder(leaf, (x, free, mount[2] - 0.032), 0.004, 0.008, (0.05, 0.05, 0.05), ALONG["x"])
    lever = b.moving(
        "lever",
        kind="revolute",
        origin=(face + 0.004, *mount[1:]),
        axis=(-side, 0.0, 0.0),
        upper=size["turn"],
        damping=0.05,
        friction=0.12,
        mass=0.12,
        parent=leaf,
    )
    round_bar = look["lever"] == "round"
    centre = lever_arm(
        b,
        lever,
        (face + 0.004, *mount[1:]),
        towards=side,
        length=size["lever"],
        thickness=size["grip"],
        round_bar=round_bar,
        colour=metal,
    )
    _back_lever(b, lever, (face - LEAF - 0.004, *mount[1:]), side * size["lever"], size["grip"], metal)
    b.part(lever, "lever", centre=centre, approach=FRONT_APPROACH, axis=(0.0, 1.0, 0.0))

    low = (face, free, bottom + 0.26 * height)
    if look["pull"] == "bar":
        grip = bar(
            b, leaf, low, along="z", length=0.12, thickness=size["grip"], gap=0.036, round_bar=round_bar, colour=metal
        )
    else:
        grip = knob(b, leaf, low, width=size["grip"] + 0.004, square=False, colour=metal)
    b.part(leaf, "door", centre=grip, approach=FRONT_APPROACH, axis=(0.0, 0.0, 1.0))
    glazed = "" if look["leaf"] == "plain" else f"{look['leaf']} "
    description = (
        f"a {glazed}{colour_name} door in its frame, {100 * height:.0f} cm high, hinged on the {hinge} as one faces "
        f"it, with a {look['lever']} lever and a {look['pull']} to pull it open by"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


def _decorate(
    b: AssetBuilder, leaf: str, kind: str, x: float, edges: tuple[float, float, float], colour: Colour
) -> None:
    half, bottom, height = edges
    panes = {"plain": (), "panelled": ((0.10, 0.44), (0.60, 0.92)), "glazed": ((0.60, 0.92),)}[kind]
    for low, high in panes:
        centre = (x, 0.0, bottom + (low + high) / 2 * height)
        tall, wide = (high - low) * height, 2 * half - 0.09
        b.box(leaf, centre, (0.003, wide, tall), shade(colour, 0.8))
        b.box(leaf, centre, (0.004, wide - 0.014, tall - 0.014), PANE if kind == "glazed" else shade(colour, 0.94))


def _back_lever(
    b: AssetBuilder, lever: str, mount: tuple[float, float, float], length: float, thickness: float, colour: Colour
) -> None:
    # The same lever on the other side of the leaf, shorter off it, as nobody holds it.
    x, y, z = mount
    b.cylinder(lever, (x - 0.012, y, z), 0.4 * thickness, 0.024, colour, ALONG["x"])
    b.box(lever, (x - 0.020, y + length / 2, z), (0.012, abs(length), 0.7 * thickness), colour)


CATEGORY = Category(
    name="room_door",
    summary="a room's door in its frame, with a lever handle that turns down and a leaf that swings open",
    uses="going into another room; an entrance; a doorway to open, close or shut out noise",
    articulated=True,
    noun="door",
    affordances=("open", "turn"),
    keypoints=("door.handle.centre", "lever.handle.centre"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
