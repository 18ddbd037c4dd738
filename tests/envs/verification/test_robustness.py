"""The curves must fall where a solution does not stand what it meets, and be whole where nothing is changed."""

from collections.abc import Callable

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram
from envs.task.spec import TaskSpec
from envs.verification.robustness import FACTORS, SHIFTS, curve, shifted
from envs.verification.trial import Trial, replayed, try_seed
from envs.verification.workers import Workers

Make = Callable[..., TaskSpec]
LIFT = """
block = task.add("block", region="table_front", name="block")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.08))
task.stage("lift", pick(block, lift=0.12))
"""
NESTED = """
plate = task.add("plate", region="table_front", name="plate")
ball = task.add("ball", region="table_left", name="ball")
block = task.add("block", region=plate, name="block")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.08))
task.stage("lift", pick(block, lift=0.12))
"""


@pytest.fixture(scope="module")
def points(catalog: Catalog, program: Callable[[str], TaskProgram]) -> dict[tuple[str, float], tuple[int, int]]:
    lift = program(LIFT)
    trials = [try_seed(lift, catalog, seed, engine="sapien") for seed in range(2)]
    assert all(trial.result.success for trial in trials)
    found = curve(lift, trials, Workers(catalog), engine="sapien")
    return {(point.what, point.value): (point.successes, point.trials) for point in found}


def test_there_is_a_point_for_every_shift_and_factor(points: dict[tuple[str, float], tuple[int, int]]):
    wanted = {("pose", shift) for shift in SHIFTS} | {(w, f) for w in ("friction", "mass") for f in FACTORS}
    assert set(points) == wanted
    assert {0.5, 1.0, 2.0} <= set(FACTORS)


def test_what_is_not_changed_succeeds_as_it_did(points: dict[tuple[str, float], tuple[int, int]]):
    assert points["pose", 0.0] == points["friction", 1.0] == points["mass", 1.0] == (2, 2)


def test_a_blind_grasp_misses_a_block_that_is_far_from_where_it_was_seen(
    catalog: Catalog, program: Callable[[str], TaskProgram]
):
    trial = try_seed(program(LIFT), catalog, 0, engine="sapien")
    assert trial.spec is not None
    assert trial.actions is not None
    assert replayed(shifted(trial.spec, 0.0), catalog, trial.actions, engine="sapien") is True
    assert replayed(shifted(trial.spec, 0.15), catalog, trial.actions, engine="sapien") is False


def test_a_seed_without_a_solution_is_no_success(catalog: Catalog, program: Callable[[str], TaskProgram]):
    high = program(LIFT.replace("lifted(0.08)", "lifted(0.5)"))
    trial = try_seed(high, catalog, 0, engine="sapien")
    found = curve(high, [trial], Workers(catalog), engine="sapien")
    assert {(point.successes, point.trials) for point in found} == {(0, 1)}


def test_everything_is_shifted_by_the_distance_and_what_lies_on_something_goes_with_it(instance: Make):
    spec = instance(NESTED)
    before, after = (
        {item.name: np.array(item.pose.position) for item in s.scene.objects} for s in (spec, shifted(spec, 0.02))
    )
    moves = {name: after[name] - before[name] for name in before}
    assert all(np.linalg.norm(move) == pytest.approx(0.02) for move in moves.values())
    assert np.allclose(moves["block"], moves["plate"])
    assert not np.allclose(moves["ball"], moves["plate"])
    assert all(move[2] == 0.0 for move in moves.values())


def test_a_trial_that_never_had_a_scene_is_counted_as_failed(catalog: Catalog, program: Callable[[str], TaskProgram]):
    broken = program("task.add('blok')")
    trial: Trial = try_seed(broken, catalog, 0, engine="sapien")
    assert trial.spec is None
    found = list(curve(broken, [trial], Workers(catalog), engine="sapien"))
    assert sum(point.successes for point in found) == 0
