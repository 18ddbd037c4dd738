"""Verification must refuse what is not a success: weak goals, failing solutions, too few seeds."""

import pytest

from envs.assets.catalog import Catalog
from envs.errors import EnvsError
from envs.failures import FailureKind
from envs.task.program import TaskProgram
from envs.verification.acceptance import LOWER_BOUND
from envs.verification.verdict import ControlResult, Verdict
from envs.verification.verify import verify
from envs.verification.workers import Workers


def program(body: str) -> TaskProgram:
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    return TaskProgram(name="trial", source=f"def build(task, rng):\n{lines}\n")


def control(verdict: Verdict, name: str) -> ControlResult:
    return next(item for item in verdict.controls if item.name == name)


LIFT = """
block = task.add("block", region="table_front", name="block")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.08))
task.stage("lift", pick(block, lift=0.12))
"""


def test_a_sound_task_is_accepted_at_its_eighteenth_success_and_workers_change_nothing(catalog: Catalog):
    verdict = verify(program(LIFT), catalog)
    assert verdict.accepted
    assert verdict.decision == "accepted"
    assert [item.seed for item in verdict.seeds] == list(range(len(verdict.seeds)))
    assert sum(item.success for item in verdict.seeds) == 18
    assert verdict.rate == 18 / len(verdict.seeds)
    assert verdict.interval[0] > LOWER_BOUND
    assert control(verdict, "no_op").outcome == "refused"
    assert control(verdict, "random_motion").outcome == "refused"
    assert control(verdict, "random_motion").trials == 20
    assert control(verdict, "wrong_object").outcome == "not_applicable"
    assert control(verdict, "cut_short").outcome == "refused"
    assert [check.outcome for check in verdict.scene] == ["held"] * 5
    assert verdict.findings == ()
    assert not verdict.auto
    assert (verdict.evidence, verdict.robustness, verdict.mutation) == ((), (), None)
    with Workers(catalog, 2) as workers:
        assert verify(program(LIFT), catalog, workers=workers) == verdict


def test_fewer_than_twenty_seeds_are_inconclusive(catalog: Catalog):
    verdict = verify(program(LIFT), catalog, seeds=range(4))
    assert verdict.decision == "inconclusive"
    assert not verdict.accepted
    assert verdict.rate == 1.0
    assert "20 seeds" in verdict.reason


def test_the_third_failure_ends_it_and_failures_are_counted_by_kind(catalog: Catalog):
    too_high = LIFT.replace("lifted(0.08)", "lifted(0.3)")
    verdict = verify(program(too_high), catalog)
    assert verdict.decision == "rejected"
    assert len(verdict.seeds) == 3
    assert verdict.failures == {"goal_missed": 3}
    assert verdict.controls == (), "controls are not worth running for a task that fails by itself"


@pytest.mark.parametrize(
    ("goal", "kind", "check"),
    [
        ("block.upright(1.5)", FailureKind.GOAL_TRUE_AT_START, "goal_false_at_start"),
        ("held_for(block.upright(1.5), 2.0)", FailureKind.GOAL_NEARLY_TRUE, "goal_not_nearly_true"),
        ("block.lifted(0.01)", FailureKind.GOAL_NEARLY_TRUE, "goal_not_nearly_true"),
    ],
)
def test_a_goal_with_nothing_to_do_is_rejected_by_the_check_of_its_scenes(
    catalog: Catalog, goal: str, kind: FailureKind, check: str
):
    verdict = verify(program(LIFT.replace("block.lifted(0.08)", goal)), catalog)
    assert verdict.decision == "rejected"
    assert verdict.failures[str(kind)] == 3
    (failed,) = [item for item in verdict.scene if item.outcome == "failed"]
    assert (failed.name, failed.seeds) == (check, (0, 1, 2))
    assert check in verdict.reason
    assert verdict.controls == ()


def test_what_any_solution_of_another_object_reaches_is_rejected(catalog: Catalog):
    either = LIFT.replace("block.lifted(0.08)", "any_of(block.lifted(0.08), other.lifted(0.07))")
    either = 'other = task.add("block", region="table_right", name="other")\n' + either
    either = either.replace(
        'task.say("Lift the {block}.", block)', 'task.say("Lift the {block} or {the other}.", block, other)'
    )
    verdict = verify(program(either), catalog, seeds=range(3))
    assert control(verdict, "wrong_object").outcome == "passed", verdict.reason
    assert verdict.decision == "rejected"
    assert "wrong_object" in verdict.reason
    assert verdict.failures == {"control_passed": 1}


def test_a_sentence_that_says_what_the_goal_does_not_test_is_rejected_and_says_so(catalog: Catalog):
    both = 'bowl = task.add("bowl", region="table_left", name="bowl")\n' + LIFT
    both = both.replace(
        'task.say("Lift the {block}.", block)', 'task.say("Lift the {block} over the {bowl}.", block, bowl)'
    )
    verdict = verify(program(both), catalog, seeds=range(2))
    assert verdict.decision == "rejected"
    assert "sentence and goal disagree" in verdict.reason
    assert "bowl" in verdict.reason
    assert str(FailureKind.SENTENCE_DISAGREES) in verdict.failures
    assert verdict.controls == (), "controls are not worth running for a task that says something else"


def test_evidence_and_robustness_are_added_when_asked_for_and_gate_nothing(catalog: Catalog):
    verdict = verify(program(LIFT), catalog, seeds=range(1), evidence=True, worlds=["absent"], robustness=True)
    assert verdict.decision == "inconclusive"
    assert [item.name for item in verdict.evidence] == ["absent", "half the time step", "twice the solver iterations"]
    assert verdict.evidence[0].reason
    assert {point.what for point in verdict.robustness} == {"pose", "friction", "mass"}
    assert Verdict.model_validate_json(verdict.model_dump_json()) == verdict


def test_a_failure_says_in_which_state_it_was_decided(catalog: Catalog):
    verdict = verify(program(LIFT.replace("lifted(0.08)", "lifted(0.3)")), catalog, seeds=range(1))
    (result,) = verdict.seeds
    assert result.frame is not None
    assert result.frame == round(result.duration * 20)
    assert result.frame > 0


def test_a_stage_that_the_goal_does_not_need_is_found_by_cutting_it(catalog: Catalog):
    higher = "[meet(hand.grasp, at(0.4, 0, 0.4)), parallel(hand.approach, down)]"
    padded = LIFT + f'task.stage("higher", actuate({higher}, gripper="shut", retreat=0))\n'
    verdict = verify(program(padded), catalog, seeds=range(2))
    assert control(verdict, "cut_short").outcome == "passed", verdict


def test_the_right_motion_on_the_wrong_object_is_refused(catalog: Catalog):
    two = LIFT + 'other = task.add("can", region="table_left", name="other")\n'
    verdict = verify(program(two), catalog, seeds=range(2))
    assert control(verdict, "wrong_object").outcome == "refused"
    assert control(verdict, "wrong_object").trials == 2


def test_a_program_that_fails_is_a_result_and_not_an_exception(catalog: Catalog):
    verdict = verify(program("task.add('blok', region='table_front')"), catalog)
    assert verdict.decision == "rejected"
    assert set(verdict.failures) == {str(FailureKind.PROGRAM_ERROR)}
    assert "block" in str(verdict.seeds[0].failure), "the nearest name is suggested"


@pytest.mark.parametrize("seeds", [[], [1, 1], [-1, 2]])
def test_seeds_must_be_distinct_and_not_negative(catalog: Catalog, seeds: list[int]):
    with pytest.raises(EnvsError, match="distinct"):
        verify(program(LIFT), catalog, seeds=seeds)
