from __future__ import annotations

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.demos.collect import FIRST_SEED, Tally, attempt, collect
from envs.demos.episode import Episode
from envs.demos.formats.lerobot import write
from envs.demos.replay import replay
from envs.failures import Failure, FailureKind
from envs.render.camera import front_camera
from envs.task.program import TaskProgram

BLOCK_IN_BOWL = """
def build(task, rng):
    block = task.add("block", region="table_front")
    bowl = task.add("bowl", region="table_left")
    task.say("Put the {block} in the {bowl}.", block, bowl)
    task.goal(block.inside(bowl))
    task.stage("put the block in the bowl", pick(block), place(block, bowl.interior), effect=block.inside(bowl))
"""
DONE_BEFORE = """
def build(task, rng):
    block = task.add("block", region="table_front")
    task.say("Stand the {block} up.", block)
    task.goal(block.upright())
    task.stage("take it", pick(block))
"""
BROKEN = """
def build(task, rng):
    task.add("blok", region="table_front")
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture(scope="module")
def collected(catalog) -> tuple[list[Episode], Tally]:
    tally = Tally()
    program = TaskProgram(name="block_in_bowl", source=BLOCK_IN_BOWL)
    return list(collect(program, catalog, 2, cameras=[front_camera(64, 64)], tally=tally)), tally


def test_only_what_the_simulator_confirmed_is_kept(collected) -> None:
    episodes, tally = collected
    assert len(episodes) == tally.successes == 2
    assert tally.attempts == 2 + len(tally.failures)
    for episode in episodes:
        assert episode.success[-1]
        assert not episode.success[0]
        assert set(episode.stages) == {"put the block in the bowl"}


def test_seeds_begin_where_verification_has_none_and_are_distinct(collected) -> None:
    seeds = [episode.seed for episode in collected[0]]
    assert seeds[0] >= FIRST_SEED
    assert len(set(seeds)) == 2


def test_pictures_show_the_scene_before_each_action(collected) -> None:
    frames = collected[0][0].images["front"]
    assert frames.shape == (len(collected[0][0]), 64, 64, 3)
    assert np.abs(frames[0].astype(int) - frames[-1].astype(int)).max() > 50, "the robot and the block have moved"


def test_what_was_collected_is_written_and_replays_exactly(collected, tmp_path, catalog) -> None:
    write(collected[0], tmp_path / "data")
    report = replay(tmp_path / "data", catalog)
    assert report.exact, report.text


def test_a_task_that_cannot_succeed_ends_with_its_failures_counted(catalog) -> None:
    tally = Tally()
    calls = []
    program = TaskProgram(name="done_before", source=DONE_BEFORE)
    found = list(collect(program, catalog, 5, attempts=3, tally=tally, on_attempt=lambda t: calls.append(t.attempts)))
    assert found == []
    assert calls == [1, 2, 3]
    assert tally.kinds == {"goal_true_at_start": 3}
    assert [failure.seed for failure in tally.failures] == [FIRST_SEED, FIRST_SEED + 1, FIRST_SEED + 2]


def test_a_program_that_does_not_run_is_a_failure_with_its_reason(catalog) -> None:
    found = attempt(TaskProgram(name="broken", source=BROKEN), catalog, 7)
    assert isinstance(found, Failure)
    assert found.kind in (FailureKind.PROGRAM_ERROR, FailureKind.SPEC_INVALID)
    assert "block" in found.reason


def test_a_tally_counts_several_collections(collected, catalog) -> None:
    tally = Tally(successes=1)
    program = TaskProgram(name="block_in_bowl", source=BLOCK_IN_BOWL)
    found = list(collect(program, catalog, 1, first_seed=collected[0][0].seed, tally=tally))
    assert len(found) == 1
    assert tally.successes == 2


def test_collecting_nothing_is_refused(catalog) -> None:
    with pytest.raises(ValueError, match="at least one"):
        next(collect(TaskProgram(name="broken", source=BROKEN), catalog, 0))
