"""A table knife that lies on its side, the tip towards +x and the edge towards -y."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.solids import limb, prism

KNIVES = "table and steak knives, and YCB's: 21 to 24 cm long"
PARAMETERS = {
    "handle": Range(0.095, 0.115, "m", KNIVES + ", of which the handle 9.5 to 12 cm"),
    "blade": Range(0.105, 0.125, "m", KNIVES),
    "width": Range(0.018, 0.023, "m", KNIVES + ": blades 17 to 24 mm wide"),
    "grip": Range(0.019, 0.023, "m", "handles with scales or hollow: 18 to 24 mm wide"),
    "thick": Range(0.0150, 0.0170, "m", "handles with scales or hollow: 13 to 17 mm thick"),
    "mass": Range(0.06, 0.10, "kg", "table knives of steel weigh 60 to 110 g"),
}
HANDLES: dict[str, Colour] = {
    "wooden": (0.48, 0.30, 0.16),
    "steel": (0.62, 0.64, 0.67),
    **{name: VIVID[name] for name in ("black", "red", "blue", "green", "white", "yellow")},
}
STEEL: Colour = (0.76, 0.78, 0.81)
THIN = 0.0024


def build(instance: int) -> AssetModel:
    """Return the knife of a number."""
    rng = instance_rng("knife", instance)
    p = draw_all(rng, PARAMETERS)
    colour_name, colour = draw(rng, HANDLES)
    pointed = bool(rng.integers(2))
    total = p["handle"] + p["blade"]
    end, heel, tip = -total / 2, -total / 2 + p["handle"], total / 2
    z, half, deep = p["thick"] / 2, p["width"] / 2, p["thick"]

    b = AssetBuilder("knife", instance, fixed_base=False)
    body = b.root(mass=p["mass"])
    grip, h = p["grip"], p["handle"]
    b.made_of(4.0)
    # One piece lies on the table, and the others stay clear of it: so it rests without a tremor.
    limb(
        b, body, [(end, z, 0.75 * grip, 0.8 * deep), (end + 0.008, z, 0.97 * grip, 0.94 * deep)], [shade(colour, 0.85)]
    )
    limb(b, body, [(end + 0.008, z, grip, deep), (heel - 0.010, z, grip, deep)], [colour], bevel=0.16)
    b.made_of(7.8)
    # The bolster, the rivets in the scales, and the blade: a back that is nearly straight, an edge that runs to it.
    limb(
        b,
        body,
        [(heel - 0.010, z, 0.98 * grip, 0.94 * deep), (heel + 0.004, z, 0.8 * grip, 0.006)],
        [shade(STEEL, 0.8)],
    )
    if colour_name != "steel":
        for share in (0.22, 0.5, 0.78):
            b.cylinder(body, (end + share * h, 0.0, 1.5 * z), 0.0028, z + 0.0006, shade(STEEL, 0.85), ALONG["z"])
    span = tip - heel
    back = [(heel, half), (heel + 0.75 * span, half), (tip - 0.006, 0.55 * half if not pointed else 0.85 * half)]
    nose = [(tip, 0.75 * half)] if pointed else [(tip, 0.1 * half), (tip - 0.003, -0.45 * half)]
    edge = [(heel + 0.80 * span, -0.45 * half if pointed else -0.9 * half), (heel + 0.55 * span, -half), (heel, -half)]
    outline = np.array([*back, *nose, *edge])
    prism(b, body, outline, "z", z - THIN / 2, z + THIN / 2, STEEL)
    ground = [(heel + 0.006, -half), (heel + 0.55 * span, -half), *edge[:1], (heel + 0.5 * span, -0.6 * half)]
    prism(b, body, [*ground, (heel + 0.006, -0.6 * half)], "z", z - 0.0015, z + 0.0015, shade(STEEL, 1.2))

    hold = end + 0.55 * h
    b.point("handle.centre", body, (hold, 0.0, z))
    b.axis("handle.axis", body, (1.0, 0.0, 0.0))
    b.point("tip", body, (tip - 0.001, 0.7 * half if pointed else 0.1 * half, z))
    b.point("blade", body, ((heel + tip) / 2, 0.0, z))
    b.axis("edge", body, (0.0, -1.0, 0.0))
    b.point("centre", body, (0.0, 0.0, z))
    b.grasp("handle", body, (hold, 0.0, 0.0100), width=round(grip, 4), closing=(0.0, 1.0, 0.0))
    blade = "pointed" if pointed else "round-tipped"
    description = f"a {blade} table knife with a {colour_name} handle, {1000 * total:.0f} mm long"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


CATEGORY = Category(
    name="knife",
    summary="a table knife that lies on its side and is picked up by its handle",
    uses="cutlery; cutting bread or spreading butter; a blade; kitchen silverware",
    articulated=False,
    noun="knife",
    affordances=("pick",),
    keypoints=("centre", "handle.centre", "blade", "tip"),
    build=build,
    parameters=PARAMETERS,
)
