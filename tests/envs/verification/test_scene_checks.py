"""A scene in which something is wrong before anything is done is no success, and says what and by how much."""

from collections.abc import Callable

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.execution.executor import execute
from envs.execution.start import StartCheck
from envs.failures import Failure, FailureKind
from envs.task.spec import TaskSpec
from envs.verification.scene_checks import summarise_checks
from envs.verification.trial import Trial
from envs.verification.verdict import SeedResult

Make = Callable[..., TaskSpec]

LIFT = """
block = task.add("block", region="table_front", name="block")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.08))
task.stage("lift", pick(block, lift=0.12))
"""
OPEN = """
cabinet = task.add("drawer_cabinet", region="table_back", facing="robot", name="cabinet"{starting})
drawer = cabinet.part("drawer", which="top")
task.say("Open the {{drawer}}.", drawer)
task.goal(drawer.at_least({least}))
task.stage("open it", actuate(grip(drawer), then=[follow(drawer, to=0.8)]))
"""


def moved(spec: TaskSpec, name: str, position: tuple[float, float, float], **asset: str) -> TaskSpec:
    """Return a spec in which an object stands at a position."""
    objects = tuple(
        item.model_copy(update={"pose": item.pose.model_copy(update={"position": position}), **asset})
        if item.name == name
        else item
        for item in spec.scene.objects
    )
    return spec.model_copy(update={"scene": spec.scene.model_copy(update={"objects": objects})})


def failure(spec: TaskSpec, catalog: Catalog) -> Failure:
    rollout = execute(spec, catalog)
    assert not rollout.success
    assert rollout.failure is not None
    assert len(rollout.actions) == 0, "nothing is done in such a scene"
    return rollout.failure


def test_a_good_scene_passes_every_check_with_a_figure_for_each(instance: Make, catalog: Catalog):
    rollout = execute(instance(LIFT), catalog)
    assert rollout.success, rollout.failure
    names = ["settles", "no_penetration", "within_reach", "goal_false_at_start", "goal_not_nearly_true"]
    assert [check.name for check in rollout.start] == names
    assert all(check.failure is None and check.text for check in rollout.start)


def test_furniture_that_stands_in_furniture_is_a_penetration_with_its_depth(instance: Make, catalog: Catalog):
    two = OPEN.format(starting="", least=0.6) + 'task.add("door_cabinet", region="table_left", name="other")\n'
    spec = instance(two)
    x, y, z = spec.object("cabinet").pose.position
    found = failure(moved(spec, "other", (x, y + 0.01, z)), catalog)
    assert found.kind == FailureKind.PENETRATION
    assert "mm inside" in found.reason
    assert "cabinet" in found.reason


def test_what_falls_over_is_unstable(instance: Make, catalog: Catalog):
    spec = instance(LIFT)
    x, y, _ = spec.object("block").pose.position
    found = failure(moved(spec, "block", (x, y, 0.3)), catalog)
    assert found.kind == FailureKind.SCENE_UNSTABLE
    assert "cm" in found.reason


def test_what_no_posture_comes_to_is_out_of_reach_before_anything_is_planned(instance: Make, catalog: Catalog):
    spec = instance(LIFT)
    found = failure(moved(spec, "block", (1.1, 0.3, 0.0)), catalog)
    assert found.kind == FailureKind.OUT_OF_REACH
    assert "m from the shoulder" in found.reason
    assert found.stage is None


def test_what_only_has_to_stay_where_it_is_may_stand_anywhere(instance: Make, catalog: Catalog):
    far = LIFT.replace("block.lifted(0.08)", "block.lifted(0.08), far.unchanged()")
    spec = instance('far = task.add("block", region="table_right", name="far")\n' + far)
    rollout = execute(moved(spec, "far", (1.4, 0.3, 0.0)), catalog)
    assert rollout.success, rollout.failure


def test_a_goal_that_holds_at_the_start_is_refused(instance: Make, catalog: Catalog):
    found = failure(instance(LIFT.replace("lifted(0.08)", "upright()")), catalog)
    assert found.kind == FailureKind.GOAL_TRUE_AT_START


@pytest.mark.parametrize(("first", "refused"), [("not_(block.lifted(0.05))", True), ("block.lifted(0.05)", False)])
def test_a_sequence_whose_first_step_holds_at_the_start_asks_nothing_first(
    instance: Make, catalog: Catalog, first: str, refused: bool
):
    spec = instance(LIFT.replace("block.lifted(0.08)", f"sequence({first}, block.lifted(0.08))"))
    rollout = execute(spec, catalog)
    assert rollout.success != refused
    if refused:
        assert rollout.failure is not None
        assert rollout.failure.kind == FailureKind.GOAL_TRUE_AT_START
        assert "first step" in rollout.failure.reason


@pytest.mark.parametrize(
    "goal", ["block.lifted(0.01)", "held_for(block.upright(), 2.0)", "block.upright(), block.lifted(0.01)"]
)
def test_a_goal_that_a_nudge_or_a_wait_brings_about_is_nearly_true(instance: Make, catalog: Catalog, goal: str):
    found = failure(instance(LIFT.replace("block.lifted(0.08)", goal)), catalog)
    assert found.kind == FailureKind.GOAL_NEARLY_TRUE
    assert "12 mm" in found.reason


def test_a_drawer_that_starts_just_short_of_its_goal_is_nearly_open(instance: Make, catalog: Catalog):
    wide = instance(OPEN.format(starting=', joints={"drawer_top": 0.57}', least=0.6))
    assert failure(wide, catalog).kind == FailureKind.GOAL_NEARLY_TRUE


def trial(seed: int, *checks: StartCheck) -> Trial:
    return Trial(SeedResult(seed=seed, success=not any(check.failure for check in checks)), checks=checks)


def test_a_check_that_fails_on_more_seeds_than_may_fail_has_failed():
    deep = Failure(kind=FailureKind.PENETRATION, reason="9 mm")
    good, bad = StartCheck("no_penetration", "nothing overlaps"), StartCheck("no_penetration", "9 mm", deep)
    few = [trial(seed, bad if seed in (3, 7) else good) for seed in range(20)]
    (check,) = summarise_checks(few, 20)
    assert (check.name, check.outcome, check.seeds) == ("no_penetration", "held", (3, 7))
    assert "2 of 20 seeds; seed 3: 9 mm" in check.reason
    (check,) = summarise_checks([*few[:19], trial(19, bad)], 20)
    assert (check.outcome, check.seeds) == ("failed", (3, 7, 19))


def test_a_check_that_was_never_reached_is_not_listed():
    fallen = Failure(kind=FailureKind.SCENE_UNSTABLE, reason="still moves")
    found = summarise_checks([trial(seed, StartCheck("settles", "still moves", fallen)) for seed in range(3)], 20)
    assert [check.name for check in found] == ["settles"]
    assert np.all([check.outcome == "failed" for check in found])
