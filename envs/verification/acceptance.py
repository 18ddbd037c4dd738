"""When enough seeds have been seen to accept or reject a task."""

from __future__ import annotations

from typing import Literal

MINIMUM_SEEDS = 20

Decision = Literal["accepted", "rejected", "inconclusive"]


def required_successes(planned: int) -> int:
    """Return how many successes accept when `planned` seeds are run."""
    return -(-max(planned, MINIMUM_SEEDS) * 9 // 10)


def decide(successes: int, failures: int, planned: int) -> Decision | None:
    """Return the decision once it is certain, None while more seeds are needed.

    Of 20 planned seeds the 18th success accepts and the third failure rejects; the same share holds for more. Fewer
    than 20 can reject but not accept.
    """
    required = required_successes(planned)
    if failures > max(planned, MINIMUM_SEEDS) - required:
        return "rejected"
    if planned >= MINIMUM_SEEDS and successes >= required:
        return "accepted"
    return "inconclusive" if successes + failures >= planned else None
