"""How far a solution stands what it was not planned for: objects a little elsewhere, more or less friction and mass.

For pose noise the actions of the solution are replayed, open loop, in a scene whose objects stand elsewhere than they
did when it was planned: that is what an error of perception does. Fixed furniture and free objects are each shifted in
a direction of their own, and what starts in or on another object goes with it. Friction and mass are scaled before the
task is planned and run as usual, for neither is seen by planning; the arm feels them on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from envs.task.program import TaskProgram
from envs.task.spec import ObjectSpec, TaskSpec
from envs.verification.trial import Trial, replayed, try_seed
from envs.verification.verdict import RobustnessPoint
from envs.verification.workers import Workers
from envs.worlds.physics import Physics

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

ROBUSTNESS_SEEDS = 5
SHIFTS = (0.0, 0.005, 0.01, 0.02)
"""Metres."""
FACTORS = (0.5, 1.0, 2.0)


@dataclass(frozen=True)
class _Job:
    program: TaskProgram
    trial: Trial
    engine: str
    what: Literal["pose", "friction", "mass"]
    value: float


def curve(
    program: TaskProgram,
    trials: Sequence[Trial],
    pool: Workers,
    *,
    engine: str,
    seeds: int = ROBUSTNESS_SEEDS,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> Iterator[RobustnessPoint]:
    """Yield a point for every shift and factor, over the first seeds that were run, solved or not.

    A scene that cannot stand where a shift would bring it is no trial.
    """
    values = [("pose", shift) for shift in SHIFTS]
    values += [(what, factor) for what in ("friction", "mass") for factor in FACTORS]
    jobs = [_Job(program, trial, engine, what, value) for what, value in values for trial in trials[:seeds]]  # type: ignore[arg-type]
    outcomes: dict[tuple[str, float], list[bool]] = {point: [] for point in values}
    for done, (job, outcome) in enumerate(zip(jobs, pool.in_order(_run, jobs), strict=True), start=1):
        if outcome is not None:
            outcomes[job.what, job.value].append(outcome)
        if on_progress is not None:
            on_progress("robustness", done, len(jobs))
    for what, value in values:
        ended = outcomes[what, value]
        yield RobustnessPoint(what=what, value=value, successes=sum(ended), trials=len(ended))  # type: ignore[arg-type]


def _run(catalog: Catalog, job: _Job) -> bool | None:
    result = job.trial.result
    if job.what != "pose":
        if job.value == 1.0:
            return result.success
        physics = Physics(friction=job.value) if job.what == "friction" else Physics(mass=job.value)
        return try_seed(job.program, catalog, result.seed, engine=job.engine, physics=physics).result.success
    if not result.success or job.trial.actions is None or job.trial.spec is None:
        return False  # there is no solution to replay
    return replayed(shifted(job.trial.spec, job.value), catalog, job.trial.actions, engine=job.engine)


def shifted(spec: TaskSpec, distance: float) -> TaskSpec:
    """Return a spec whose objects stand `distance` metres from where they did, each in a direction of its own.

    What starts in or on something goes with that; so does what is tied to something.
    """
    rng = np.random.default_rng([spec.seed, 0x5417])
    angles = {item.name: float(rng.uniform(0.0, 2 * np.pi)) for item in spec.scene.objects}
    roots = {item.name: item.support.object if item.support is not None else item.name for item in spec.scene.objects}
    for tie in spec.scene.ties:
        one, other = roots[tie.first], roots[tie.second]
        roots = {name: one if root == other else root for name, root in roots.items()}
    objects = tuple(_moved(item, distance, angles[_root(item.name, roots)]) for item in spec.scene.objects)
    return spec.model_copy(update={"scene": spec.scene.model_copy(update={"objects": objects})})


def _root(name: str, roots: dict[str, str]) -> str:
    while roots[name] != name:
        name = roots[name]
    return name


def _moved(item: ObjectSpec, distance: float, angle: float) -> ObjectSpec:
    x, y, z = item.pose.position
    position = (x + distance * float(np.cos(angle)), y + distance * float(np.sin(angle)), z)
    return item.model_copy(update={"pose": item.pose.model_copy(update={"position": position})})
