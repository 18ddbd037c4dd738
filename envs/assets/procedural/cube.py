"""A toy cube with rounded edges."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.hulls import bevelled

WOOD_DENSITY = 650.0
"""kg / m^3: beech."""

PARAMETERS = {
    "edge": Range(0.034, 0.042, "m", "GenSim's blocks 40 mm; toy cubes 25 to 45 mm; a kit's square hole takes 42 mm"),
    "bevel": Range(0.0015, 0.0030, "m", "measured on toy cubes"),
}
VARIANTS = {"colour": tuple(VIVID)}


def build(instance: int) -> AssetModel:
    """Return the cube of a number."""
    rng = instance_rng("cube", instance)
    colour_name, colour = draw(rng, VIVID)
    size = draw_all(rng, PARAMETERS)
    edge, half = size["edge"], size["edge"] / 2

    b = AssetBuilder("cube", instance, fixed_base=False)
    body = b.root(mass=round(WOOD_DENSITY * edge**3, 4))
    bevelled(b, body, (-half, -half, 0.0), (half, half, edge), size["bevel"], colour)
    # A panel in each upright face, as alphabet blocks have.
    panel, inner = shade(colour, 1.25 if max(colour) < 0.9 else 0.82), edge - 6 * size["bevel"]
    for axis in (0, 1):
        box = [inner, inner, inner]
        box[axis] = edge + 0.0004
        b.box(body, (0.0, 0.0, half), box, panel)
    flat = edge - 2 * size["bevel"]
    b.surface("top", body, (0.0, 0.0, edge), (flat, flat))
    centre = (0.0, 0.0, half)
    b.point("centre", body, centre)
    b.axis("up", body, (0.0, 0.0, 1.0))
    for name, closing in (("across", (0.0, 1.0, 0.0)), ("along", (1.0, 0.0, 0.0))):
        b.grasp(name, body, (0.0, 0.0, 0.55 * edge), width=edge, closing=closing)
    return b.build(
        f"a {colour_name} toy cube, {1000 * edge:.1f} mm",
        affordances=CATEGORY.affordances,
        colour_name=colour_name,
        yaw_symmetry=4,
    )


CATEGORY = Category(
    name="cube",
    summary="a coloured toy cube that can be picked up, stacked and put into a kit's square hole",
    uses="a building block; a toy to stack or sort by colour; dice",
    articulated=False,
    noun="cube",
    affordances=("pick", "stack", "support"),
    keypoints=("centre",),
    build=build,
    palette=VIVID,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
