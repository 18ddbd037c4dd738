import pytest

from envs.task.program import TaskProgram
from memory.errors import RecordError
from memory.record import Provenance, TaskRecord


def test_provenance_survives_json(make_record):
    provenance = make_record().provenance
    assert Provenance.model_validate_json(provenance.model_dump_json()) == provenance


def test_a_rejected_verdict_makes_no_record(keep, make_spec):
    with pytest.raises(RecordError, match="not verified: its verdict is rejected"):
        keep(make_spec(), accepted=False)


def test_a_verdict_on_another_program_makes_no_record(make_record):
    record = make_record()
    other = TaskProgram(name=record.name, source=record.program.source + "# edited\n")
    with pytest.raises(RecordError, match="verify the program that is to be kept"):
        TaskRecord(other, record.spec, record.verdict, record.provenance)


def test_a_spec_of_another_name_makes_no_record(make_record, make_spec):
    record = make_record()
    with pytest.raises(RecordError, match="'close_top_drawer'"):
        TaskRecord(record.program, make_spec("close_top_drawer"), record.verdict, record.provenance)


def test_one_seed_twenty_times_proves_nothing(make_record):
    record = make_record()
    verdict = record.verdict.model_copy(update={"seeds": record.verdict.seeds[:1] * 20})
    with pytest.raises(RecordError, match="20 rollouts ran 1 distinct seeds"):
        TaskRecord(record.program, record.spec, verdict, record.provenance)


def test_a_control_that_reached_the_goal_makes_no_record(make_record):
    record = make_record()
    passed = record.verdict.controls[0].model_copy(update={"outcome": "passed", "successes": 3})
    verdict = record.verdict.model_copy(update={"controls": (passed,)})
    with pytest.raises(RecordError, match="no_op reached the goal"):
        TaskRecord(record.program, record.spec, verdict, record.provenance)
