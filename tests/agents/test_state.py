"""The funnel counts a candidate in every step up to its furthest."""

from __future__ import annotations

from agents.state import FUNNEL, counted


def test_a_candidate_counts_up_to_its_furthest_step() -> None:
    funnel = counted(dict.fromkeys(FUNNEL, 1), ["proposed", "valid", "program_runs"])
    assert [funnel[step] for step in FUNNEL] == [2, 2, 2, 1, 1, 1, 1, 1, 1]


def test_a_candidate_that_was_never_proposed_counts_nowhere() -> None:
    assert counted(dict.fromkeys(FUNNEL, 0), []) == dict.fromkeys(FUNNEL, 0)


def test_the_funnel_never_widens() -> None:
    funnel = dict.fromkeys(FUNNEL, 0)
    for reached in (["proposed"], ["proposed", "program_runs", "valid"], list(FUNNEL)):
        funnel = counted(funnel, reached)
    numbers = [funnel[step] for step in FUNNEL]
    assert numbers == sorted(numbers, reverse=True)
