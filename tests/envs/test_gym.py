from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from envs.assets.catalog import Catalog
from envs.errors import EnvsError, UnknownNameError
from envs.gym import SimwrightEnv
from envs.task.program import TaskProgram

OPEN_DRAWER = """
def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    block = task.add("block", region="table_front")
    drawer = cabinet.part("drawer", which="top")
    task.say("Open the {upper drawer} beside the {block}.", drawer, block)
    task.goal(drawer.at_least(0.6))
    task.time_limit(2)
    task.stage("open the drawer", actuate(grip(drawer), then=[follow(drawer, to=0.8)]))
"""
NEVER_STILL = """
def build(task, rng):
    ball = task.add("ball", region="table_front")
    task.say("Leave the {ball}.", ball)
    task.goal(ball.near(at(0.4, 0, 0.02), 0.001))
    task.stage("take it", pick(ball))
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture
def env(catalog):
    made = SimwrightEnv(TaskProgram(name="open_drawer", source=OPEN_DRAWER), catalog)
    yield made
    made.close()


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_gymnasium_finds_nothing_to_complain_about(env) -> None:
    check_env(env, skip_render_check=True, skip_close_check=True)


def test_a_seed_and_actions_give_the_same_states_bit_for_bit(env) -> None:
    actions = np.random.default_rng(0).uniform(env.action_space.low, env.action_space.high, (10, 8)).astype(np.float32)
    runs = []
    for _ in range(2):
        env.reset(seed=3)
        states = [env.state_vector()]
        for action in actions:
            env.step(action)
            states.append(env.state_vector())
        runs.append(np.stack(states).tobytes())
    assert runs[0] == runs[1]


def test_another_seed_is_another_scene_of_the_same_task(env) -> None:
    first, _ = env.reset(seed=1)
    second, _ = env.reset(seed=2)
    assert env.task_description == "Open the upper drawer beside the block."
    assert not np.array_equal(first["environment_state"], second["environment_state"])


def test_success_is_measured_and_reported_at_every_step(env) -> None:
    _, info = env.reset(seed=3)
    assert info["is_success"] is False
    state = env.session.state
    cabinet = state.objects["drawer_cabinet"]
    joint = env.catalog.get(env.task_spec.object("drawer_cabinet").asset).part("drawer_top").joint
    opened = dict(cabinet.joints) | {joint: 0.95 * env.session.scene_model.objects["drawer_cabinet"].joint(joint).upper}
    env.session.world.restore(
        replace(state, objects={**state.objects, "drawer_cabinet": replace(cabinet, joints=opened)})
    )
    home = np.append(state.robot.positions[:7], 0.08)
    told = []
    for _ in range(11):
        _, reward, terminated, _, info = env.step(home)
        told.append((reward, terminated, info["is_success"]))
    assert told == [(0.0, False, False)] * 10 + [(1.0, True, True)]  # the goal has to hold for half a second


def test_the_time_limit_truncates(env) -> None:
    env.reset(seed=3)
    home = np.append(env.session.state.robot.positions[:7], 0.08)
    ends = [env.step(home)[2:4] for _ in range(40)]
    assert ends == [(False, False)] * 39 + [(False, True)]


def test_cameras_add_pictures_and_pixels_leaves_the_state_out(catalog) -> None:
    program = TaskProgram(name="open_drawer", source=OPEN_DRAWER)
    env = SimwrightEnv(program, catalog, cameras=("front",), observation="pixels", render_mode="rgb_array")
    observation, _ = env.reset(seed=0)
    assert set(observation) == {"agent_pos", "pixels"}
    assert env.observation_space.contains(observation)
    assert observation["pixels"]["front"].shape == (128, 128, 3)
    assert observation["pixels"]["front"].std() > 10
    assert np.array_equal(env.render(), observation["pixels"]["front"])
    env.close()


def test_a_scene_that_needs_more_numbers_than_the_space_has_says_how_many(catalog) -> None:
    env = SimwrightEnv(TaskProgram(name="open_drawer", source=OPEN_DRAWER), catalog, environment_size=9)
    with pytest.raises(EnvsError, match="environment_size="):
        env.reset(seed=0)
    env.close()


def test_misuse_names_what_is_allowed(catalog) -> None:
    program = TaskProgram(name="open_drawer", source=OPEN_DRAWER)
    with pytest.raises(UnknownNameError, match="front"):
        SimwrightEnv(program, catalog, cameras=("frnt",))
    with pytest.raises(UnknownNameError, match="rgb_array"):
        SimwrightEnv(program, catalog, render_mode="human")
    with pytest.raises(EnvsError, match="cameras"):
        SimwrightEnv(program, catalog, observation="pixels")
    with pytest.raises(EnvsError, match="reset"):
        SimwrightEnv(program, catalog).step(np.zeros(8))


def test_an_action_that_is_none_is_refused(env) -> None:
    env.reset(seed=0)
    with pytest.raises(EnvsError, match="shape"):
        env.step(np.zeros(7))
    with pytest.raises(EnvsError, match="finite"):
        env.step(np.full(8, np.nan))


def test_importing_touches_no_simulator_and_no_renderer() -> None:
    program = "import sys, envs.gym; print({'sapien', 'embreex', 'av', 'pyarrow'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert found.stdout.strip() == "set()", found.stderr


def test_from_above_it_gives_colour_and_height_of_the_table(catalog) -> None:
    made = SimwrightEnv(
        TaskProgram(name="open_drawer", source=OPEN_DRAWER), catalog, cameras=("topdown",), observation="pixels"
    )
    seen, _ = made.reset(seed=3)
    assert made.observation_space.contains(seen)
    assert seen["pixels"]["topdown"].shape == (320, 160, 3)
    cabinet = next(item for item in made.task_spec.scene.objects if item.name == "drawer_cabinet")
    assert seen["heights"]["topdown"].shape == (320, 160)
    assert seen["heights"]["topdown"].max() == pytest.approx(catalog.get(cabinet.asset).size[2], abs=5e-3)
    made.close()


def test_without_such_a_camera_there_are_no_heights(env) -> None:
    seen, _ = env.reset(seed=3)
    assert "heights" not in seen
    assert "heights" not in env.observation_space.spaces
