"""Which stroke brings most into a place, on a table of points; and piles swept in a world."""

import numpy as np
import pytest

from envs.execution.actions.strokes import PUSHERS, begin
from envs.execution.actions.sweep import sweep
from envs.execution.actions.sweeping import Table, strokes
from envs.failures import FailureKind

BLADE = PUSHERS["spatula"]
NOTHING = np.empty((0, 2))


def table(things, others=NOTHING, reaches=()):
    place = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.0]])
    return Table(
        np.asarray(things, float), 0.01, np.asarray(others, float), np.asarray(reaches), place, np.full(2, 0.12)
    )


def test_a_stroke_starts_behind_what_it_sweeps_and_ends_in_the_place():
    found = strokes(table([(0.5, -0.2), (0.5, -0.25)]), BLADE)
    stroke = found[0].stroke
    assert found[0].gain == 2
    np.testing.assert_allclose(stroke.direction, (0.0, 1.0), atol=1e-9)
    assert stroke.start[1] < -0.26
    assert abs(stroke.start[1] + stroke.length) < 0.06


def test_nothing_is_swept_once_all_lies_within():
    assert strokes(table([(0.5, 0.0), (0.52, 0.03)]), BLADE) == []


def test_what_is_not_named_is_not_touched():
    things, wall = [(0.5, -0.2)], [(0.5, -0.12)]
    free, blocked = strokes(table(things), BLADE), strokes(table(things, wall, [0.03]), BLADE)
    assert np.allclose(free[0].stroke.direction, (0.0, 1.0), atol=1e-9)
    for prospect in blocked:
        stroke = prospect.stroke
        ends = stroke.start + np.outer(np.linspace(0, stroke.length, 50), stroke.direction)
        assert np.linalg.norm(ends - wall[0], axis=1).min() > 0.03


def test_a_stroke_that_pushes_out_as_much_as_it_brings_in_gains_nothing():
    full = [(0.45 + 0.02 * i, -0.05 + 0.02 * j) for i in range(6) for j in range(6)]
    assert all(prospect.gain <= 1 for prospect in strokes(table([*full, (0.5, -0.3)]), BLADE))


PILE = """
task.robot("panda_spatula")
zone = task.add("zone", region="table_left", name="zone")
pile = task.pile(count=10, region=((0.42, 0.54), (-0.12, 0.02)))
task.say("Sweep the {{pile}} into the {{zone}}.", pile, zone)
task.goal(held_for(pile.on(zone, share=0.8), 0.5))
task.time_limit(120)
task.stage("sweep", sweep(pile, zone, share={share}))
"""


WIDE = "count=8, region=((0.36, 0.60), (-0.18, 0.08)), scattered=True"


def test_a_pile_is_swept_into_a_zone(play):
    rollout = play(PILE.format(share=0.9))
    assert rollout.success, rollout.failure


def test_sweeping_stops_at_the_share_that_is_asked_for(play):
    wide = PILE.replace("count=10, region=((0.42, 0.54), (-0.12, 0.02))", WIDE)
    little, much = play(wide.format(share=0.2)), play(wide.format(share=0.9))
    assert len(little.actions) < len(much.actions)


@pytest.mark.parametrize("engine", ["pybullet"])
def test_a_pile_is_swept_in_the_other_engine(play, engine):
    rollout = play(PILE.format(share=0.9), engine=engine)
    assert rollout.success, rollout.failure


def test_a_pile_far_from_the_robot_is_swept_back_with_the_hand_leaning_forward(play):
    rollout = play(
        PILE.format(share=0.8)
        .replace('region="table_left"', "region=((0.50, 0.54), (0.0, 0.0))")
        .replace("count=10, region=((0.42, 0.54), (-0.12, 0.02))", "count=5, region=((0.76, 0.86), (-0.05, 0.05))")
    )
    assert rollout.success, rollout.failure


def test_where_the_arm_cannot_begin_the_best_stroke_none_like_it_is_tried(play, monkeypatch):
    refused = []

    def barred(runner, stroke, *rest):
        refused.append(stroke)
        if np.linalg.norm(stroke.start - refused[0].start) < 0.01:
            raise runner.fail(FailureKind.PATH_BLOCKED, "barred")
        begin(runner, stroke, *rest)

    monkeypatch.setitem(sweep.__globals__, "begin", barred)
    monkeypatch.setitem(sweep.__globals__, "CHOICES", 2)
    rollout = play(PILE.format(share=0.9))
    assert rollout.success, rollout.failure


def test_what_the_last_stroke_sweeps_in_counts(play, monkeypatch):
    monkeypatch.setitem(sweep.__globals__, "STROKES", 1)
    rollout = play(PILE.format(share=0.2).replace("on(zone, share=0.8)", "on(zone, share=0.2)"))
    assert rollout.success, rollout.failure


LINE = """
task.robot("panda_spatula")
line = task.add("line", {line})
pile = task.pile(count=8, region={pile})
task.say("Sweep the {{pile}} over the {{line}}.", pile, line)
task.goal(held_for({goal}, 0.5))
task.time_limit(120)
task.stage("sweep", {action})
"""
AWAY = {"line": "((0.55, 0.55), (0, 0)), facing=0.2", "pile": "((0.36, 0.48), (-0.1, 0.1))"}
BACK = {"line": "((0.46, 0.46), (0, 0)), facing=0.2", "pile": "((0.56, 0.66), (-0.1, 0.1))"}


@pytest.mark.parametrize("where", [AWAY, BACK], ids=["away", "back"])
def test_a_pile_is_swept_over_a_line_to_the_side_on_which_it_did_not_lie(play, where):
    rollout = play(LINE.format(**where, goal="pile.beyond(line)", action="sweep(pile, line)"))
    assert rollout.success, rollout.failure
    x = [item.pose[0, 3] for name, item in rollout.states[-1].objects.items() if name.startswith("pile")]
    assert np.mean(x) > 0.55 if where is AWAY else np.mean(x) < 0.46


def test_a_line_is_too_narrow_to_sweep_onto_and_the_reason_says_what_can_be_done(play):
    narrow = LINE.format(**AWAY, goal="pile.on(line)", action="sweep(pile, line.top)")
    rollout = play(narrow.replace("facing=0.2", "facing=0.2, instance=5"))
    assert rollout.failure is not None
    assert rollout.failure.kind == FailureKind.INFEASIBLE
    assert "mm wide" in rollout.failure.reason
    assert "pile.beyond(line)" in rollout.failure.reason


def test_a_pile_for_which_there_is_no_room_is_infeasible_before_anything_is_swept(play):
    rollout = play(
        PILE.format(share=0.9)
        .replace("count=10, region=((0.42, 0.54)", "count=60, region=((0.34, 0.62)")
        .replace("(-0.12, 0.02)", "(-0.30, 0.10)")
    )
    assert rollout.failure is not None
    assert rollout.failure.kind == FailureKind.INFEASIBLE
    assert "54 of them cover" in rollout.failure.reason
