"""A shopping bag, open at the top, whose strap lies to the front and swings up."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.rods import arch, strap, wire

SHOPS = "small paper carrier bags and lunch totes, 18 x 8 x 22 to 24 x 12 x 28 cm in shops"
PARAMETERS = {
    "width": Range(0.18, 0.24, "m", SHOPS),
    "depth": Range(0.09, 0.12, "m", SHOPS),
    "height": Range(0.18, 0.24, "m", SHOPS),
    "mass": Range(0.05, 0.11, "kg", "paper of 120 g / m^2 weighs 40 g, a cotton tote of this size 100 g"),
    "strap": Range(0.020, 0.025, "m", "cotton webbing for bag handles, and sleeves on rope ones: 20 to 25 mm"),
    "drop": Range(0.085, 0.11, "m", "hand straps of totes: 8 to 15 cm"),
    "rest": Range(0.15, 0.25, "rad", "below the horizontal, where stiff webbing comes to lie"),
}
VARIANTS = {"strap": ("one of webbing over the middle", "two of rope, front and back")}
PRINTS = ("disc", "stripes", "plain")
CLOTHS: dict[str, Colour] = {
    **{name: VIVID[name] for name in ("red", "yellow", "green", "blue", "pink", "black")},
    "brown": (0.72, 0.55, 0.36),
    "white": (0.92, 0.90, 0.84),
}
WALL, HEM = 0.004, 0.018
THICK, ROPE = 0.003, 0.004
"""Thickness of the webbing and radius of the rope, metres."""
HOLDS = 1.4
"""Stiffness of the strap's seams relative to its greatest weight about them: it stays where it is left."""


def build(instance: int) -> AssetModel:
    """Return the bag of a number."""
    rng = instance_rng("bag", instance)
    p = draw_all(rng, PARAMETERS)
    single = choose(rng, VARIANTS)["strap"].startswith("one")
    printed = PRINTS[int(rng.integers(len(PRINTS)))]
    colour_name, colour = draw(rng, CLOTHS)
    trim_name, trim = draw(rng, {name: rgb for name, rgb in CLOTHS.items() if name != colour_name})
    width, height, x, y = p["width"], p["height"], p["depth"] / 2, p["width"] / 2

    b = AssetBuilder("bag", instance, fixed_base=False)
    body = b.root(mass=p["mass"])
    b.block(body, (-x, -y, 0.0), (x, y, WALL), shade(colour, 0.8))
    for side in (-1, 1):
        b.box(body, (side * (x - WALL / 2), 0.0, height / 2), (WALL, width, height), colour)
        b.box(body, (0.0, side * (y - WALL / 2), height / 2), (2 * x, WALL, height), shade(colour, 0.92))
        # The hem, and the creases along which the sides fold in.
        b.box(body, (side * x, 0.0, height - HEM / 2), (0.002, width, HEM), shade(colour, 0.8))
        b.box(body, (0.0, side * y, height - HEM / 2), (2 * x, 0.002, HEM), shade(colour, 0.75))
        b.box(body, (0.0, side * y, height / 2 + 0.4 * x), (0.003, 0.0015, height - 0.8 * x), shade(colour, 0.6))
        for lean in (-1, 1):
            turn = (float(np.cos(np.pi / 8)), 0.0, float(-lean * np.sin(np.pi / 8)), 0.0)
            b.box(
                body, (lean * 0.4 * x, side * y, 0.4 * x + 0.002), (0.003, 0.0015, 1.13 * x), shade(colour, 0.6), turn
            )  # fmt: skip
    middle = 0.45 * height
    if printed == "disc":
        b.cylinder(body, (x, 0.0, middle), 0.24 * height, 0.002, trim, ALONG["x"])
        b.cylinder(body, (x, 0.0, middle), 0.15 * height, 0.003, colour, ALONG["x"])
    elif printed == "stripes":
        for level in (-1, 0, 1):
            b.box(body, (x, 0.0, middle + level * 0.16 * height), (0.002, width, 0.07 * height), trim)
    b.volume("interior", body, (-x + WALL, -y + WALL, WALL), (x - WALL, y - WALL, height))
    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("rim", body, (0.0, 0.0, height))

    strap_mass = 0.015
    seam = height - 0.6 * HEM
    if single:
        pivot, spread, reach = 0.0, y + 0.006, x + p["drop"]
    else:
        pivot, spread, reach = x + 0.006, 0.26 * width, p["drop"]
        back = arch((-x - ROPE, 0.0, seam), (0.0, spread, 0.0), (-0.02, 0.0, reach), 9)
        wire(b, body, back, ROPE, trim)
        b.cylinder(body, (back[4] + back[5]) / 2, p["strap"] / 2, 0.05, shade(trim, 0.7), ALONG["y"])
    for side in (-1, 1):
        at = (0.0, side * y, seam) if single else (x, side * spread, seam)
        patch = (0.03, 0.003, HEM) if single else (0.003, 0.03, HEM)
        b.box(body, at, patch, shade(trim, 0.85))
    link = b.moving(
        "strap",
        kind="revolute",
        origin=(pivot, 0.0, seam),
        axis=(0.0, -1.0, 0.0),
        upper=round(p["rest"] + np.pi / 2, 4),
        damping=0.01,
        friction=round(HOLDS * strap_mass * 9.81 * reach, 4),
        mass=strap_mass,
    )
    out = np.array([np.cos(p["rest"]), 0.0, -np.sin(p["rest"])])
    base, side = np.array([pivot, 0.0, seam]), np.array([0.0, spread, 0.0])
    # One over the middle runs straight past the bag's corners first.
    leg = x + 0.012 if single else 0.0
    path = arch(base + leg * out, side, (reach - leg) * out, 9)
    across = np.cross((0.0, 1.0, 0.0), out)
    centre = (path[4] + path[5]) / 2
    if single:
        path = [base + side, *path, base - side]
        strap(b, link, path, across, p["strap"], THICK, trim)
    else:
        wire(b, link, path, ROPE, trim)
        b.cylinder(link, centre, p["strap"] / 2, 0.05, shade(trim, 0.7), ALONG["y"])
    b.part(link, "strap", centre=centre, approach=-out, axis=(0.0, 1.0, 0.0))
    b.grasp("strap", link, centre, width=p["strap"], closing=across, approach=-out)
    grip = height - 0.016
    if single:
        b.grasp("wall_back", body, (-x + WALL / 2, 0.0, grip), width=WALL + 0.001, closing=(1.0, 0.0, 0.0))
    else:
        for name, side in (("left", 1), ("right", -1)):
            at = (0.0, side * (y - WALL / 2), grip)
            b.grasp(f"wall_{name}", body, at, width=WALL + 0.001, closing=(0.0, 1.0, 0.0))
    pattern = {"disc": f" and a {trim_name} disc on it", "stripes": f" and {trim_name} stripes", "plain": ""}[printed]
    description = (
        f"a {colour_name} shopping bag, {100 * width:.0f} cm wide and {100 * height:.0f} cm high, with "
        f"{'one' if single else 'two'} {trim_name} {'strap' if single else 'rope straps'}{pattern}"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="bag",
    summary="a shopping bag, open at the top, with a strap that swings up and by which it is carried",
    uses="carrying groceries or shopping home; a tote or handbag; something to carry things in",
    articulated=True,
    noun="bag",
    affordances=("lift", "pick", "contain"),
    keypoints=("centre", "rim", "strap.handle.centre"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
