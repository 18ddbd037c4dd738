"""Random numbers of a program, drawn by the host from the task's seed."""

from __future__ import annotations

from envs.task.prelude.checks import _number, _show
from envs.task.prelude.host import _draw  # pyright: ignore[reportMissingModuleSource]


class Rng:
    """The source of every random choice in a program; the same seed gives the same choices."""

    def __init__(self):
        self.waiting = []

    def random(self) -> float:
        """A number from 0 up to 1."""
        if not self.waiting:
            self.waiting = _draw(256)
        return self.waiting.pop()

    def uniform(self, low: float, high: float) -> float:
        """A number from low up to high."""
        first, last = _number(low, "low", -1e9, 1e9), _number(high, "high", -1e9, 1e9)
        return first + (last - first) * self.random()

    def integers(self, low: int, high: int) -> int:
        """A whole number from low up to but without high."""
        if not isinstance(low, int) or not isinstance(high, int) or high <= low:
            raise ValueError(f"integers({_show(low)}, {_show(high)}): give two whole numbers, the lower first")
        return low + int(self.random() * (high - low))

    def choice(self, items):
        """One of the items."""
        listed = list(items)
        if not listed:
            raise ValueError("choice() got no items; give at least one")
        return listed[self.integers(0, len(listed))]

    def sample(self, items, count: int) -> list:
        """That many different items, in random order."""
        listed = list(items)
        if not isinstance(count, int) or not 0 <= count <= len(listed):
            raise ValueError(f"sample() wants {_show(count)} of {len(listed)} items; give 0 to {len(listed)}")
        self.shuffle(listed)
        return listed[:count]

    def shuffle(self, items: list) -> None:
        """Put the items of a list in random order."""
        if not isinstance(items, list):
            raise TypeError(f"shuffle() got {_show(items)}; give a list")
        for last in range(len(items) - 1, 0, -1):
            other = self.integers(0, last + 1)
            items[last], items[other] = items[other], items[last]
