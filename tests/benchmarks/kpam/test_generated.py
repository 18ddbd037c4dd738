"""Generated problems: the same for one seed, of every category, and impossible where they say so."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.kpam.case import IMPOSSIBLE, Case, hard
from benchmarks.kpam.generated import Goal, generated_cases, spoilt
from benchmarks.kpam.objective import Objective
from envs.assets.catalog import Catalog
from kpam.constraints import AxisParallel, PointToPoint
from kpam.motion.collision import CollisionModel
from kpam.robot import Arm

REACH = 1.17
"""Metres that no point of the hand is further from the shoulder: the sum of the links' lengths."""
SHOULDER = np.array([0.0, 0.0, 0.333])


def test_one_seed_gives_the_same_problems(generated: list[Case], arm: Arm, objective: Objective) -> None:
    again = generated_cases(5, np.random.default_rng(3), arm, objective)
    other = generated_cases(5, np.random.default_rng(4), arm, objective)
    assert [case.name for case in again] == [case.name for case in generated]
    targets = [[hard(case.problem)[0].target for case in cases] for cases in (generated, again, other)]
    assert np.array_equal(targets[0], targets[1])
    assert not np.array_equal(targets[0], targets[2])


def test_every_category_that_a_hand_holds_and_every_kind_of_goal_is_there(generated: list[Case]) -> None:
    catalog = Catalog()
    assets = {name: catalog.get(f"{name}/0") for name in catalog.categories()}
    wanted = {name for name, asset in assets.items() if asset.parts or asset.grasps}
    assert {case.name.split()[1].removesuffix(":") for case in generated} == wanted
    assert {case.group for case in generated} == {
        IMPOSSIBLE,
        "grip of a handle, lid or lever",
        "grasp of an object",
        "set-down of an object",
    }


def test_every_fifth_is_impossible(generated: list[Case]) -> None:
    assert sum(case.group == IMPOSSIBLE for case in generated) * 5 == len(generated)


@pytest.mark.parametrize("way", [0, 1])
def test_a_spoilt_point_is_out_of_the_arms_reach(generated: list[Case], way: int) -> None:
    for case in generated:
        if case.group == IMPOSSIBLE:
            continue
        point = spoilt(goal_of(case), way).point
        beyond_hand = np.linalg.norm(point.tool_point)
        below = -point.target[2] > beyond_hand  # the hand itself must stay above the table
        assert below or np.linalg.norm(point.target - SHOULDER) > REACH + beyond_hand


def test_spoilt_angles_contradict_each_other(generated: list[Case]) -> None:
    for case in generated:
        angles = spoilt(goal_of(case), 2).angles
        first, last = angles[0], angles[-1]
        assert isinstance(first, AxisParallel)
        assert np.array_equal(first.tool_axis, last.tool_axis)
        between = np.arccos(np.clip(first.target_axis @ last.target_axis, -1.0, 1.0))
        assert between > first.tolerance + last.tolerance


def test_nothing_stands_in_the_arm_at_home(generated: list[Case], arm: Arm) -> None:
    posts = [tuple(shape for shape in case.scene if shape.name.startswith("post")) for case in generated]
    assert all(CollisionModel(arm, shapes).clear(np.asarray(generated[0].problem.q_start)) for shapes in posts)


def goal_of(case: Case) -> Goal:
    point, *angles = hard(case.problem)
    assert isinstance(point, PointToPoint)
    return Goal(case.group, point, tuple(angles), case.scene)  # type: ignore[arg-type]
