"""Verdicts made by hand, with everything in them that a page can show."""

from __future__ import annotations

from typing import Any

from envs.failures import Failure, FailureKind
from envs.verification.verdict import (
    ControlResult,
    Evidence,
    Finding,
    Mutant,
    MutationScore,
    RobustnessPoint,
    SceneCheck,
    SeedResult,
    Verdict,
)
from envs.verification.wilson import wilson_interval
from envs.worlds.physics import Physics


def full(**changes: Any) -> Verdict:
    """An accepted verdict: two failures of one kind, evidence that differs, a curve, a survivor among mutants."""
    missed = Failure(kind=FailureKind.SLIPPED, reason="lost the ball 41 mm up", stage="lift it", seed=3)
    seeds = tuple(
        SeedResult(
            seed=k,
            success=k not in (3, 5),
            failure=missed.model_copy(update={"seed": k}) if k in (3, 5) else None,
            duration=8.0,
        )
        for k in range(20)
    )
    there = tuple(
        item if item.seed != 4 else SeedResult(seed=4, success=False, failure=missed.model_copy(update={"seed": 4}))
        for item in seeds
    )
    values: dict[str, Any] = {
        "accepted": True,
        "decision": "accepted",
        "reason": "18 of 20 seeds succeeded",
        "engine": "sapien",
        "rate": 0.9,
        "interval": wilson_interval(18, 20),
        "seeds": seeds,
        "controls": (
            ControlResult(name="no_op", outcome="refused", successes=0, trials=5, reason="never near the goal"),
            ControlResult(name="wrong_object", outcome="not_applicable", successes=0, trials=0, reason="one object"),
        ),
        "scene": (
            SceneCheck(name="settles", outcome="held", reason="at rest after 0.4 s at most"),
            SceneCheck(name="no_penetration", outcome="failed", seeds=(2,), reason="ball is 6 mm inside bin"),
        ),
        "findings": (Finding(kind="untied_word", text="nothing ties the word 'red'"),),
        "mutation": MutationScore(
            mutants=(
                Mutant(group="goal", kind="threshold", text="lifted by 2 cm, not 10", told_by=None),
                Mutant(group="goal", kind="sense", text="not lifted", told_by="the solution"),
                Mutant(group="scene", kind="distractor", text="another ball", told_by="wrong object"),
                Mutant(group="solution", kind="swapped", text="stages 1 and 2", equivalent="one stage"),
            )
        ),
        "evidence": (
            Evidence(
                name="half the time step",
                engine="sapien",
                physics=Physics(ticks=2),
                seeds=there,
                successes=17,
                trials=20,
                interval=wilson_interval(17, 20),
                differs=(4,),
            ),
        ),
        "robustness": tuple(
            RobustnessPoint(what="friction", value=value, successes=successes, trials=5)
            for value, successes in ((2.0, 5), (0.5, 3))
        ),
        "failures": {"slipped": 2},
        "program_hash": "0" * 64,
        "versions": {"sapien": "3.0.3"},
    }
    return Verdict(**(values | changes))
