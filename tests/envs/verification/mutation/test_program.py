"""A mutated program makes the same change to every seed, and says so where a seed has no such place."""

import pickle

import pytest

from envs.assets.catalog import Catalog
from envs.errors import SpecError
from envs.task.program import TaskProgram
from envs.verification.mutation.program import MutatedProgram, spec_mutants

OPEN = """
def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", instance=0)
    drawer = cabinet.part("drawer_top")
    task.say("Open the {top drawer}.", drawer)
    task.goal(drawer.at_least(0.6))
    task.stage("open it", actuate(grip(drawer), then=follow(drawer, to=0.8)))
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


def test_every_mutant_is_had_on_other_seeds_and_from_another_process(catalog: Catalog):
    program = TaskProgram(name="open", source=OPEN)
    for variant in spec_mutants(program.instantiate(0, catalog), catalog):
        mutated = pickle.loads(pickle.dumps(MutatedProgram(name="open", source=OPEN, key=variant.key)))
        assert mutated.instantiate(0, catalog) == variant.spec
        assert mutated.instantiate(5, catalog) != program.instantiate(5, catalog)


def test_a_key_that_a_seed_does_not_have_is_named(catalog: Catalog):
    with pytest.raises(SpecError, match="no mutant"):
        MutatedProgram(name="open", source=OPEN, key="goal.sense.all.upside_down").instantiate(0, catalog)
