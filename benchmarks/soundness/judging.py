"""The one gate, `verify`, and what makes a draft a good task before it is asked."""

from __future__ import annotations

from benchmarks.soundness.jobs import Job
from benchmarks.soundness.results import Result
from envs.assets.catalog import Catalog
from envs.errors import EnvsError
from envs.execution.executor import execute
from envs.task.scene_model import SceneModel
from envs.verification.agreement import certain, disagreements
from envs.verification.verify import READ_SEEDS, verify

SEEDS = range(20)
OTHER_SEEDS = range(1000, 1020)
"""Seeds on which an authored task shows that it is a good one; verification sees others."""


def solves_itself(catalog: Catalog, job: Job) -> Result:
    """Say whether a task's solution succeeds on 18 of 20 seeds that verification does not see; no more is asked."""
    failed = 0
    for seed in OTHER_SEEDS:
        try:
            failed += not execute(job.program.instantiate(seed, catalog), catalog).success
        except EnvsError:
            failed += 1
        if failed > 2:
            return Result(job.id, job.kind, False, f"{failed} failures by seed {seed}")
    return Result(job.id, job.kind, True, f"{failed} failures on {len(OTHER_SEEDS)} seeds")


def judge(catalog: Catalog, job: Job) -> Result:
    """Verify a task; what its sentence alone refuses is refused as verification refuses it, before anything is run."""
    found = []
    for seed in SEEDS[:READ_SEEDS]:
        try:
            spec = job.program.instantiate(seed, catalog)
        except EnvsError:
            continue
        found += certain(disagreements(spec, SceneModel.of(spec.scene, catalog)))
    if found and job.kind != "good":
        return Result(job.id, job.kind, False, found[0].text, job.why, failures={"sentence_disagrees": len(found)})
    verdict = verify(job.program, catalog, seeds=SEEDS)
    return Result(job.id, job.kind, verdict.accepted, verdict.reason, job.why, failures=dict(verdict.failures))
