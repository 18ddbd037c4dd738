"""A softball with red stitches along its seam, smaller than a real one so that the gripper can hold it."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.balls import ball_model, draw_seam, seam, stroke, turning

LEATHER: dict[str, Colour] = {"yellow": (0.86, 0.90, 0.20), "white": (0.93, 0.92, 0.88)}
STITCH: Colour = (0.78, 0.08, 0.10)
SCALE = 0.74
STITCHES = 40
PROUD = 0.0002

PARAMETERS = {
    "diameter": Range(
        0.0879, 0.0981, "m", "WBSC softball rules: circumference 27.6 to 28.3 cm (11 inch), 30.2 to 30.8 cm (12 inch)"
    ),
    "density": Range(420.0, 450.0, "1", "kg / m^3, of WBSC's 166 to 173 g (11 inch) and 178 to 198 g (12 inch)"),
    "wear": Range(0.86, 1.02, "1", "brightness of the leather"),
}
VARIANTS = {"leather": tuple(LEATHER)}


def build(instance: int) -> AssetModel:
    """Return the softball of a number."""
    rng = instance_rng("softball", instance)
    leather, colour = draw(rng, LEATHER)
    size = draw_all(rng, PARAMETERS)
    colour = shade(colour, size["wear"])
    diameter = round(SCALE * size["diameter"], 4)
    radius = diameter / 2

    b = AssetBuilder("softball", instance, fixed_base=False)
    body = b.root(mass=round(size["density"] * np.pi * diameter**3 / 6, 4))
    centre, R = (0.0, 0.0, radius), turning(rng)
    b.sphere(body, centre, radius, colour)
    groove = (0.62 * colour[0], 0.56 * colour[1], 0.5 * colour[2])
    draw_seam(b, body, centre, R, radius + PROUD, width=0.0012, colour=groove, pieces=16)
    for share in (np.arange(STITCHES) + 0.5) / STITCHES:
        here, ahead = seam([share, share + 1e-3])
        across = 0.0036 / radius * np.cross(here, (ahead - here) / np.linalg.norm(ahead - here))
        path = np.array([here - across, here, here + across])
        stroke(
            b,
            body,
            centre,
            path / np.linalg.norm(path, axis=1, keepdims=True) @ R.T,
            radius + 2 * PROUD,
            0.0013,
            STITCH,
        )
    description = f"a {leather} softball with red stitches, {1000 * diameter:.1f} mm across"
    return ball_model(b, body, centre, diameter, description, CATEGORY.affordances, leather)


CATEGORY = Category(
    name="softball",
    summary="a softball with red stitches, at three quarters of its real size, that can be picked up",
    uses="playing softball or baseball; sport; a ball to catch with a glove",
    articulated=False,
    noun="softball",
    affordances=("pick", "roll"),
    keypoints=("centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
    scale=SCALE,
)
