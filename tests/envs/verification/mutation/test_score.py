"""A sound task tells its mutants; a goal that asks too little lets some survive, and they are named."""

import pytest

from envs.assets.catalog import Catalog
from envs.execution.executor import execute
from envs.task.program import TaskProgram
from envs.verification.mutation.score import mutation_score, replay_mutant
from envs.verification.verdict import MutationScore
from envs.verification.workers import Workers

OPEN = """
def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot", instance=0)
    drawer = cabinet.part("drawer_top")
    task.say("Open the {top drawer}.", drawer)
    task.goal(drawer.at_least(0.6))
    task.stage("open it", actuate(grip(drawer), then=follow(drawer, to=0.8)))
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture(scope="module")
def program() -> TaskProgram:
    return TaskProgram(name="open_drawer", source=OPEN)


@pytest.fixture(scope="module")
def score(catalog: Catalog, program: TaskProgram) -> MutationScore:
    return mutation_score(program, catalog, seeds=range(1))


def test_a_sound_task_tells_its_mutants(score: MutationScore):
    assert {item.group for item in score.mutants} == {"goal", "scene", "solution", "sentence"}
    assert score.score >= 0.9, score.survivors


def test_each_is_told_or_equivalent_or_survives_and_only_equivalent_ones_do_not_count(score: MutationScore):
    for item in score.mutants:
        assert item.told_by is None or item.equivalent is None
    assert len(score.counted) == sum(item.equivalent is None for item in score.mutants)
    assert any("0.3" in item.text and item.equivalent for item in score.mutants), "half the figure is open as well"
    assert any("0.06" in item.text and item.told_by for item in score.mutants), "hardly moved is not open"


def test_the_same_seed_gives_the_same_score_with_or_without_processes(catalog, program, score):
    with Workers(catalog, 2) as workers:
        assert mutation_score(program, catalog, seeds=range(1), workers=workers) == score


def test_rollouts_that_are_known_are_not_played_again(catalog, program, score, monkeypatch):
    known = execute(program.instantiate(0, catalog), catalog)
    monkeypatch.setattr(TaskProgram, "instantiate", None)
    assert mutation_score(program, catalog, rollouts=[known]) == score


def test_a_task_that_fails_has_no_score(catalog: Catalog):
    stuck = TaskProgram(name="stuck", source=OPEN.replace("at_least(0.6)", "at_least(0.99)"))
    assert mutation_score(stuck, catalog, seeds=range(1)).mutants == ()


def test_a_mutant_can_be_played_again_for_a_picture(catalog, program, score):
    for group in ("goal", "solution"):
        mutant = next(item for item in score.mutants if item.group == group)
        spec, state = replay_mutant(program, catalog, mutant)
        assert spec.scene.objects[0].name in state.objects
        assert state.time > 0
