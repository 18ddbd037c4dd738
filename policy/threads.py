"""How many threads of the processor torch computes on."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def one_thread() -> Generator[None]:
    """Let torch, where it is in use, compute on one thread of the processor.

    The networks are too small to share: a second thread costs more than it brings wherever another process wants the
    core. And the result does not depend on how many cores there are.
    """
    torch = sys.modules.get("torch")
    if torch is None:
        yield
        return
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
