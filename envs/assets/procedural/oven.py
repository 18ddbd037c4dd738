"""A cooker: an oven whose door falls open towards one, with knobs above it and a hob on top."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.carcass import carcass, feet
from envs.assets.procedural.choices import choose
from envs.assets.procedural.doors import Door, door_handle, hinged_door
from envs.assets.procedural.finishes import APPLIANCE, ENAMEL, GLASS, LAMP, RUBBER, STEEL, contrasting
from envs.assets.procedural.knobs import marks, turning_knob
from envs.assets.procedural.rods import rod
from kpam.transforms import Array

SCALE = 0.42
PARAMETERS = {
    "width": Range(0.55, 0.76, "m", "cookers are sold 50, 60 and 76 cm (30 inches) wide"),
    "depth": Range(0.58, 0.66, "m", "shops: 60 to 65 cm, as deep as kitchen units"),
    "height": Range(0.85, 0.92, "m", "kitchen worktops: 85 to 92 cm"),
    "drawer": Range(0.16, 0.20, "m", "the drawer below the oven, shops: 15 to 20 cm"),
    "panel": Range(0.056, 0.064, "m", "room for a knob that the gripper turns; not scaled"),
    "grip": Range(0.018, 0.022, "m", "what the gripper holds; not scaled"),
    "bar": Range(0.10, 0.15, "m", "room for the gripper between the knobs; not scaled"),
}
VARIANTS = {"handle": ("square bar", "round bar"), "knob": ("wing", "dial")}
LOOKS = {"hob": ("gas", "glass"), "back": ("flat", "upstand")}
DOOR, SHELL, LINER, HOB = 0.022, 0.008, 0.006, 0.012


def build(instance: int) -> AssetModel:
    """Return the oven of a number."""
    rng = instance_rng("oven", instance)
    size, look = draw_all(rng, PARAMETERS), choose(rng, VARIANTS | LOOKS)
    colour_name, colour = draw(rng, APPLIANCE)
    dark = contrasting(colour_name)
    width, depth, height = (SCALE * size[name] for name in ("width", "depth", "height"))
    half, back, front, foot = width / 2, -depth / 2, depth / 2 - DOOR, 0.014
    face = front + DOOR
    floor, ceiling = foot + SCALE * size["drawer"], height - HOB - size["panel"]

    b = AssetBuilder("oven", instance, fixed_base=True)
    body = b.root()
    low, high = np.array([back, -half, floor]), np.array([front, half, ceiling])
    room = carcass(b, body, low, high, SHELL, colour)
    inner_low, inner_high = carcass(b, body, *room, LINER, ENAMEL)
    rack = _rack(b, body, inner_low, inner_high)
    b.volume("interior", body, (inner_low[0], inner_low[1], rack), inner_high)

    # Below the door a drawer's front, above it the panel, on top the hob.
    feet(b, body, (back, -half, foot), (front, half, floor), inset=0.025, radius=0.013, colour=RUBBER)
    b.block(body, (back, -half, foot), (front, half, floor), shade(colour, 0.96))
    b.block(body, (front, -half + 0.001, foot + 0.002), (face - 0.002, half - 0.001, floor - 0.004), colour)
    b.box(body, (face - 0.002, 0.0, floor - 0.022), (0.004, 0.5 * width, 0.008), dark)
    b.block(body, (back, -half, ceiling), (face, half, height - HOB), shade(colour, 0.97))
    top = _hob(b, body, (back, face), half, height, look["hob"])
    b.surface("top", body, ((back + face) / 2, 0.0, top), (0.8 * depth, 0.85 * width))
    if look["back"] == "upstand":
        b.block(body, (back, -half, height), (back + 0.012, half, height + 0.035), colour)

    middle = (ceiling + height - HOB) / 2
    b.box(body, (face, 0.0, middle), (0.003, 0.07, 0.026), GLASS)
    b.box(body, (face + 0.001, 0.0, middle), (0.003, 0.04, 0.012), LAMP)
    for which, y in (("left", -half + 0.034), ("right", half - 0.034)):
        mount = (face, y, middle - 0.001)
        marks(b, body, mount, radius=0.0245, span=3.0, count=4, colour=dark)
        turning_knob(
            b,
            f"knob_{which}",
            look["knob"],
            mount,
            parent=body,
            radius=0.018,
            grip=size["grip"] + (0.010 if look["knob"] == "dial" else 0.0),
            upper=3.0,
            colour=dark,
            mark=(0.95, 0.3, 0.2),
            which=which,
        )

    slab_low, slab_high = (front + 0.002, -half + 0.001, floor), (face, half - 0.001, ceiling - 0.003)
    door = hinged_door(b, "door", "bottom", slab_low, slab_high, colour, upper=1.4, mass=0.5)
    _window(b, door)
    length = min(size["bar"], 2 * (half - 0.034 - 0.030))
    door_handle(
        b, door, look["handle"], thickness=size["grip"], length=length, colour=dark, interior="interior", inset=0.024
    )
    description = (
        f"a {colour_name} oven with a {look['hob']} hob, {100 * width:.0f} cm wide and {100 * height:.0f} cm high; its "
        f"door falls open at a {look['handle']}, and there is a knob at either side above it"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


def _rack(b: AssetBuilder, body: str, low: Array, high: Array) -> float:
    # A wire shelf near the floor; returns the height on which things stand.
    z, wire = float(low[2]) + 0.030, 0.002
    x = (low[0] + 0.006, high[0] - 0.010)
    for y in np.linspace(low[1] + 0.006, high[1] - 0.006, 7):
        rod(b, body, (x[0], y, z), (x[1], y, z), wire, STEEL)
    for end in x:
        rod(b, body, (end, low[1], z), (end, high[1], z), wire, STEEL)
    return z + wire


def _hob(b: AssetBuilder, body: str, x: tuple[float, float], half: float, height: float, kind: str) -> float:
    # Returns the height on which pots stand.
    gas = kind == "gas"
    b.block(body, (x[0], -half, height - HOB), (x[1], half, height), STEEL if gas else GLASS)
    depth = x[1] - x[0]
    for row in (-1, 1):
        for side in (-1, 1):
            at = (sum(x) / 2 + row * depth / 4, side * half / 2)
            radius = 0.034 if row * side > 0 else 0.026
            if gas:
                b.cylinder(body, (*at, height + 0.005), 0.45 * radius, 0.010, RUBBER, ALONG["z"])
            else:
                b.cylinder(body, (*at, height), radius, 0.0010, (0.55, 0.57, 0.60), ALONG["z"])
                b.cylinder(body, (*at, height), radius - 0.002, 0.0016, (0.16, 0.11, 0.11), ALONG["z"])
    if gas:
        # One grate over all four burners, on which pots also slide.
        for share in (-1, 0, 1):
            for edges, at in (
                ((0.005, 1.66 * half, 0.005), (sum(x) / 2 + share * depth / 4, 0.0)),
                ((0.84 * depth, 0.005, 0.005), (sum(x) / 2, share * half / 2)),
            ):
                b.box(body, (*at, height + 0.0135), edges, RUBBER)
        for row in (-1, 1):
            for side in (-1, 1):
                b.box(
                    body,
                    (sum(x) / 2 + row * 0.41 * depth, side * half / 2, height + 0.006),
                    (0.006, 0.006, 0.012),
                    RUBBER,
                )
    return height + (0.016 if gas else 0.001)


def _window(b: AssetBuilder, door: Door) -> None:
    _, y, z = door.middle
    wide, tall = (door.high - door.low)[1:]
    pane = (0.003, wide - 0.06, tall - 0.085)
    for x in (door.face, door.low[0]):
        b.box(door.link, (x, y, z - 0.018), pane, GLASS)


CATEGORY = Category(
    name="oven",
    summary="an oven with a hob on top: its door falls open towards one, its knobs turn; things go inside and on top",
    uses="baking bread or cake; roasting; cooking with a stove; a kitchen range with burners",
    articulated=True,
    noun="oven",
    affordances=("open", "turn", "enclose", "support"),
    keypoints=("<part>.handle.centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
