"""Loops over small batches, compiled by numba: what NumPy would spend microseconds a call on."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

numba: Any = import_module("numba")  # without type information
Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function of contiguous float64 arrays on its first call, and keep the result on disk.

    Neither fast maths nor threads, so that the same input gives the same bits. A compiled function calls no compiled
    function of another file: numba would keep the old code on disk when only the other file changes. Where no folder
    can be written to (NUMBA_CACHE_DIR names one), every process compiles for itself.
    """
    try:
        return numba.njit(cache=True)(function)
    except RuntimeError:  # numba found no folder for its cache
        return numba.njit(function)
