"""A goal's mutants ask for something else, by keys that are the same for every seed."""

import pytest

from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram
from envs.task.scene_model import SceneModel
from envs.verification.mutation.goal import goal_mutants

STORE = """
def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", instance=0)
    ball = task.add("ball", region="table_front")
    can = task.add("can", region="table_left")
    drawer = cabinet.part("drawer_top")
    task.say("Open the {top drawer} and put the {ball} inside.", drawer, ball)
    task.goal(sequence(drawer.at_least(0.5), held_for(ball.inside(drawer), 0.5)), not_(can.lifted(0.02)))
    task.stage("open", actuate(grip(drawer), then=follow(drawer, to=0.7)))
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


def mutants(catalog: Catalog, seed: int = 0):
    spec = TaskProgram(name="store", source=STORE).instantiate(seed, catalog)
    return spec, goal_mutants(spec, SceneModel.of(spec.scene, catalog))


def test_every_kind_of_change_is_made(catalog: Catalog):
    _, found = mutants(catalog)
    assert {item.kind for item in found} == {
        "another_object", "another_part", "relation", "threshold", "sense", "order", "conjunct_dropped",
        "one_is_enough",
    }  # fmt: skip


def test_only_the_goal_is_changed_and_each_is_another(catalog: Catalog):
    spec, found = mutants(catalog)
    assert len({item.goal.model_dump_json() for item in found}) == len(found)
    for item in found:
        assert item.goal != spec.goal
        assert item.spec.model_copy(update={"goal": spec.goal}) == spec


def test_keys_are_the_same_for_every_seed(catalog: Catalog):
    assert [item.key for item in mutants(catalog, 0)[1]] == [item.key for item in mutants(catalog, 7)[1]]


def test_a_dropped_conjunct_leaves_the_others(catalog: Catalog):
    spec, found = mutants(catalog)
    dropped = [item for item in found if item.kind == "conjunct_dropped"]
    assert spec.goal.goals[0] in [item.goal for item in dropped]
    assert spec.goal.goals[1] in [item.goal for item in dropped]
