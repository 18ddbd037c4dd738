"""A corner fixture: an L-shaped pocket into which an ell is inserted."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.pieces import ARM_HOLE, LENGTH_HOLE

FLOOR = 0.002
SEATED = 0.027
"""Height in metres below which an ell's middle lies once it has sunk into the pocket."""

PARAMETERS = {
    "wall": Range(0.007, 0.012, "m", "walls of jigs and assembly fixtures of that size"),
    "depth": Range(0.0075, 0.0095, "m", "so that the fingers stay above the walls"),
}
VARIANTS = {"colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the fixture of a number."""
    rng = instance_rng("fixture", instance)
    colour_name, colour = draw(rng, VIVID)
    size = draw_all(rng, PARAMETERS)
    wall, top = size["wall"], FLOOR + size["depth"]
    low, high = -LENGTH_HOLE / 2, LENGTH_HOLE / 2
    bend = low + ARM_HOLE

    # The pocket lies as an ell does: its corner at -x and -y, its arms along +x and +y.
    b = AssetBuilder("fixture", instance, fixed_base=True)
    body = b.root()
    out, end = low - wall, high + wall
    floor = shade(colour, 0.55)
    b.block(body, (low, low, 0.0), (high, bend, FLOOR), floor)
    b.block(body, (low, bend, 0.0), (bend, high, FLOOR), floor)
    walls = (
        ((out, out), (end, low)),
        ((out, low), (low, end)),
        ((high, low), (end, bend + wall)),
        ((low, high), (bend + wall, end)),
        ((bend, bend), (high, bend + wall)),
        ((bend, bend + wall), (bend + wall, high)),
    )
    for (x0, y0), (x1, y1) in walls:
        b.block(body, (x0, y0, 0.0), (x1, y1, top), colour)
    # An arrow's head in the corner says which way round.
    for along in ((1.0, 0.12), (0.12, 1.0)):
        tip = (low + 0.005, low + 0.005)
        b.block(
            body, (*tip, FLOOR - 0.001), (tip[0] + 0.012 * along[0], tip[1] + 0.012 * along[1], FLOOR + 0.0003), colour
        )

    # Where the middle of an ell can be that has sunk in; any other way round it lies on the walls.
    b.volume("pocket", body, (-0.007, -0.007, FLOOR), (0.007, 0.007, SEATED))
    b.point("corner", body, (low, low, FLOOR))
    b.point("centre", body, (low + ARM_HOLE / 2, low + ARM_HOLE / 2, FLOOR))
    b.axis("arm.x", body, (1.0, 0.0, 0.0))
    b.axis("arm.y", body, (0.0, 1.0, 0.0))
    description = (
        f"a {colour_name} L-shaped fixture, {1000 * (end - out):.1f} mm long, with a pocket "
        f"{1000 * size['depth']:.1f} mm deep for an L-shaped block"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="fixture",
    summary="a fixture with an L-shaped pocket into which an L-shaped block is inserted",
    uses="a socket to insert a part into; holding a workpiece in place; assembly",
    articulated=False,
    noun="fixture",
    affordances=("contain",),
    keypoints=("corner", "centre"),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
