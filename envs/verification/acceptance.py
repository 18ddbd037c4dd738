"""When enough seeds have been seen to accept or reject a task."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Literal

from envs.errors import EnvsError
from envs.verification.wilson import wilson_interval

MINIMUM_SEEDS = 20
LOWER_BOUND = 0.69
"""What the lower end of the 95 % Wilson interval must reach over all planned seeds.

18 of 20 give 0.699 and 17 of 20 give 0.640, so of the bounds between these this is the strictest round one that 18 of
20 meet. As seeds are added it allows more failures than one in ten, for a rate of which more is known: 41 of 50 will
do. Fewer than 20 seeds never accept: a task that fails one time in seven passes 8 of 8 seeds three times in ten.
"""

Decision = Literal["accepted", "rejected", "inconclusive"]


def check_seeds(seeds: Sequence[int]) -> None:
    """Raise EnvsError unless seeds are distinct, at least one, and none negative: a rate over one scene is no rate."""
    if len(set(seeds)) != len(seeds) or not seeds or min(seeds) < 0:
        raise EnvsError(f"seeds must be distinct, at least one, none negative; got {list(seeds)[:25]}")


@cache
def required_successes(planned: int) -> int:
    """Return how many successes of `planned` seeds, or of 20 where fewer are planned, reach the lower bound."""
    trials = max(planned, MINIMUM_SEEDS)
    return next(count for count in range(trials + 1) if wilson_interval(count, trials)[0] >= LOWER_BOUND)


def decide(successes: int, failures: int, planned: int) -> Decision | None:
    """Return the decision over `planned` seeds once it is certain, None while more seeds are needed.

    It is certain when the lower bound is reached even if every seed that is left fails, or is missed even if every one
    succeeds: of 20 seeds the 18th success accepts and the third failure rejects. Fewer than 20 can reject, not accept.
    """
    required = required_successes(planned)
    if failures > max(planned, MINIMUM_SEEDS) - required:
        return "rejected"
    if planned >= MINIMUM_SEEDS and successes >= required:
        return "accepted"
    return "inconclusive" if successes + failures >= planned else None
