"""A sentence's mutants say something else, with their spans on the phrases that they cover."""

import pytest

from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram
from envs.task.scene_model import SceneModel
from envs.verification.agreement import certain, disagreements
from envs.verification.mutation.sentence import replaced, sentence_mutants

CLOSE = """
def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", instance=0, joints={"drawer_top": 0.9})
    block = task.add("block", region="table_front")
    drawer = cabinet.part("drawer_top")
    task.say("Put the {block} into the {top drawer} and close it.", block, drawer)
    task.paraphrase("Put the block in the drawer and shut it.")
    task.goal(block.inside(drawer), drawer.at_most(0.1))
    task.stage("put", pick(block), place(block, drawer.interior))
"""


@pytest.fixture(scope="module")
def task():
    catalog = Catalog()
    spec = TaskProgram(name="close", source=CLOSE).instantiate(0, catalog)
    return spec, SceneModel.of(spec.scene, catalog)


def test_spans_move_with_what_they_cover(task):
    spec, _ = task
    changed = replaced(spec, 8, 13, "tennis ball")
    assert changed.instruction == "Put the tennis ball into the top drawer and close it."
    assert [changed.instruction[span.start : span.end] for span in changed.spans] == ["tennis ball", "top drawer"]


def test_the_original_agrees_and_every_mutant_is_told(task):
    spec, scene = task
    assert disagreements(spec, scene) == ()
    found = sentence_mutants(spec, scene)
    assert {item.kind for item in found} == {"object", "tie", "relation", "side", "paraphrase"}
    survivors = [item.text for item in found if not certain(disagreements(item.spec, scene))]
    assert survivors == []
