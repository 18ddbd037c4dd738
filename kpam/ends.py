"""Where descents ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpam.descent import Descent
from kpam.stack import Case
from kpam.starts import Starts
from kpam.transforms import Array


@dataclass(frozen=True)
class End:
    """Where one descent ended: which alternative, symmetry and start it was, and what it came to."""

    q: Array
    feasible: bool
    distance: float
    cost: float
    alternative: int
    symmetry: int
    start: int
    iterations: int

    @property
    def rank(self) -> tuple[bool, float]:
        """What a better end has less of: feasible ones are compared by cost, the others by distance."""
        return not self.feasible, self.cost if self.feasible else self.distance


def rested(cases: Sequence[Case], batch: Starts, rest: Descent, first: int = 0) -> Iterator[tuple[Case, End]]:
    """Go through the ends of a batch, each with its case; `first` is added to the numbers of the starts."""
    for i in range(len(batch.which)):
        case = cases[int(batch.which[i])]
        yield (
            case,
            End(
                q=rest.q[i],
                feasible=bool(rest.feasible[i]),
                distance=float(rest.distance[i]),
                cost=float(rest.cost[i]),
                alternative=case.alternative,
                symmetry=int(batch.symmetry[i]),
                start=first + int(batch.number[i]),
                iterations=int(rest.iterations[i]),
            ),
        )
