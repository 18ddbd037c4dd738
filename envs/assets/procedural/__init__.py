"""Categories that are made from numbers, each instance from a seed: one category to a file, one line here."""

from __future__ import annotations

from envs.assets.category import Category
from envs.assets.procedural import block, bowl, drawer_cabinet, microwave

CATEGORIES: dict[str, Category] = {
    "drawer_cabinet": drawer_cabinet.CATEGORY,
    "microwave": microwave.CATEGORY,
    "block": block.CATEGORY,
    "bowl": bowl.CATEGORY,
}
