"""A verdict's parts in groups and words."""

from __future__ import annotations

from typing import get_args

import pytest

from envs.failures import FailureKind
from envs.verification import digest
from envs.verification.verdict import Finding, Mutant, MutationScore, SceneCheck
from tests.verdicts import full


def test_failures_are_grouped_by_kind_with_the_first_ones_figure() -> None:
    (group,) = digest.failed(full())
    assert (group.kind, group.seeds) == (FailureKind.SLIPPED, (3, 5))
    assert group.where == "seed 3, stage 'lift it'"
    assert group.first.reason == "lost the ball 41 mm up"


def test_a_check_that_fails_on_a_seed_is_not_said_to_have_held() -> None:
    everywhere = SceneCheck(name="settles", outcome="held", seeds=(), reason="")
    words = [digest.outcome(item) for item in (everywhere, everywhere.model_copy(update={"seeds": (4,)}))]
    assert words == ["held", "mostly held"]


def test_a_seed_that_differs_is_told_with_how_it_ended_here_and_there() -> None:
    verdict = full()
    (row,) = digest.differing(verdict, verdict.evidence[0])
    assert (row.seed, row.here, row.there) == (4, "success", "slipped: lost the ball 41 mm up")


def test_mutants_are_counted_by_group_and_equivalent_ones_apart() -> None:
    mutation = full().mutation
    assert mutation is not None
    rows = {row.group: (row.told, row.counted, row.equivalent) for row in digest.by_group(mutation)}
    assert rows == {"goal": (1, 2, 0), "scene": (1, 1, 0), "solution": (0, 0, 1)}


def test_curves_run_from_small_to_large_and_only_where_measured() -> None:
    (curve,) = digest.curves(full())
    assert [curve.value(point) for point in curve.points] == ["x0.5", "x2"]
    assert [curve.rate(point) for point in curve.points] == [0.6, 1.0]


@pytest.mark.parametrize(("told", "weak"), [(9, False), (8, True)])
def test_a_score_under_nine_tenths_is_weak(told: int, weak: bool) -> None:
    mutants = [Mutant(group="goal", kind="sense", text=str(k), told_by="it" if k < told else None) for k in range(10)]
    assert digest.is_weak(full(mutation=MutationScore(mutants=tuple(mutants)))) is weak


def test_a_verdict_without_mutants_is_not_weak() -> None:
    assert not digest.is_weak(full(mutation=None))


def test_every_kind_of_finding_has_a_remedy_and_every_scene_check_its_words() -> None:
    assert set(digest.REMEDIES) == set(get_args(Finding.model_fields["kind"].annotation))
    assert set(digest.CHECKS) == set(get_args(SceneCheck.model_fields["name"].annotation))
