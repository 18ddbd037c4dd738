"""What is said of an asset against what it has: description, colour, affordances, joints, volumes, surfaces."""

from __future__ import annotations

from collections.abc import Iterator

from envs.assets.category import AFFORDANCES
from envs.assets.model import AssetModel

MOVING = ("open", "turn", "press", "lift")
HOLLOW = ("contain", "enclose", "fill", "pour")
FLAT = ("support", "stack")


def meaning(asset: AssetModel, noun: str | None = None) -> Iterator[str]:
    """Yield where words and things disagree; `noun` is what the category is called,
    of which the last word is looked for."""
    said = asset.description.lower()
    can = set(asset.affordances)
    if can - set(AFFORDANCES):
        yield f"affordances {sorted(can - set(AFFORDANCES))} are none of {', '.join(AFFORDANCES)}"
    for reason, present, names in (
        ("no part moves on a joint", bool(asset.parts), ("open", "turn", "press")),
        ("it has no volume", bool(asset.volumes), HOLLOW),
        ("it has no surface", bool(asset.surfaces), FLAT),
        ("it has no grasp", bool(asset.grasps), ("pick",)),
        ("it is fixed to the table", not asset.fixed_base, ("pick", "roll")),
    ):
        for name in names:
            if name in can and not present:
                yield f"affordance {name!r}: {reason}"
    for what, items, names in (
        ("part", asset.parts, MOVING),
        ("volume", asset.volumes, HOLLOW),
        ("surface", asset.surfaces, FLAT),
    ):
        if items and not can & set(names):
            yield f"{what} {items[0].name!r} is there, and none of the affordances {', '.join(names)}"
    head = (noun or "").lower().rpartition(" ")[2]
    if head not in said:
        yield f"the description {asset.description!r} does not say {head!r}"
    if asset.colour_name is not None and asset.colour_name.lower() not in said:
        yield f"the description {asset.description!r} does not name its colour, {asset.colour_name!r}"
    for part in asset.parts:
        if part.noun.lower() not in said:
            yield f"the description {asset.description!r} does not speak of its {part.noun} ({part.name})"
