"""The author's drafts come straight from the catalog, the same for a seed, and say what they ask."""

import re
from itertools import islice

import pytest

from agents.models.procedural.drafting import drafts
from envs.assets.catalog import Catalog
from envs.errors import EnvsError
from envs.task.scene_model import SceneModel
from envs.verification.agreement import disagreements


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


def test_a_seed_gives_the_same_drafts_and_another_seed_others(catalog: Catalog):
    first, again, other = (
        [program.name for _, program in islice(drafts(catalog, seed, each=1), 10)] for seed in (0, 0, 1)
    )
    assert first == again != other


def test_sentence_and_goal_of_every_kind_of_draft_agree(catalog: Catalog):
    seen: dict[str, int] = {}
    for idea, program in drafts(catalog, 3, each=1):
        seen[idea.verb] = seen.get(idea.verb, 0) + 1
        if seen[idea.verb] > 3:
            continue
        try:
            spec = program.instantiate(0, catalog)
        except EnvsError:
            continue  # a first draft that the checks send back to the author
        assert disagreements(spec, SceneModel.of(spec.scene, catalog)) == (), spec.instruction
    assert len(seen) >= 12


def test_what_shares_a_container_lies_apart_in_it(catalog: Catalog):
    collected = (
        program.source for idea, program in drafts(catalog, 3, wanted=lambda idea: idea.verb == "collect", each=1)
    )
    offsets = re.findall(r"interior, offset=\((-?[\d.]+), (-?[\d.]+)\)", next(collected))
    (x, y), other = [(float(first), float(second)) for first, second in offsets]
    assert other == (-x, -y)
    assert abs(x) + abs(y) > 0.02


def test_discs_are_stacked_on_the_surface_that_they_have(catalog: Catalog):
    stacks = (program for idea, program in drafts(catalog, 3, wanted=lambda idea: idea.name == "stack_2_discs", each=1))
    assert next(stacks).instantiate(0, catalog).stages[-1].actions[-1].kind == "place"
