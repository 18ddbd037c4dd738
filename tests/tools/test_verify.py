"""What agents are told of a verdict."""

from __future__ import annotations

from envs.verification.verdict import Mutant, MutationScore
from tests.verdicts import full
from tools.verify import SURVIVORS, summary


def test_a_weak_score_is_told_with_its_survivors() -> None:
    text = summary(full())
    assert "mutation score 0.67: 2 of 3 wrong versions are told" in text
    assert "survives: goal, threshold: lifted by 2 cm, not 10" in text


def test_a_good_score_is_told_without_survivors() -> None:
    mutants = [Mutant(group="goal", kind="sense", text=f"m{k}", told_by="it" if k else None) for k in range(20)]
    text = summary(full(mutation=MutationScore(mutants=tuple(mutants))))
    assert "mutation score 0.95" in text
    assert "survives" not in text


def test_many_survivors_are_counted_instead_of_listed() -> None:
    mutants = [Mutant(group="goal", kind="sense", text=f"m{k}") for k in range(SURVIVORS + 3)]
    text = summary(full(mutation=MutationScore(mutants=tuple(mutants))))
    assert text.count("survives: ") == SURVIVORS
    assert "and 3 more survive" in text


def test_failures_failed_checks_findings_and_evidence_have_their_figures() -> None:
    text = summary(full())
    assert "failures: slipped x2, first at seed 3, stage 'lift it': lost the ball 41 mm up" in text
    assert "scene check no_penetration failed: ball is 6 mm inside bin" in text
    assert "scene check settles" not in text
    assert "untied_word: nothing ties the word 'red'; tie it with braces" in text
    assert "half the time step, reported and not gating: 17 of 20 succeed, otherwise at seeds 4" in text


def test_the_first_line_is_the_decision() -> None:
    assert summary(full()).splitlines()[0] == "accepted: 18 of 20 seeds succeeded"
