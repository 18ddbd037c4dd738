"""A scene's mutants move, exchange or double what the goal is about, each into a spec that can still be built."""

import pytest

from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram
from envs.task.scene_model import SceneModel
from envs.verification.agreement import certain, disagreements
from envs.verification.mutation.scene import FAR, scene_mutants

PUT = """
def build(task, rng):
    block = task.add("block", region="table_front", instance=0)
    bowl = task.add("bowl", region="table_left", instance=0)
    can = task.add("can", region="table_right", instance=0)
    task.say("Put the {block} into the {bowl}.", block, bowl)
    task.goal(block.inside(bowl))
    task.stage("put it in", pick(block), place(block, bowl.interior))
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture(scope="module")
def spec(catalog: Catalog):
    return TaskProgram(name="put", source=PUT).instantiate(0, catalog)


def test_only_what_the_goal_names_is_changed(spec, catalog: Catalog):
    for item in scene_mutants(spec, catalog, most=99):
        assert item.spec.object("can") == spec.object("can")
        assert item.spec.model_copy(update={"scene": spec.scene}) == spec


def test_an_object_is_moved_away_and_has_another_instance_and_a_twin(spec, catalog: Catalog):
    found = {item.key: item.spec for item in scene_mutants(spec, catalog, most=99)}
    moved = found["scene.elsewhere.block.far"].object("block").pose.position
    assert moved[0] == pytest.approx(spec.object("block").pose.position[0] + FAR)
    assert found["scene.another_instance.block.1"].object("block").asset == "block/1"
    assert found["scene.distractor.block.twin"].object("block_twin").asset == spec.object("block").asset


def test_a_twin_is_told_by_the_sentence_that_could_mean_either(spec, catalog: Catalog):
    twin = next(item for item in scene_mutants(spec, catalog, most=99) if item.kind == "distractor").spec
    found = certain(disagreements(twin, SceneModel.of(twin.scene, catalog)))
    assert "ambiguous_word" in {item.kind for item in found}


def test_what_lacks_the_place_that_the_task_needs_is_no_mutant(spec, catalog: Catalog):
    kinds = {item.key for item in scene_mutants(spec, catalog, most=99) if item.kind == "another_kind"}
    assert not any(key.startswith("scene.another_kind.bowl.block") for key in kinds)
