"""A category of assets: what it is called, what can be done with it, and how an instance is built from a seed."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from envs.assets.model import AssetModel

AFFORDANCES = {
    "open": "a part opens and closes on a joint",
    "turn": "a part turns on and off on a joint",
    "pick": "small and light enough to be picked up and placed",
    "contain": "things can be put inside from above",
    "enclose": "things can be put inside, only through the front",
    "support": "things can be put on top",
    "stack": "has a flat top and a flat bottom, so that its like can stand on it",
    "roll": "rolls when it is pushed",
}


@dataclass(frozen=True)
class Category:
    """A family of assets with any number of instances.

    `summary` is a sentence for people and agents, `noun` what an instruction calls it, `affordances` keys of
    AFFORDANCES, `keypoints` the named points that every instance has (`<part>` standing for each of its parts), and
    `build(instance)` returns the instance of that number, the same for ever.
    """

    name: str
    summary: str
    articulated: bool
    noun: str
    affordances: tuple[str, ...]
    keypoints: tuple[str, ...]
    build: Callable[[int], AssetModel]


def instance_rng(category: str, instance: int) -> np.random.Generator:
    """Return the generator that an instance draws its sizes and colours from."""
    return np.random.default_rng([zlib.crc32(category.encode()), instance])
