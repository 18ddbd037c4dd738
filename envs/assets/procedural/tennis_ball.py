"""A tennis ball: felt with a white seam."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import draw
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.balls import ball_model, draw_seam, turning

FELT: dict[str, Colour] = {"yellow": (0.80, 0.92, 0.18), "green": (0.62, 0.84, 0.18), "orange": (0.95, 0.55, 0.12)}
SEAM: Colour = (0.94, 0.95, 0.92)
PROUD = 0.0003
"""Metres by which the seam stands out, so that it is seen."""

PARAMETERS = {
    "diameter": Range(0.0654, 0.0686, "m", "ITF rules of tennis, appendix I, type 2: 6.54 to 6.86 cm"),
    "mass": Range(0.056, 0.0594, "kg", "ITF rules of tennis, appendix I, type 2: 56.0 to 59.4 g"),
    "seam": Range(0.0025, 0.0035, "m", "measured on a ball"),
}
VARIANTS = {"felt": tuple(FELT)}


def build(instance: int) -> AssetModel:
    """Return the tennis ball of a number."""
    rng = instance_rng("tennis_ball", instance)
    # Nearly all are yellow; the others are for beginners.
    felt, colour = ("yellow", FELT["yellow"]) if rng.random() < 0.6 else draw(rng, FELT)
    size = draw_all(rng, PARAMETERS)
    radius = size["diameter"] / 2

    b = AssetBuilder("tennis_ball", instance, fixed_base=False)
    body = b.root(mass=size["mass"])
    centre = (0.0, 0.0, radius)
    b.sphere(body, centre, radius, colour)
    draw_seam(b, body, centre, turning(rng), radius + PROUD, width=size["seam"], colour=SEAM, pieces=24)
    description = f"a {felt} tennis ball with a white seam, {1000 * size['diameter']:.1f} mm across"
    return ball_model(b, body, centre, size["diameter"], description, CATEGORY.affordances, felt)


CATEGORY = Category(
    name="tennis_ball",
    summary="a tennis ball that can be picked up and put into things",
    uses="playing tennis; sport; a fuzzy yellow ball; a toy for a dog",
    articulated=False,
    noun="tennis ball",
    affordances=("pick", "roll"),
    keypoints=("centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
