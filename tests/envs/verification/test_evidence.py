"""Evidence says where a task ends otherwise, and an engine that is missing is evidence, not a crash."""

from collections.abc import Callable
from typing import Any

import pytest

from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram
from envs.verification.evidence import gather, settings
from envs.verification.trial import try_seed
from envs.verification.verdict import Evidence, SeedResult
from envs.verification.workers import Workers
from envs.worlds import WORLDS

LIFT = """
block = task.add("block", region="table_front", name="block")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.08))
task.stage("lift", pick(block, lift=0.12))
"""


@pytest.fixture
def lift(program: Callable[[str], TaskProgram]) -> TaskProgram:
    return program(LIFT)


def collected(lift: TaskProgram, catalog: Catalog, results: list[SeedResult], **options: Any) -> dict[str, Evidence]:
    found = gather(lift, results, Workers(catalog), engine="sapien", **options)
    return {item.name: item for item in found}


def test_every_other_world_and_finer_physics_are_asked():
    names = [setting.name for setting in settings("sapien")]
    assert names[:-2] == [name for name in WORLDS if name != "sapien"]
    half, twice = settings("sapien", worlds=[])
    assert (half.physics.ticks, half.physics.iterations) == (2, 1)
    assert (twice.physics.ticks, twice.physics.iterations) == (1, 2)
    assert [setting.engine for setting in settings("pybullet", worlds=["pybullet", "sapien"])][:1] == ["sapien"]


def test_a_lift_holds_under_finer_physics(lift: TaskProgram, catalog: Catalog):
    results = [try_seed(lift, catalog, seed, engine="sapien").result for seed in range(2)]
    found = collected(lift, catalog, results, worlds=[])
    assert set(found) == {"half the time step", "twice the solver iterations"}
    for item in found.values():
        assert (item.successes, item.trials, item.differs) == (2, 2, ())
        assert [seed.seed for seed in item.seeds] == [0, 1]
        assert item.interval[0] > 0


def test_a_seed_that_ended_otherwise_is_named(lift: TaskProgram, catalog: Catalog):
    failed = SeedResult(seed=3, success=False)
    found = collected(lift, catalog, [SeedResult(seed=0, success=True), failed], worlds=[])
    assert found["half the time step"].differs == (3,)
    assert found["half the time step"].seeds[1].success


def test_only_the_first_seeds_are_run_again(lift: TaskProgram, catalog: Catalog):
    results = [SeedResult(seed=seed, success=True) for seed in range(4)]
    found = collected(lift, catalog, results, worlds=[], seeds=1)
    assert [item.trials for item in found.values()] == [1, 1]


def test_a_world_that_is_not_installed_is_evidence_with_a_reason(
    lift: TaskProgram, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(WORLDS, "absent", "envs.worlds.absent_world:AbsentWorld")
    found = collected(lift, catalog, [SeedResult(seed=0, success=True)], worlds=["absent"])["absent"]
    assert (found.trials, found.successes, found.differs) == (0, 0, ())
    assert "not installed" in found.reason
    assert found.interval == (0.0, 1.0)


def test_a_world_that_nobody_knows_is_evidence_with_a_reason(lift: TaskProgram, catalog: Catalog):
    found = collected(lift, catalog, [SeedResult(seed=0, success=True)], worlds=["havok"])["havok"]
    assert "havok" in found.reason
