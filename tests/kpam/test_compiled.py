from types import SimpleNamespace

import numba
import numpy as np
import pytest

from kpam import compiled as module
from kpam.compiled import compiled


def total(values):
    result = 0.0
    for value in values:
        result += value
    return result


def test_a_compiled_function_gives_what_it_gave():
    values = np.random.default_rng(0).normal(size=100)
    assert compiled(total)(values) == total(values)


def test_without_a_folder_for_the_cache_it_is_compiled_all_the_same(monkeypatch):
    def njit(function=None, *, cache=False):
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return numba.njit(function)

    monkeypatch.setattr(module, "numba", SimpleNamespace(njit=njit))
    with pytest.raises(RuntimeError):
        njit(cache=True)
    assert compiled(total)(np.ones(3)) == 3.0
