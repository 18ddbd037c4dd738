"""A small wooden cube, of which many make a pile to sweep."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw
from envs.assets.parameters import Range, draw_all

DENSITY = 650.0
"""kg / m^3: beech."""

PARAMETERS = {
    "edge": Range(0.0180, 0.0200, "m", "GenSim's piles: cubes of 20 mm; the fingers reach 9 mm below where they hold"),
}
VARIANTS = {"colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the chip of a number."""
    rng = instance_rng("chip", instance)
    colour_name, colour = draw(rng, VIVID)
    edge = draw_all(rng, PARAMETERS)["edge"]

    # One box: dozens of them are simulated at once.
    b = AssetBuilder("chip", instance, fixed_base=False, density=DENSITY)
    body = b.root()
    b.box(body, (0.0, 0.0, edge / 2), (edge, edge, edge), colour)
    b.surface("top", body, (0.0, 0.0, edge), (edge, edge))
    centre = (0.0, 0.0, edge / 2)
    b.point("centre", body, centre)
    for name, closing in (("across", (0.0, 1.0, 0.0)), ("along", (1.0, 0.0, 0.0))):
        b.grasp(name, body, (0.0, 0.0, max(edge / 2, 0.0092)), width=edge, closing=closing)
    return b.build(
        f"a {colour_name} wooden chip, a cube of {1000 * edge:.1f} mm",
        affordances=CATEGORY.affordances,
        colour_name=colour_name,
        yaw_symmetry=4,
    )


CATEGORY = Category(
    name="chip",
    summary="a small wooden cube, of which many make a pile that is swept together or apart",
    uses="one of a heap of crumbs, grains or gravel; litter or debris to sweep up; a counter in a game",
    articulated=False,
    noun="chip",
    affordances=("pick", "stack", "support"),
    keypoints=("centre",),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
