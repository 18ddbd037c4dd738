"""Wrong tasks made from good ones, and the mutants that are none by a stated rule."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.soundness.jobs import Job
from benchmarks.soundness.results import Result
from envs.assets.catalog import Catalog
from envs.errors import EnvsError
from envs.task.program import TaskProgram
from envs.task.scene_model import SceneModel
from envs.verification.agreement import certain, disagreements
from envs.verification.mutation.equivalence import RULES, equivalent_end
from envs.verification.mutation.program import MutatedProgram, spec_mutants
from envs.verification.mutation.recordings import Recorded, record
from envs.verification.mutation.score import goal_outcome, play, sentence_outcome
from envs.verification.mutation.variant import Variant, spread
from envs.worlds import DEFAULT_WORLD

SEEDS = range(4)
"""Seeds that are tried for a solution to record."""


def mutants(catalog: Catalog, given: tuple[TaskProgram, int]) -> tuple[list[Job], list[Result]]:
    """Return the wrong tasks made from a good one, and those that are set aside as none."""
    program, most = given
    jobs: list[Job] = []
    aside: list[Result] = []
    recorded = next(_recorded(catalog, program), None)
    if recorded is None:
        return jobs, aside
    for variant in spread(spec_mutants(recorded.spec, catalog, most=most), most):
        id, kind = f"{program.name}/{variant.key}", f"{variant.group}.{variant.kind}"
        rule = _rule(variant, recorded, catalog)
        if rule is not None:
            aside.append(Result(id, kind, False, "", variant.text, RULES[rule]))
        else:
            mutant = MutatedProgram(name=program.name, source=program.source, key=variant.key)
            jobs.append(Job(id, kind, mutant, variant.text))
    return jobs, aside


def _recorded(catalog: Catalog, program: TaskProgram) -> Iterator[Recorded]:
    for seed in SEEDS:
        try:
            found = record(program.instantiate(seed, catalog), catalog, DEFAULT_WORLD)
        except EnvsError:
            continue
        if isinstance(found, Recorded):
            yield found


def _rule(variant: Variant, recorded: Recorded, catalog: Catalog) -> str | None:
    """Return the rule by which a mutant is no wrong task; what tells it apart is left to verification."""
    if variant.group == "goal":
        return goal_outcome(variant, recorded).equivalent
    if variant.group == "sentence":
        return sentence_outcome(variant, recorded).equivalent
    if variant.group == "solution":
        reached, end = play(variant, catalog)
        scene = SceneModel.of(variant.spec.scene, catalog)
        return equivalent_end(end, recorded.solution.states[-1], scene) if reached else None
    if variant.kind in ("another_instance", "another_kind", "distractor"):
        scene = SceneModel.of(variant.spec.scene, catalog)
        if not certain(disagreements(variant.spec, scene)):
            return "whichever" if variant.kind == "distractor" else "instance"
    return None
