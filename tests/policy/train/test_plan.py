from __future__ import annotations

from pathlib import Path

import pytest

from envs.demos.formats.lerobot import write
from policy.data.source import FrameSource
from policy.data.split import Entry, split
from policy.errors import DatasetUnfitError
from policy.train.plan import Plan, seen_seeds
from tests.envs.demos.conftest import random_episode


def test_only_validation_scenes_are_played_and_no_more_than_asked_for(dataset: Path) -> None:
    sources = [FrameSource.open(dataset)]
    parts = split(sources, 0.4, seed=0)
    held = sorted(sources[0].episodes[entry.episode].seed or 0 for entry in parts.validation)
    plan = Plan.of(sources, parts.validation, 20)
    assert [(scene.program.name, scene.seed) for scene in plan.scenes] == [("lift", seed) for seed in held]
    assert {scene.sentence for scene in plan.scenes} == {"Lift the block of lift."}
    assert Plan.of(sources, parts.validation, 2).scenes == plan.scenes[:2]
    assert "4 validation scenes of 1 task" in Plan.of(sources, parts.validation, 20).describe()


def test_scoring_must_leave_all_seeds_alone(dataset: Path) -> None:
    sources = [FrameSource.open(dataset)]
    assert seen_seeds(sources, split(sources, 0.3)) == {"lift": list(range(10))}


def test_without_programs_nothing_is_played_and_the_loss_chooses(tmp_path: Path) -> None:
    write((random_episode(seed) for seed in range(3)), tmp_path / "data")
    (tmp_path / "data" / "meta" / "simwright.parquet").unlink()
    sources = [FrameSource.open(tmp_path / "data")]
    plan = Plan.of(sources, split(sources).validation, 20)
    assert plan.scenes == ()
    assert "by validation loss" in plan.describe()
    assert "hold no programs" in plan.describe()


def test_two_programs_of_one_name_are_refused(dataset: Path, tmp_path: Path) -> None:
    episodes = [random_episode(seed) for seed in range(20, 23)]
    for episode in episodes:
        object.__setattr__(episode, "program_source", "def build(task, rng):\n    pass  # another\n")
    write(iter(episodes), tmp_path / "other")
    sources = [FrameSource.open(dataset), FrameSource.open(tmp_path / "other")]
    with pytest.raises(DatasetUnfitError, match="two programs called 'lift'"):
        Plan.of(sources, [Entry(0, 1), Entry(1, 1)], 20)
