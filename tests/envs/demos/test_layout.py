from __future__ import annotations

import numpy as np
import pytest

from envs.demos.layout import ROBOT_NUMBERS, Layout, padded
from envs.worlds.state import ObjectState, RobotState, WorldState
from kpam.transforms import transform

LAYOUT = Layout((("block", ()), ("cabinet", ("top", "bottom"))))


def world_state() -> WorldState:
    block = ObjectState(links={"body": transform((1, 2, 3), (1, 0, 0, 0))}, velocities={"body": np.full(6, 0.1)})
    cabinet = ObjectState(
        links={"frame": transform((4, 5, 6), (1, 0, 0, 0)), "drawer": np.eye(4)},
        velocities={"frame": np.zeros(6), "drawer": np.zeros(6)},
        joints={"top": 0.25, "bottom": 0.5},
        joint_velocities={"top": 0.7, "bottom": 0.8},
    )
    robot = RobotState(np.arange(9.0), np.zeros(9), np.zeros(9), np.eye(4))
    return WorldState(1.0, robot, {"block": block, "cabinet": cabinet})


def test_the_layout_of_a_state_fits_its_vector() -> None:
    state = world_state()
    assert Layout.of(state) == LAYOUT
    assert LAYOUT.state_size == len(state.vector())


def test_the_robot_feels_its_joints_and_the_width_of_its_gripper() -> None:
    assert LAYOUT.agent(world_state().vector()).tolist() == [0, 1, 2, 3, 4, 5, 6, 15]


def test_the_environment_holds_poses_and_joints_but_no_velocities() -> None:
    values = LAYOUT.environment(world_state().vector())
    assert values.dtype == np.float32
    expected = [1, 2, 3, 1, 0, 0, 0, 4, 5, 6, 1, 0, 0, 0, 0.25, 0.5]
    assert values.tolist() == expected
    assert LAYOUT.environment_names[-2:] == ("cabinet.top", "cabinet.bottom")
    assert len(LAYOUT.environment_names) == len(values)


def test_many_states_are_observed_at_once() -> None:
    state = world_state().vector()
    assert LAYOUT.environment(np.stack([state, state])).shape == (2, 16)
    assert LAYOUT.agent(np.stack([state, state])).shape == (2, 8)


@pytest.mark.parametrize(
    ("index", "name"),
    [
        (0, "robot position of joint 0"),
        (26, "robot drive target of joint 8"),
        (ROBOT_NUMBERS, "block x"),
        (ROBOT_NUMBERS + 12, "block wz"),
        (ROBOT_NUMBERS + 13 + 13, "cabinet top"),
        (ROBOT_NUMBERS + 13 + 16, "cabinet bottom velocity"),
    ],
)
def test_each_number_has_a_name(index: int, name: str) -> None:
    assert LAYOUT.describe(index) == name


def test_a_number_beyond_the_state_has_none() -> None:
    with pytest.raises(IndexError):
        LAYOUT.describe(LAYOUT.state_size)


def test_a_layout_survives_json() -> None:
    assert Layout.from_json(LAYOUT.to_json()) == LAYOUT


def test_padding_adds_zeros_and_never_cuts() -> None:
    assert padded(np.ones((2, 3), dtype=np.float32), 5).tolist() == [[1, 1, 1, 0, 0]] * 2
    with pytest.raises(ValueError, match="do not fit"):
        padded(np.ones(3, dtype=np.float32), 2)
