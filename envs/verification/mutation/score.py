"""The mutation score: how many wrong versions of a task its own goal, controls and sentence tell from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from envs.errors import EnvsError
from envs.execution.executor import execute
from envs.execution.session import Session
from envs.execution.start import inspect_start
from envs.task.nearness import nearly_true
from envs.task.program import TaskProgram
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification.agreement import certain, disagreements
from envs.verification.mutation.equivalence import RULES, equivalent_end, equivalent_goal, equivalent_sentence
from envs.verification.mutation.goal import goal_mutants
from envs.verification.mutation.recordings import Recorded, beside, reaches
from envs.verification.mutation.scene import scene_mutants
from envs.verification.mutation.sentence import sentence_mutants
from envs.verification.mutation.solution import solution_mutants
from envs.verification.mutation.variant import Variant
from envs.verification.trial import REST_STEPS, Trial, play_seed
from envs.verification.verdict import Mutant, MutationScore
from envs.verification.workers import Workers
from envs.worlds import DEFAULT_WORLD
from envs.worlds.state import WorldState

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.execution.rollout import Rollout

SEEDS = 2
"""Seeds that mutants are tried on."""
TRIED = 4
"""Seeds that are looked through for that many on which the solution succeeds."""
PHYSICS_RUNS = 6
"""Changed solutions that are played, those of the first seed that succeeds."""


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant on one seed: what told it, or the rule by which it is no wrong task."""

    variant: Variant
    told_by: str | None = None
    equivalent: str | None = None


@dataclass(frozen=True)
class _Job:
    """A solved seed to record and mutate, or one changed solution of it to play."""

    rollout: Rollout
    engine: str
    wrong_object: bool = False
    played: Variant | None = None


def mutation_score(
    program: TaskProgram,
    catalog: Catalog,
    *,
    seeds: Sequence[int] = range(SEEDS),
    engine: str = DEFAULT_WORLD,
    workers: Workers | None = None,
    physics_runs: int = PHYSICS_RUNS,
    rollouts: Sequence[Rollout] | None = None,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> MutationScore:
    """Mutate a task on its first two seeds that succeed and return what tells each mutant from the original.

    A mutant is told when its goal refuses the solution, holds or nearly holds at the start, or is met by a control;
    when sentence and goal no longer agree; when a changed solution misses the original goal; when a changed scene is
    refused. The result depends on the seeds and not on the number of processes.

    Args:
        program: the task; where its solution fails on every seed that is tried the score is empty.
        catalog: its assets.
        seeds: of which at most four are tried.
        engine: the world it is played in.
        workers: processes to share the work among.
        physics_runs: how many changed solutions are played.
        rollouts: of the first four seeds, where they were played already.
        on_progress: told after each piece of the work.
    """
    pool = workers or Workers(catalog)
    played = _played(program, pool, seeds[:TRIED], engine) if rollouts is None else iter(rollouts)
    solved = list(islice((rollout for rollout in played if rollout.success), SEEDS))
    jobs = [_Job(rollout, engine, wrong_object=number == 0) for number, rollout in enumerate(solved)]
    for first in solved[:1]:
        jobs += [_Job(first, engine, played=variant) for variant in solution_mutants(first)[:physics_runs]]
    found: list[tuple[Outcome, ...]] = []
    for outcomes in pool.in_order(_outcomes, jobs):
        found.append(outcomes)
        if on_progress is not None:
            on_progress("mutants", len(found), len(jobs))
    return MutationScore(mutants=_merged(found))


def _played(program: TaskProgram, pool: Workers, seeds: Sequence[int], engine: str) -> Iterator[Rollout]:
    for _, rollout in pool.in_order(_play_seed, [(program, seed, engine) for seed in seeds]):
        if rollout is not None:
            yield rollout


def _play_seed(catalog: Catalog, job: tuple[TaskProgram, int, str]) -> tuple[Trial, Rollout | None]:
    program, seed, engine = job
    return play_seed(program, catalog, seed, engine=engine)


def _outcomes(catalog: Catalog, job: _Job) -> tuple[Outcome, ...]:
    if job.played is not None:
        return (_solution(job.played, job.rollout, catalog, job.engine),)
    recorded = beside(job.rollout, catalog, job.engine, wrong_object=job.wrong_object)
    return tuple(_unplayed(recorded, catalog, job.engine))


def _unplayed(recorded: Recorded, catalog: Catalog, engine: str) -> Iterator[Outcome]:
    """Yield what becomes of every mutant of a recorded seed but those of its solution."""
    for variant in goal_mutants(recorded.spec, recorded.scene):
        yield goal_outcome(variant, recorded)
    for variant in sentence_mutants(recorded.spec, recorded.scene):
        yield sentence_outcome(variant, recorded)
    for variant in scene_mutants(recorded.spec, catalog, recorded.rollout.states[-1]):
        yield _scene(variant, catalog, engine)


def goal_outcome(variant: Variant, recorded: Recorded) -> Outcome:
    """Return what becomes of a changed goal; no physics."""
    scene, goal = recorded.scene, variant.goal
    if not reaches(goal, recorded.solution, scene):
        return Outcome(variant, told_by="its solution misses it")
    for control in recorded.controls:
        if reaches(goal, control, scene):
            start = reaches(goal, type(control)("start", control.states[:1], at_end=True), scene)
            return Outcome(variant, told_by="true at the start" if start else f"the control {control.name}")
    if certain(disagreements(variant.spec, scene)):
        return Outcome(variant, told_by="the sentence")
    if nearly_true(goal, recorded.rollout.initial, scene) is not None:
        return Outcome(variant, told_by="nearly true at the start")
    return Outcome(variant, equivalent=equivalent_goal(variant, recorded))


def sentence_outcome(variant: Variant, recorded: Recorded) -> Outcome:
    """Return what becomes of a changed sentence; no physics."""
    if certain(disagreements(variant.spec, recorded.scene)):
        return Outcome(variant, told_by="the sentence")
    return Outcome(variant, equivalent=equivalent_sentence(variant, recorded.spec, recorded.scene))


def _scene(variant: Variant, catalog: Catalog, engine: str) -> Outcome:
    scene = SceneModel.of(variant.spec.scene, catalog)
    if certain(disagreements(variant.spec, scene)):
        return Outcome(variant, told_by="the sentence")
    if variant.kind in ("another_instance", "another_kind"):
        return Outcome(variant, equivalent="instance")
    if variant.kind == "distractor":
        return Outcome(variant, equivalent="whichever")
    with Session(variant.spec, catalog, engine=engine) as session:
        session.reset()
        failed = next((item for item in inspect_start(session) if item.failure is not None), None)
    return Outcome(variant, told_by=None if failed is None else f"the scene check {failed.name}")


def _solution(variant: Variant, rollout: Rollout, catalog: Catalog, engine: str) -> Outcome:
    success, end = play(variant, catalog, engine)
    if not success:
        return Outcome(variant, told_by="its goal")
    scene = SceneModel.of(rollout.spec.scene, catalog)
    return Outcome(variant, equivalent=equivalent_end(end, rollout.states[-1], scene))


def play(variant: Variant, catalog: Catalog, engine: str = DEFAULT_WORLD) -> tuple[bool, WorldState]:
    """Play a mutant and return whether it succeeds by its own goal, and the last state; for pictures, too."""
    if variant.actions is None:
        rollout = execute(variant.spec, catalog, engine=engine)
        return rollout.success, rollout.states[-1]
    with Session(variant.spec, catalog, engine=engine) as session:
        session.reset()
        for action in (*variant.actions, *([variant.actions[-1]] * REST_STEPS)):
            session.step(action)
        return session.success, session.state


def replay_mutant(
    program: TaskProgram, catalog: Catalog, mutant: Mutant, *, seed: int = 0, engine: str = DEFAULT_WORLD
) -> tuple[TaskSpec, WorldState] | None:
    """Return a mutant's spec on one seed and the state it ends in, for a picture; None where the seed has none such.

    A mutated goal or sentence changes nothing that is seen: its state is where the solution ends.
    """
    try:
        spec = program.instantiate(seed, catalog)
    except EnvsError:
        return None
    rollout = execute(spec, catalog, engine=engine)
    scene = SceneModel.of(spec.scene, catalog)
    found: list[Variant] = {
        "goal": lambda: goal_mutants(spec, scene),
        "sentence": lambda: sentence_mutants(spec, scene),
        "scene": lambda: scene_mutants(spec, catalog, rollout.states[-1]),
        "solution": lambda: solution_mutants(rollout),
    }[mutant.group]()
    for variant in found:
        if (variant.kind, variant.text) == (mutant.kind, mutant.text):
            if mutant.group in ("goal", "sentence"):
                return variant.spec, rollout.states[-1]
            return variant.spec, play(variant, catalog, engine)[1]
    return None


def _merged(found: Sequence[Sequence[Outcome]]) -> tuple[Mutant, ...]:
    """Join the seeds: told where one tells it, equivalent where it is so on every one."""
    by_key: dict[str, list[Outcome]] = {}
    for item in (item for outcomes in found for item in outcomes):
        by_key.setdefault(item.variant.key, []).append(item)
    return tuple(_mutant(items) for items in by_key.values())


def _mutant(items: Sequence[Outcome]) -> Mutant:
    variant = items[0].variant
    told = next((item.told_by for item in items if item.told_by is not None), None)
    rules = {item.equivalent for item in items}
    rule = None if told is not None or None in rules else RULES[str(items[0].equivalent)]
    return Mutant(group=variant.group, kind=variant.kind, text=variant.text, told_by=told, equivalent=rule)
