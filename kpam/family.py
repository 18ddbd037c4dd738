"""What comes in many variants, some of them at any angle: a few to begin with, and on demand those in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import TypeVar, overload

Member = TypeVar("Member", covariant=True)
Other = TypeVar("Other")
FINE = 4096
"""Steps from one sample to the next where there is something in between: 1e-4 rad each for 12 samples of a turn."""
_AROUND = (-2, -1, 1, 2)


@dataclass(frozen=True, eq=False)
class Family(Sequence[Member]):
    """A sequence of samples; what lies between these has numbers too, from the sequence's length on.

    So one whole number says which member it is, whether it was there at first or found later: `family[number]`.

    Args:
        make: what to call with coordinates, one for each of `counts`; the k-th sample along a coordinate is at k.
        counts: how many samples there are along each coordinate. It is cyclic: after the last comes the first.
        continuous: along which coordinates there is something between the samples.
        skipped: how many of the first samples do not count.
    """

    make: Callable[[tuple[float, ...]], Member]
    counts: tuple[int, ...]
    continuous: tuple[bool, ...]
    skipped: int = 0

    def __len__(self) -> int:
        """How many samples there are."""
        return prod(self.counts) - self.skipped

    def __iter__(self) -> Iterator[Member]:
        """Go through the samples."""
        return iter(self._samples)

    @overload
    def __getitem__(self, index: int) -> Member: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Member]: ...
    def __getitem__(self, index: int | slice) -> Member | Sequence[Member]:
        """Return a sample, some of the samples, or a member between them; raises IndexError beyond the last."""
        if isinstance(index, slice) or index < len(self):
            return self._samples[index]
        return self.make(self.coordinates(index))

    @cached_property
    def _samples(self) -> tuple[Member, ...]:
        return tuple(self.make(self.coordinates(number)) for number in range(len(self)))

    @property
    def _fine(self) -> list[int]:
        return [FINE if between else 1 for between in self.continuous]

    def coordinates(self, number: int) -> tuple[float, ...]:
        """Return where a member is; raises IndexError for a number beyond the last."""
        samples, number, fine = prod(self.counts), number + self.skipped, [1] * len(self.counts)
        if number >= samples:
            number, fine = number - samples, self._fine
        found: list[float] = []
        for count, steps in zip(reversed(self.counts), reversed(fine), strict=True):
            number, step = divmod(number, count * steps)
            found.append(step / steps)
        if number:
            raise IndexError(f"a number beyond the last of {samples} samples and what is between them")
        return tuple(reversed(found))

    def number(self, coordinates: Sequence[float]) -> int:
        """Return the number of the member that is nearest to some coordinates; negative where it is skipped."""
        between = [round(at * fine) for at, fine in zip(coordinates, self._fine, strict=True)]
        sampled = all(step % fine == 0 for step, fine in zip(between, self._fine, strict=True))
        number = 0
        for step, count, fine in zip(between, self.counts, self._fine, strict=True):
            number = number * count + step // fine % count if sampled else number * count * fine + step % (count * fine)
        return number - self.skipped + (0 if sampled else prod(self.counts))

    def near(self, number: int, step: int) -> list[int]:
        """Return the members up to two steps away along each continuous coordinate; a step is so many / FINE."""
        at = self.coordinates(number)
        return [
            self.number((*at[:i], at[i] + away * step / FINE, *at[i + 1 :]))
            for i, between in enumerate(self.continuous)
            for away in _AROUND
            if between
        ]

    def map(self, function: Callable[[Member], Other]) -> Family[Other]:
        """Return what a function makes of each member; samples that are known already are not made again."""
        whole = self if self.skipped == 0 else self.whole()
        return Family(lambda at: function(whole[whole.number(at)]), self.counts, self.continuous, self.skipped)

    def rest(self) -> Family[Member]:
        """Return the family without its first sample: what was number 1 is number 0, and so on."""
        return replace(self, skipped=1)

    def whole(self) -> Family[Member]:
        """Return the family that this is the rest of."""
        return replace(self, skipped=0)

    @staticmethod
    def of(members: Sequence[Other]) -> Family[Other]:
        """Return a family of just these."""
        return Family(lambda at: members[int(at[0])], (len(members),), (False,))
