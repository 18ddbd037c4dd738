from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.demos.episode import Episode
from envs.demos.formats import load_format
from envs.demos.keypoints import KEYPOINT_NAMES
from envs.demos.layout import Layout
from envs.demos.replay import replay
from envs.gym import SimwrightEnv
from envs.task.program import TaskProgram
from envs.versions import versions

PUSH = """
def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    block = task.add("block", region="table_front")
    task.say("Take the {block}.", block)
    task.goal(block.lifted(0.1))
    task.stage("take it", pick(block))
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture(scope="module")
def recorded(catalog) -> list[Episode]:
    """Episodes in which the arm, steered by noise, sweeps low over the table and pushes what it meets."""
    return [record(TaskProgram(name="push", source=PUSH), catalog, seed) for seed in (4, 9)]


def record(program: TaskProgram, catalog: Catalog, seed: int, steps: int = 40) -> Episode:
    env = SimwrightEnv(program, catalog)
    env.reset(seed=seed)
    layout, states, success = Layout.of(env.session.state), [env.state_vector()], []
    rng = np.random.default_rng(seed)
    low = np.array([-0.7, 0.47, 0.0, -2.47, 0.0, 2.94, 0.78, 0.0])
    start = np.append(env.session.state.robot.positions[:7], 0.08)
    actions = [start + min(1, k / 15) * (low - start) + rng.normal(scale=0.003, size=8) for k in range(steps)]
    for k, action in enumerate(actions):
        action[0] += 1.4 * max(0, k - 15) / 25
        *_, info = env.step(action.astype(np.float32))
        states.append(env.state_vector())
        success.append(info["is_success"])
    spec = env.task_spec
    env.close()
    return Episode(
        program_name=program.name,
        program_source=program.source,
        program_hash=program.hash,
        spec=spec,
        engine="sapien",
        layout=layout,
        states=np.stack(states),
        actions=np.array(actions, dtype=np.float32),
        success=np.array(success),
        stages=("push",) * steps,
        keypoints=np.zeros((steps, len(KEYPOINT_NAMES)), dtype=np.float32),
        versions=versions("sapien"),
    )


def replayed(episodes: list[Episode], tmp_path, catalog):
    load_format("lerobot").write(episodes, tmp_path / "data")
    return replay(tmp_path / "data", catalog)


def test_the_arm_pushes_the_block_so_that_exactness_means_something(recorded) -> None:
    for episode in recorded:
        block = episode.layout.environment_names.index("block.x")
        moved = episode.environment[-1] - episode.environment[0]
        assert np.linalg.norm(moved[block : block + 3]) > 0.05


def test_episodes_replay_bit_for_bit(recorded, tmp_path, catalog) -> None:
    report = replayed(recorded, tmp_path, catalog)
    assert report.exact, report.text
    assert report.text == "2 of 2 episodes (80 steps) replayed exactly"


def test_the_last_bit_of_one_state_is_a_difference_and_is_named(recorded, tmp_path, catalog) -> None:
    states = recorded[1].states.copy()
    place = 27 + 13 + 2 * len(recorded[1].layout.objects[0][1])
    assert recorded[1].layout.describe(place) == "block x"
    states[20, place] = np.nextafter(states[20, place], np.inf)
    report = replayed([recorded[0], replace(recorded[1], states=states)], tmp_path, catalog)
    assert [outcome.exact for outcome in report.episodes] == [True, False]
    assert "after action 20, 1.00 s: block x is" in report.text
    assert "1 of " in report.text


def test_another_action_is_found_at_the_step_it_was_taken(recorded, tmp_path, catalog) -> None:
    actions = recorded[0].actions.copy()
    actions[7, 3] = np.nextafter(actions[7, 3], np.float32(9))
    report = replayed([replace(recorded[0], actions=actions)], tmp_path, catalog)
    assert not report.exact
    assert "after action 8" in report.text


def test_success_that_was_never_measured_is_a_difference(recorded, tmp_path, catalog) -> None:
    success = recorded[0].success.copy()
    success[30] = True
    report = replayed([replace(recorded[0], success=success)], tmp_path, catalog)
    assert "after action 31: success was True" in report.text


def test_a_program_that_was_exchanged_is_a_difference(recorded, tmp_path, catalog) -> None:
    episode = replace(recorded[0], program_source=PUSH.replace("table_front", "table_centre"))
    assert "its hash differs" in replayed([episode], tmp_path, catalog).text


def test_a_difference_names_the_versions_that_changed(recorded, tmp_path, catalog) -> None:
    states = recorded[0].states + 1e-9
    older = replace(recorded[0], states=states, versions=versions("sapien") | {"sapien": "2.0"})
    report = replayed([older], tmp_path, catalog)
    assert "at the start" in report.text
    assert "sapien 2.0 then" in report.text
