"""What is drawn of a keypoint problem, as data in the base frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kpam.transforms import Array

LONGEST = 26
"""Characters of a label; of a longer name the last parts are shown."""


@dataclass(frozen=True)
class Point:
    """A point: where, the constraints that it is of, what it is called, and whether it is the tool's."""

    place: Array
    numbers: tuple[int, ...]
    name: str
    tool: bool
    good: bool

    @property
    def label(self) -> str:
        """Its text in the picture: the numbers of its constraints, and its name."""
        return _label(self.numbers, self.name)


@dataclass(frozen=True)
class Axis:
    """An axis: from where, which way, and as in `Point`."""

    base: Array
    way: Array
    numbers: tuple[int, ...]
    name: str
    tool: bool
    good: bool

    @property
    def label(self) -> str:
        """Its text in the picture: the numbers of its constraints, and its name."""
        return _label(self.numbers, self.name)


@dataclass(frozen=True)
class Gap:
    """From where something is to where a constraint would have it, and by how much it is missed."""

    start: Array
    end: Array
    text: str


@dataclass(frozen=True)
class Arc:
    """From which direction to which, both of length 1, a tool's axis would have to turn, and by how much."""

    base: Array
    start: Array
    end: Array
    text: str


@dataclass(frozen=True)
class Box:
    """A box that a constraint is about: its frame (4, 4), its corners there, and whether the constraint holds."""

    pose: Array
    lower: Array
    upper: Array
    good: bool


@dataclass
class Drawing:
    """Everything to be drawn, in the base frame; `notes` are about what is missed and has no place."""

    points: list[Point] = field(default_factory=list[Point])
    axes: list[Axis] = field(default_factory=list[Axis])
    gaps: list[Gap] = field(default_factory=list[Gap])
    arcs: list[Arc] = field(default_factory=list[Arc])
    boxes: list[Box] = field(default_factory=list[Box])
    notes: list[str] = field(default_factory=list[str])

    def places(self) -> list[Array]:
        """Return every point of the drawing."""
        ends = [end for gap in self.gaps for end in (gap.start, gap.end)]
        return [*(point.place for point in self.points), *(axis.base for axis in self.axes), *ends]


def _label(numbers: Sequence[int], name: str) -> str:
    shown = name
    while len(shown) > LONGEST and "." in shown:
        shown = shown.partition(".")[2]
    return f"{','.join(str(number) for number in numbers)} {shown}".strip()
