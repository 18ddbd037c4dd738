"""A category of assets: what it is called, what can be done with it, and how an instance is built from a seed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from envs.assets.model import AssetModel, Colour
from envs.assets.palette import draw
from envs.assets.parameters import Range

AFFORDANCES = {
    "open": "a part opens and closes on a joint",
    "turn": "a part turns on and off on a joint",
    "press": "a part goes in when it is pushed",
    "lift": "a handle by which the whole is carried",
    "pick": "small and light enough to be picked up and placed",
    "contain": "things can be put inside from above",
    "enclose": "things can be put inside, only through the front",
    "fill": "holds what is poured into it",
    "pour": "what it holds is poured out over a rim or a spout",
    "support": "things can be put on top",
    "stack": "has a flat top and a flat bottom, so that its like can stand on it",
    "roll": "rolls when it is pushed",
}


@dataclass(frozen=True)
class Category:
    """A family of assets with any number of instances.

    `summary` is a sentence for people and agents, `noun` what an instruction calls it, `affordances` keys of
    AFFORDANCES, `keypoints` the named points that every instance has (`<part>` standing for each of its parts), and
    `build(instance)` returns the instance of that number, the same for ever. `parameters` are the numbers that
    instances draw, `variants` what else they differ in, each with its choices; `scale` is the share of their real size
    at which things too large for a table are built, which the parameters are stated without. `uses` says what it is for
    and what else it is called, in phrases parted by semicolons; the search by meaning reads it. `instances` are the
    numbers that there are; where it is empty every number is one. `palette` are the colours of its instances, where a
    colour is the first thing that every instance draws.
    """

    name: str
    summary: str
    articulated: bool
    noun: str
    affordances: tuple[str, ...]
    keypoints: tuple[str, ...]
    build: Callable[[int], AssetModel]
    parameters: Mapping[str, Range] = field(default_factory=dict[str, Range])
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    scale: float = 1.0
    uses: str = ""
    instances: tuple[int, ...] = ()
    palette: Mapping[str, Colour] = field(default_factory=dict[str, Colour])

    def colour(self, instance: int) -> str | None:
        """Return what an instance's colour is called, without building it where the category has a palette."""
        if self.palette:
            return draw(instance_rng(self.name, instance), self.palette)[0]
        return self.build(instance).colour_name


def instance_rng(category: str, instance: int) -> np.random.Generator:
    """Return the generator that an instance draws its sizes and colours from."""
    return np.random.default_rng([zlib.crc32(category.encode()), instance])
