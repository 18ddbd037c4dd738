"""What the tools showed of the catalog."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SMALL_ENOUGH = 0.13
"""The longest edge in metres that still goes through the opening of a drawer or box with room to spare."""


BESIDE = 0.02
"""Metres that two things need beyond their own size to lie beside one another."""
PALM, DROP = 0.045, 0.05
"""Metres from where the fingers hold to the palm, and metres that a thing may fall."""
HAND = (0.09, 0.23)
"""Width and length in metres of an opening through which the hand follows what it holds."""


LONG = 0.09
"""Metres from which a thing does not lie before the handles that hang over a drawer."""


@dataclass(frozen=True)
class PartView:
    """A part that moves: "prismatic" or "revolute" over `range` metres or radians, gripped or pushed at its handle."""

    name: str
    noun: str
    which: str | None
    joint: str
    range: float
    handle: str
    interior: str | None

    @property
    def said(self) -> str:
        """What a person calls it."""
        return f"{self.which} {self.noun}" if self.which else self.noun


@dataclass(frozen=True)
class AssetView:
    """One instance as `show_asset` showed it; lengths in metres."""

    category: str
    instance: int
    noun: str
    fixed: bool
    size: tuple[float, float, float]
    parts: tuple[PartView, ...]
    volumes: dict[str, tuple[float, ...]]
    surfaces: dict[str, tuple[float, ...]]
    grasps: tuple[float, ...]
    affordances: tuple[str, ...]

    def part(self, name: str) -> PartView | None:
        """Return a part by name, None where this instance lacks it."""
        return next((part for part in self.parts if part.name == name), None)

    @property
    def long(self) -> bool:
        """Whether it fills a drawer from front to back."""
        return max(self.size[:2]) > LONG

    @property
    def wide(self) -> bool:
        """Whether it fills a drawer however it is turned."""
        return min(self.size[:2]) > LONG

    @property
    def pickable(self) -> bool:
        """Whether the gripper can hold and carry it."""
        return "pick" in self.affordances and bool(self.grasps) and not self.fixed

    @property
    def open_volume(self) -> str | None:
        """The whole inside, where no part must be opened first, such as a bowl's; slots and holes are no such room."""
        behind = {part.interior for part in self.parts}
        if "contain" not in self.affordances:
            return None
        return "interior" if "interior" in self.volumes and "interior" not in behind else None

    @property
    def surface(self) -> str:
        """The surface that things are put on: its top, or the first that it has."""
        return "top" if "top" in self.surfaces else next(iter(self.surfaces), "top")

    @property
    def carries(self) -> bool:
        """Whether things can be put on its top as it stands."""
        return "support" in self.affordances and "top" in self.surfaces

    def room_for(self, other: AssetView, volume: str) -> bool:
        """Return whether another asset's footprint goes into a volume with some room, and its middle below the brim."""
        x, y = sorted(self.volumes[volume][:2])
        if other.size[2] / 2 + 0.005 > self.volumes[volume][2]:
            return False
        short, long = sorted(other.size[:2])
        return short + 0.012 <= x and long + 0.012 <= y and long <= SMALL_ENOUGH

    def within_reach(self, other: AssetView, volume: str) -> bool:
        """Return whether another asset comes down into a volume from above; into what is deep the hand must go, too."""
        x, y = sorted(self.volumes[volume][:2])
        return self.volumes[volume][2] - other.size[2] / 2 <= PALM + DROP or (x >= HAND[0] and y >= HAND[1])


def view(shown: dict[str, Any], noun: str) -> AssetView:
    """Read one answer of `show_asset`."""
    return AssetView(
        category=shown["category"],
        instance=int(shown["asset"].split("/")[1]),
        noun=noun,
        fixed=shown["fixed_base"],
        size=tuple(shown["size"]),
        parts=tuple(
            PartView(p["name"], p["noun"], p["which"], p["joint"], p["range"], p["handle"], p["interior"])
            for p in shown["parts"]
        ),
        volumes={v["name"]: tuple(v["size"]) for v in shown["volumes"]},
        surfaces={s["name"]: tuple(s["size"]) for s in shown["surfaces"]},
        grasps=tuple(g["width"] for g in shown["grasps"]),
        affordances=tuple(shown["affordances"]),
    )


@dataclass(frozen=True)
class Shelf:
    """The instances seen, by category."""

    views: dict[str, tuple[AssetView, ...]]

    @classmethod
    def of(cls, shown: Iterable[dict[str, Any]], nouns: dict[str, str]) -> Shelf:
        """Gather the answers of `show_asset`."""
        views: dict[str, tuple[AssetView, ...]] = {}
        for item in shown:
            if "category" not in item:
                continue
            name: str = item["category"]
            views[name] = (*views.get(name, ()), view(item, nouns.get(name, name.replace("_", " "))))
        return cls(views)

    def first(self) -> list[AssetView]:
        """Return one instance of each category."""
        return [views[0] for views in self.views.values()]

    def beside(self, container: str, one: str, two: str, volume: str) -> bool:
        """Return whether of two categories one goes in beside the other, in all that was seen of the three."""
        room = min(max(view.volumes[volume][:2]) for view in self.views[container])
        first, second = (max(max(view.size[:2]) for view in self.views[name]) for name in (one, two))
        return max(first, second) <= room / 2 and first + second + BESIDE <= room

    def instances(self, category: str, parts: Iterable[str] = ()) -> list[int]:
        """Return the instances seen of a category that have all the parts."""
        needed = list(parts)
        seen = [item.instance for item in self.views.get(category, ()) if all(item.part(name) for name in needed)]
        return sorted(set(seen))
