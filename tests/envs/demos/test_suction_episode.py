"""A demonstration with a suction cup is recorded with what the cup holds, read back, and replays exactly."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.demos.collect import attempt
from envs.demos.episode import Episode
from envs.demos.formats import load_format
from envs.demos.layout import Layout
from envs.demos.replay import replay
from envs.gym import SimwrightEnv
from envs.task.program import TaskProgram
from envs.worlds import WORLDS

LIFT = """
def build(task, rng):
    task.robot("panda_suction")
    block = task.add("block", region=((0.42, 0.5), (-0.1, 0.1)))
    task.say("Lift the {block}.", block)
    task.goal(block.lifted(0.1))
    task.stage("lift it", pick(block))
"""
PROGRAM = TaskProgram(name="lift", source=LIFT)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture(scope="module", params=sorted(WORLDS))
def episode(request, catalog) -> Episode:
    found = attempt(PROGRAM, catalog, 3, engine=request.param)
    assert isinstance(found, Episode), found
    return found


def test_the_cup_holds_the_block_at_the_end(episode) -> None:
    assert episode.success[-1]
    assert episode.layout.sucks
    held = episode.states[:, -9]
    assert held[0] == -1
    assert held[-1] == 0
    assert episode.layout.describe(episode.layout.state_size - 9) == "object of what the suction cup holds"


def test_it_replays_exactly_after_it_was_written_and_read(episode, catalog, tmp_path) -> None:
    load_format("lerobot").write([episode], tmp_path / "data")
    report = replay(tmp_path / "data", catalog)
    assert report.exact, report.text


def test_another_hold_is_a_difference(episode, catalog, tmp_path) -> None:
    states = episode.states.copy()
    states[-1, -9] = -1
    load_format("lerobot").write([replace(episode, states=states)], tmp_path / "data")
    report = replay(tmp_path / "data", catalog)
    assert not report.exact
    assert "object of what the suction cup holds" in report.text


def test_the_environment_offers_the_same_spaces_as_with_a_gripper(catalog) -> None:
    program = TaskProgram(name="lift", source=LIFT.replace('"panda_suction"', '"panda"'))
    sucking, gripping = SimwrightEnv(PROGRAM, catalog), SimwrightEnv(program, catalog)
    assert sucking.action_space == gripping.action_space
    assert sucking.observation_space == gripping.observation_space
    observation, _ = sucking.reset(seed=0)
    assert sucking.observation_space.contains(observation)
    action = np.append(sucking.session.state.robot.targets[:7], 0.02).astype(np.float32)
    observation, *_ = sucking.step(action)
    assert observation["agent_pos"][7] == pytest.approx(0.02)
    sucking.close()


def test_a_layout_comes_back_from_json_when_the_robot_is_known() -> None:
    layout = Layout((("block", ()), ("drawer", ("slide",))), sucks=True)
    assert Layout.from_json(json.loads(json.dumps(layout.to_json())), sucks=True) == layout
    assert layout.state_size == Layout(layout.objects).state_size + 9
