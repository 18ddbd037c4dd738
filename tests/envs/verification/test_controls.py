"""What does not solve a task must not pass for a solution, and a goal that lets it pass is found out by a control."""

from collections.abc import Callable

import pytest

from envs.assets.catalog import Catalog
from envs.execution.session import Session
from envs.task.program import TaskProgram
from envs.task.spec import TaskSpec
from envs.verification.controls import (
    RANDOM_EPISODES,
    ControlJob,
    control_jobs,
    decided,
    no_op,
    random_motion,
    run_control,
    summarise_control,
    wander,
    wrong_object,
)
from envs.verification.trial import Trial, try_seed

Make = Callable[..., TaskSpec]
Program = Callable[[str], TaskProgram]

LIFT = """
block = task.add("block", region="table_front", name="block")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.08))
task.stage("lift", pick(block, lift=0.12))
"""
PUT = """
bowl = task.add("bowl", region="table_left", name="bowl")
block = task.add("block", region="table_front", name="block")
task.say("Put the {block} in the {bowl}.", block, bowl)
task.goal(GOAL)
task.stage("put it in", pick(block), place(block, bowl.interior))
"""
OPEN = """
cabinet = task.add("drawer_cabinet", region="table_back", instance=0)
drawer = cabinet.part("drawer", which="top")
task.say("Open the {top drawer}.", drawer)
task.goal(GOAL)
task.stage("open it", actuate(grip(drawer), then=follow(drawer, to=0.8)))
"""
IN_BOWL = PUT.replace("GOAL", "block.inside(bowl)")
RAISED = PUT.replace("GOAL", "not_(block.unchanged(position=0.05))")
HIGHER = 'actuate([meet(hand.grasp, at(0.4, 0, 0.4)), parallel(hand.approach, down)], gripper="shut", retreat=0)'


@pytest.fixture(scope="module")
def solved(catalog: Catalog, program: Program) -> Callable[[str], Trial]:
    def solve(body: str) -> Trial:
        trial = try_seed(program(body), catalog, 0, engine="sapien")
        assert trial.result.success, trial.result.failure
        return trial

    return solve


def cut_short(trial: Trial, catalog: Catalog) -> bool | str:
    assert trial.spec is not None
    return run_control(catalog, ControlJob("cut_short", trial.spec, "sapien", solution=trial))


def test_doing_nothing_reaches_what_only_asks_for_time_and_not_what_asks_for_work(instance: Make, catalog: Catalog):
    waits = LIFT.replace("block.lifted(0.08)", "held_for(block.upright(1.5), 2.0)")
    assert no_op(instance(waits), catalog, "sapien") is True
    assert no_op(instance(LIFT), catalog, "sapien") is False


def test_a_goal_that_holds_at_the_start_is_no_matter_for_a_control(instance: Make, catalog: Catalog):
    upright = LIFT.replace("block.lifted(0.08)", "block.upright(1.5)")
    assert isinstance(no_op(instance(upright), catalog, "sapien"), str)


def test_random_motion_lifts_nothing_and_reaches_what_needs_no_lifting(instance: Make, catalog: Catalog):
    found = [random_motion(instance(LIFT, seed), catalog, "sapien", seed) for seed in range(3)]
    assert found == [False, False, False]
    waits = instance(LIFT.replace("block.lifted(0.08)", "held_for(block.upright(1.5), 1.0)"))
    assert random_motion(waits, catalog, "sapien", 0) is True


def test_each_random_episode_is_another_and_each_repeats(instance: Make, catalog: Catalog):
    with Session(instance(LIFT), catalog) as session:
        session.reset()
        first, again, other = wander(session, 0), wander(session, 0), wander(session, 1)
    assert all((a == b).all() for a, b in zip(first, again, strict=True))
    assert any((a != b).any() for a, b in zip(first, other, strict=True))


def test_one_chance_success_in_twenty_is_allowed_and_two_are_not():
    misses = [False] * 19
    assert summarise_control("random_motion", [*misses, True]).outcome == "refused"
    assert summarise_control("random_motion", [*misses[:18], True, True]).outcome == "passed"
    assert summarise_control("no_op", [*misses, True]).outcome == "passed"
    assert decided("random_motion", [True, True])
    assert not decided("random_motion", [True, False])
    assert decided("no_op", [True])


def test_a_control_that_never_applied_says_why_most_often():
    found = summarise_control("wrong_object", ["a", "b", "b"])
    assert (found.outcome, found.reason, found.trials) == ("not_applicable", "b", 0)


def test_a_solution_without_its_last_action_is_refused_by_a_goal_that_needs_it(
    solved: Callable[[str], Trial], catalog: Catalog
):
    trial = solved(IN_BOWL)
    assert trial.cut is not None
    assert trial.actions is not None
    assert "last action" in trial.cut.what
    assert 0 < trial.cut.index < len(trial.actions)
    assert cut_short(trial, catalog) is False


def test_a_solution_without_its_last_action_reaches_a_goal_that_does_not_need_it(
    solved: Callable[[str], Trial], catalog: Catalog
):
    assert cut_short(solved(RAISED), catalog) is True


def test_a_single_action_is_cut_when_it_has_done_a_part_of_its_work(solved: Callable[[str], Trial], catalog: Catalog):
    """A block two centimetres off the ground is lifted for nobody, and only for a goal that asks too little."""
    trial = solved(LIFT)
    assert trial.cut is not None
    assert "most of what stage 'lift' does" in trial.cut.what
    assert cut_short(trial, catalog) is False
    assert cut_short(solved(LIFT.replace("block.lifted(0.08)", "block.lifted(0.015)")), catalog) is True


def test_a_joint_is_cut_at_a_small_share_of_its_way(solved: Callable[[str], Trial], catalog: Catalog):
    trial = solved(OPEN.replace("GOAL", "drawer.at_least(0.6)"))
    assert cut_short(trial, catalog) is False
    assert cut_short(solved(OPEN.replace("GOAL", "drawer.at_least(0.06)")), catalog) is True


def test_the_cut_comes_before_the_last_stage_that_does_something(solved: Callable[[str], Trial], catalog: Catalog):
    """An arm that only goes away after the work does nothing: without that, a task would always be reached."""
    away = IN_BOWL + f'task.stage("go away", {HIGHER})\n'
    trial = solved(away)
    assert trial.cut is not None
    assert "put it in" in trial.cut.what
    assert cut_short(trial, catalog) is False


def test_a_stage_that_moves_things_which_the_goal_does_not_ask_for_is_found(
    solved: Callable[[str], Trial], catalog: Catalog
):
    padded = LIFT + f'task.stage("higher", {HIGHER})\n'
    trial = solved(padded)
    assert trial.cut is not None
    assert trial.cut.what == "stage 'higher'"
    assert cut_short(trial, catalog) is True


def test_the_same_solution_on_another_object_is_refused_by_a_goal_that_names_its_own(instance: Make, catalog: Catalog):
    other = 'other = task.add("block", region="table_right", name="other")\n'
    assert wrong_object(instance(other + LIFT), catalog, "sapien") is False


def test_the_same_solution_on_another_object_reaches_a_goal_that_takes_any(instance: Make, catalog: Catalog):
    other = 'other = task.add("block", region="table_right", name="other")\n'
    either = LIFT.replace("block.lifted(0.08)", "any_of(block.lifted(0.08), other.lifted(0.07))")
    assert wrong_object(instance(other + either), catalog, "sapien") is True


def test_an_object_that_the_hand_cannot_take_is_no_trial(instance: Make, catalog: Catalog):
    alone = wrong_object(instance(LIFT), catalog, "sapien")
    assert alone == "the scene has a single object"


def test_random_motion_has_twenty_episodes_however_few_seeds_there_are(solved: Callable[[str], Trial]):
    jobs = dict(control_jobs([solved(LIFT)], "sapien"))
    assert len(jobs["random_motion"]) == RANDOM_EPISODES
    assert len({job.episode for job in jobs["random_motion"]}) == RANDOM_EPISODES
    assert [len(jobs[name]) for name in ("no_op", "cut_short", "wrong_object")] == [1, 1, 1]
