"""When enough seeds have been seen to accept or reject a task."""

from __future__ import annotations

from typing import Literal

MINIMUM_SEEDS = 20

Decision = Literal["accepted", "rejected", "inconclusive"]


def decide(successes: int, failures: int, planned: int) -> Decision | None:
    """Return the decision once it is certain, None while more seeds are needed.

    Of 20 planned seeds the 18th success accepts and the third failure rejects; the same share holds for more. Fewer
    than 20 can reject but not accept.
    """
    counted = max(planned, MINIMUM_SEEDS)
    required = -(-counted * 9 // 10)
    if failures > counted - required:
        return "rejected"
    if planned >= MINIMUM_SEEDS and successes >= required:
        return "accepted"
    return "inconclusive" if successes + failures >= planned else None
