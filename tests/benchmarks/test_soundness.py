"""Wrong tasks as data are loaded and can be played; what comes of them is counted as it should be."""

import json

import pytest
import yaml

from benchmarks.soundness.jobs import GOOD, WRONG, Job, good, written
from benchmarks.soundness.judging import judge
from benchmarks.soundness.results import Record, Result, summary
from envs.assets.catalog import Catalog
from envs.failures import FailureKind
from envs.task.program import TaskProgram

JOBS = {job.program.name: job for job in written()}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


def test_there_are_forty_wrong_tasks_of_every_kind():
    assert len(JOBS) >= 40
    assert {job.kind.removeprefix("written.") for job in JOBS.values()} >= {
        "goal_true_at_start", "goal_nearly_true", "any_motion", "wrong_object", "wrong_joint", "wrong_sense",
        "toppling", "penetration", "sentence", "unreachable", "unstable", "too_weak", "collateral",
    }  # fmt: skip


def test_each_file_has_its_line_and_says_what_refuses_it():
    index = yaml.safe_load((WRONG / "index.yaml").read_text(encoding="utf-8"))
    assert set(index) == {path.stem for path in WRONG.glob("*.py")}
    for entry in index.values():
        assert entry["expect"] in set(FailureKind)
        assert entry["why"]


@pytest.mark.parametrize("name", JOBS)
def test_each_wrong_task_is_a_task(name: str, catalog: Catalog):
    assert JOBS[name].program.instantiate(0, catalog).name == name


def test_good_tasks_as_data_are_among_those_that_must_be_accepted(catalog: Catalog):
    programs = {job.program.name: job.program for job in good()}
    names = {path.stem for path in GOOD.glob("*.py")}
    assert set(yaml.safe_load((GOOD / "index.yaml").read_text(encoding="utf-8")) or {}) == names <= set(programs)
    for name in names:
        programs[name].instantiate(0, catalog)


@pytest.mark.parametrize("name", ["close_said_open_done", "upright_already", "ball_in_bin_already"])
def test_a_wrong_task_is_refused_for_what_is_wrong_with_it(name: str, catalog: Catalog):
    result = judge(catalog, JOBS[name])
    assert not result.accepted
    assert set(result.failures) & {"sentence_disagrees", "goal_true_at_start"}


RESULTS = [
    Result("a", "goal.sense", False, "refused"),
    Result("b", "goal.sense", True, "taken"),
    Result("c", "written.sentence", False, "refused"),
    Result("d", "goal.threshold", False, "", "half as far", "another figure"),
    Result("e", "good", True, "taken"),
    Result("f", "good", False, "refused"),
]


def test_figures_count_what_was_accepted_and_leave_equivalent_ones_out():
    figures = summary(RESULTS)
    assert (figures["wrong_total"], figures["wrong_accepted"]) == (3, 1)
    assert (figures["good_total"], figures["good_accepted"]) == (2, 1)
    assert figures["precision"] == figures["recall"] == 0.5
    assert figures["by_kind"] == {
        "goal.sense": {"total": 2, "accepted": 1},
        "written.sentence": {"total": 1, "accepted": 0},
    }
    assert figures["equivalent"]["total"] == 1
    assert [item["id"] for item in figures["accepted_wrong"]] == ["b"]
    assert [item["id"] for item in figures["refused_good"]] == ["f"]
    json.dumps(figures)


def test_what_was_verified_is_not_verified_again_unless_its_source_changed(tmp_path):
    job = Job("x", "good", TaskProgram(name="x", source="one"))
    Record(tmp_path / "out.json").add(job, Result("x", "good", True, "fine"))
    again = Record(tmp_path / "out.json")
    assert again.done[again.key(job)].accepted
    changed = Job("x", "good", TaskProgram(name="x", source="two"))
    assert again.key(changed) not in again.done
