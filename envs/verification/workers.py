"""Runs rollouts in this process or in others, with the same results in the same order."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

Job = TypeVar("Job")
Result = TypeVar("Result")

_catalog: Catalog | None = None  # a worker process's own copy, set once when the process starts


class Workers:
    """A pool of processes that live as long as the context; with a count of 1 everything runs in this process.

    Starting a process takes seconds, so one pool should serve many verifications.
    """

    def __init__(self, catalog: Catalog, count: int = 1) -> None:
        if count < 1:
            raise ValueError(f"the number of worker processes must be at least 1; got {count}")
        self.catalog = catalog
        self.count = count
        self._pool: ProcessPoolExecutor | None = None

    def in_order(self, function: Callable[[Catalog, Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """Yield `function(catalog, job)` in the order of the jobs; when the caller stops, the rest is dropped."""
        if self.count == 1:
            for job in jobs:
                yield function(self.catalog, job)
            return
        pool = self._started()
        waiting: deque[Future[Result]] = deque()
        try:
            for job in jobs:
                waiting.append(pool.submit(_call, function, job))
                if len(waiting) > self.count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self.count, context, initializer=_start, initargs=(self.catalog,))
        return self._pool

    def close(self) -> None:
        """End the processes; a later job starts new ones."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _start(catalog: Catalog) -> None:
    global _catalog
    _catalog = catalog
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Leave when the process that started this one is gone: killed, it cannot tell its workers to stop."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _call(function: Callable[[Catalog, Job], Result], job: Job) -> Result:
    if _catalog is None:
        raise RuntimeError("this worker process has no catalog; it was not started by Workers")
    return function(_catalog, job)
