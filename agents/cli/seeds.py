"""Ranges of seeds on the command line: `0:24`."""

from __future__ import annotations

import re

from agents.cli.failing import CommandError

MOST = 100_000


def seed_range(text: str) -> range:
    """Return the seeds that a text names: `0:24` for 0 to 23, `7` for 7 alone. Raises CommandError."""
    found = re.fullmatch(r"([0-9]{1,9})(?::([0-9]{1,9}))?", text.strip())
    if found is None:
        raise CommandError(f"--seeds {text!r} is not a range; write FIRST:BEFORE such as 0:24, or one number")
    first = int(found[1])
    seeds = range(first, first + 1 if found[2] is None else int(found[2]))
    if not 0 < len(seeds) <= MOST:
        raise CommandError(f"--seeds {text!r} names {len(seeds)} seeds; give 1 to {MOST}, such as 0:24")
    return seeds
