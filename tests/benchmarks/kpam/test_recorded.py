"""The recorded problems mean here what they meant where Drake solved them."""

from __future__ import annotations

from collections import Counter

import numpy as np

from benchmarks.kpam.case import ALLOWED, STARTS, Case, excess, hard
from kpam.robot import Arm


def test_every_recorded_answer_is_one_by_our_check(recorded: list[Case], arm: Arm) -> None:
    misses = [excess(case.problem, arm, np.array(case.record["drake"]["q"])) for case in recorded]
    assert len(misses) == 72
    assert max(misses) <= ALLOWED
    assert min(misses) > 0.99  # SNOPT ends at the tolerances' edge: were they read too wide, it would be below


def test_every_kind_is_read(recorded: list[Case]) -> None:
    kinds = Counter(type(one).__name__ for case in recorded for one in hard(case.problem))
    assert set(kinds) == {"PointToPoint", "AxisParallel", "AxisAntiparallel", "AxisOrthogonal", "AxisAtAngle"}
    assert kinds["PointToPoint"] == 72


def test_drake_starts_where_it_was_recorded_to_start(recorded: list[Case], arm: Arm) -> None:
    assert all(case.starts.shape == (STARTS, len(arm.lower)) for case in recorded)
    assert np.array_equal(recorded[0].starts[0], recorded[0].problem.q_start)
