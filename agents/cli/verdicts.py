"""Prints a verdict for a person: decision, checks, evidence side by side, mutants, failures."""

from __future__ import annotations

from agents.cli.output import Output
from envs.verification import digest
from envs.verification.verdict import Verdict


def show_verdict(output: Output, name: str, verdict: Verdict) -> None:
    """Print a verdict part by part; what was not run or measured is left out."""
    low, high = verdict.interval
    output.line(f"{name}: {verdict.decision} ({verdict.reason})")
    auto = "; the solution was derived from the goal (auto)" if verdict.auto else ""
    output.line(f"rate {verdict.rate:.0%} in {verdict.engine}, 95 % interval {low:.0%} to {high:.0%}{auto}")
    _failures(output, verdict)
    if verdict.scene:
        rows = [
            (digest.CHECKS[check.name], digest.outcome(check), _numbers(check.seeds), check.reason)
            for check in verdict.scene
        ]
        output.table("Scene", ("check", "outcome", "fails on", "what decided it"), rows)
    if verdict.controls:
        rows = [
            (c.name.replace("_", " "), c.outcome.replace("_", " "), f"{c.successes} of {c.trials}", c.reason)
            for c in verdict.controls
        ]
        output.table("Controls that must fail", ("control", "outcome", "reached the goal", "why"), rows)
    if verdict.findings:
        rows = [(f.kind.replace("_", " "), f.text, digest.REMEDIES[f.kind]) for f in verdict.findings]
        output.table("Sentence and goal", ("finding", "what", "what to do"), rows)
    _mutants(output, verdict)
    _evidence(output, verdict)
    _robustness(output, verdict)


def _failures(output: Output, verdict: Verdict) -> None:
    groups = digest.failed(verdict)
    if groups:
        rows = [(group.kind, _numbers(group.seeds), group.where, group.first.reason) for group in groups]
        output.table("Failures by kind", ("kind", "seeds", "first at", "what decided it"), rows)


def _mutants(output: Output, verdict: Verdict) -> None:
    if verdict.mutation is None:
        return
    rows = [
        (group.group, f"{group.told} of {group.counted}", group.equivalent)
        for group in digest.by_group(verdict.mutation)
    ]
    weak = f", under {digest.WEAK_SCORE:g}: the goal asks for too little" if digest.is_weak(verdict) else ""
    title = f"Mutation score {verdict.mutation.score:.2f}{weak}"
    output.table(title, ("mutated", "told from the task", "equivalent, not counted"), rows)
    for mutant in verdict.mutation.survivors:
        output.line(f"survives: {digest.survivor(mutant)}")


def _evidence(output: Output, verdict: Verdict) -> None:
    if not verdict.evidence:
        return
    rows: list[tuple[object, ...]] = []
    for item in verdict.evidence:
        low, high = item.interval
        said = f"{item.successes} of {item.trials} ({low:.0%} to {high:.0%})" if item.trials else "not run"
        differing = digest.differing(verdict, item)
        if not differing:
            rows.append((item.name, said, "", item.reason or "no seed ended otherwise", ""))
        for number, row in enumerate(differing):
            rows.append((*((item.name, said) if number == 0 else ("", "")), row.seed, row.here, row.there))
    columns = ("physics", "rate", "seed", f"here, in {verdict.engine}", "there")
    output.table("Other physics, reported and not gating", columns, rows)


def _robustness(output: Output, verdict: Verdict) -> None:
    rows = [
        (curve.title, curve.value(point), f"{point.successes} of {point.trials}", f"{_bar(curve.rate(point))}")
        for curve in digest.curves(verdict)
        for point in curve.points
    ]
    if rows:
        output.table("Robustness", ("what", "by", "succeeded", ""), rows)


def _bar(rate: float) -> str:
    return "#" * round(20 * rate)


def _numbers(seeds: tuple[int, ...]) -> str:
    return ", ".join(map(str, seeds))
