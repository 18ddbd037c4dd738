"""A bottle whose screw cap rises as it is turned."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour, Coupling
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.choices import choose
from envs.assets.procedural.round_wall import ring
from envs.assets.procedural.solids import cone, lathe

SHOPS = "half-litre bottles in shops: 62 to 72 mm across, 19 to 23 cm high"
PARAMETERS = {
    "radius": Range(0.031, 0.0355, "m", SHOPS),
    "height": Range(0.185, 0.215, "m", SHOPS + ", without the cap"),
    "neck": Range(0.0120, 0.0125, "m", "PET neck finishes PCO 1810 and 1881: 25 mm over the thread"),
    "cap": Range(0.0150, 0.0165, "m", "28 mm closures: 30 mm across with their ribs, sports caps a little more"),
    "cap_height": Range(0.019, 0.022, "m", "28 mm closures: 15 to 21 mm high, push-pull ones more"),
    "pitch": Range(0.0027, 0.0032, "m", "rise a turn, PCO 1881: 2.7 mm, PCO 1810: 3.18 mm"),
    "turns": Range(1.5, 2.0, "1", "thread of PCO 1881: 650 degrees, of PCO 1810: 720 degrees"),
    "quick_neck": Range(0.0138, 0.0144, "m", "finishes of juice and milk bottles, 33 mm"),
    "quick_cap": Range(0.0168, 0.0176, "m", "33 mm closures: 34 to 36 mm across with their ribs"),
    "quick_pitch": Range(0.0040, 0.0048, "m", "rise a turn of wide finishes with several starts"),
    "quick_turns": Range(0.60, 0.80, "1", "closures with three starts: three quarters of a turn, lug caps less"),
    "mass": Range(0.35, 0.55, "kg", "a half-litre bottle, three quarters full to full"),
}
VARIANTS = {"thread": ("long", "quick")}
"""A narrow neck whose cap takes two turns and more than one grip, or a wide one that opens in a single twist."""
DRINKS: dict[str, Colour] = {
    "blue": (0.55, 0.78, 0.92),
    "green": (0.20, 0.52, 0.30),
    "white": (0.90, 0.92, 0.92),
    "orange": (0.95, 0.60, 0.15),
    "brown": (0.36, 0.20, 0.10),
    "red": (0.75, 0.14, 0.16),
}
GRIP = 0.0095
"""Height in metres over the neck at which the cap is held."""
PLAY = 0.0012
"""Metres between neck and cap."""
TOP = 0.012
"""Thickness of the cap's top, metres: fingertips on it do not reach down to the neck."""
SIDES, RIBS = 20, 16


def build(instance: int) -> AssetModel:
    """Return the bottle of a number."""
    rng = instance_rng("bottle", instance)
    p = draw_all(rng, PARAMETERS)
    quick = "quick_" if choose(rng, VARIANTS)["thread"] == "quick" else ""
    neck, cap, pitch, turns = (p[quick + name] for name in ("neck", "cap", "pitch", "turns"))
    shouldered, bands = bool(rng.integers(2)), bool(rng.integers(2))
    colour_name, colour = draw(rng, DRINKS)
    label_name, label_colour = draw(rng, {n: VIVID[n] for n in VIVID if n not in (colour_name, "brown")})
    cap_name, cap_colour = draw(rng, {n: VIVID[n] for n in ("red", "blue", "white", "green", "yellow", "black")})
    r, height = p["radius"], p["height"]

    b = AssetBuilder("bottle", instance, fixed_base=False)
    body = b.root(mass=p["mass"])
    finish = height - p["cap_height"] + TOP  # where the cap's skirt ends
    shoulder = 0.60 * height if shouldered else 0.48 * height
    low, high = 0.22 * height, 0.92 * shoulder
    profile = [(0.0, r - 0.006), (0.007, r), (low, r), (low, r - 0.0008), (high, r - 0.0008), (high, r), (shoulder, r)]
    bulge = ((0.35, 0.88), (0.65, 0.66)) if shouldered else ((0.4, 0.82), (0.75, 0.62 if quick else 0.5))
    end = finish - 0.012
    profile += [(shoulder + share * (end - shoulder), share_r * r) for share, share_r in bulge]
    profile += [(end, neck + 0.001), (finish - 0.006, neck + 0.001)]
    for (z, near), (z_next, far) in pairwise(profile):
        if z_next > z:
            paint = label_colour if z == low else colour
            cone(b, body, (0.0, 0.0, z), (0.0, 0.0, z_next), near, far, paint, sides=SIDES)
    if bands:
        middle = (low + high) / 2
        b.cylinder(body, (0.0, 0.0, middle), r - 0.0002, 0.3 * (high - low), shade(colour, 1.1), ALONG["z"])
    b.cylinder(body, (0.0, 0.0, finish - 0.0045), neck + 0.0045, 0.003, shade(colour, 0.85), ALONG["z"])
    b.cylinder(
        body, (0.0, 0.0, (finish + height) / 2 - 0.0015), neck - 0.001, height - finish + 0.003, colour, ALONG["z"]
    )
    for share in (0.35, 0.75):
        z = finish + share * (height - finish)
        b.cylinder(body, (0.0, 0.0, z), neck, 0.0016, shade(colour, 0.8), ALONG["z"])
    b.point("centre", body, (0.0, 0.0, height / 2))
    b.point("spout", body, (0.0, 0.0, height))

    # The cap turns on a seal that climbs the thread with it.
    upper = round(2 * np.pi * turns, 4)
    seal = b.moving(
        "seal",
        kind="prismatic",
        origin=(0.0, 0.0, height),
        axis=(0.0, 0.0, 1.0),
        upper=round(pitch * turns, 6),
        damping=0.1,
        friction=0.2,
        mass=0.002,
        coupling=Coupling(joint="cap_joint", ratio=pitch / (2 * np.pi)),
    )
    b.cylinder(seal, (0.0, 0.0, height + 0.0009), neck - 0.001, 0.001, (0.9, 0.9, 0.9), ALONG["z"])
    link = b.moving(
        "cap",
        kind="revolute",
        origin=(0.0, 0.0, height),
        axis=(0.0, 0.0, 1.0),
        upper=upper,
        damping=0.002,
        friction=0.015,
        mass=0.006,
        parent=seal,
    )
    crown = height + 0.0018
    ring(
        b, link, lower=finish, upper=crown, radius_lower=cap, radius_upper=cap,
        thickness=cap - neck - PLAY, colour=cap_colour, segments=RIBS,
    )  # fmt: skip
    lathe(
        b, link, (0.0, 0.0, crown), (0.0, 0.0, 1.0),
        [(0.0, cap), (TOP - 0.001, cap), (TOP, cap - 0.001)], [shade(cap_colour, 0.9)],
    )  # fmt: skip
    for index in range(RIBS):
        # At the corners of the skirt, so that its flat sides keep their width.
        angle = (index + 0.5) * 2 * np.pi / RIBS
        at = (cap * np.cos(angle), cap * np.sin(angle), (finish + crown) / 2)
        turn = (float(np.cos(angle / 2)), 0.0, 0.0, float(np.sin(angle / 2)))
        b.box(link, at, (0.0016, 0.0016, crown - finish - 0.002), shade(cap_colour, 0.75), turn)
    b.part(link, "cap", centre=(0.003, 0.0, crown + GRIP), approach=(0.0, 0.0, -1.0), axis=(1.0, 0.0, 0.0))
    grip = round(0.40 * height, 4)
    for name, way in (("front", (-1.0, 0.0, 0.0)), ("left", (0.0, -1.0, 0.0)), ("right", (0.0, 1.0, 0.0))):
        closing = (way[1], way[0], 0.0)
        b.grasp(f"body_{name}", body, (0.0, 0.0, grip), width=round(2 * r, 4), closing=closing, approach=way)
    description = (
        f"a {colour_name} bottle, {1000 * height:.0f} mm high and {2000 * r:.0f} mm across, with a {label_name} label "
        f"and a {'wide ' if quick else ''}{cap_name} screw cap"
    )
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="bottle",
    summary="a bottle with a screw cap that rises as it is turned; it is picked up from the side",
    uses="holding water, juice or wine; a drink to carry; something to unscrew and pour from",
    articulated=True,
    noun="bottle",
    affordances=("turn", "pick"),
    keypoints=("centre", "spout", "cap.handle.centre"),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
