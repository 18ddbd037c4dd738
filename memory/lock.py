"""One writer at a time, across processes."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path, *, wait: bool = True) -> Generator[None]:
    """Hold a lock file, waiting for whoever holds it; the operating system lets go when a process dies.

    Without `wait`, raises BlockingIOError where another process holds it.

    Not re-entrant: a second lock taken inside the first waits for ever.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
