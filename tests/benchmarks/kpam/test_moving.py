"""Recorded motions become plans that end, and begin, at the keypoints; trajectories are checked by differences."""

from __future__ import annotations

import numpy as np

from benchmarks.kpam.case import Case
from benchmarks.kpam.moving import motion_plan, within_limits
from kpam.motion.frames import AlongJoint, Straight
from kpam.motion.plan import Leg
from kpam.robot import Arm


def test_the_way_in_undoes_the_motions_before_it(recorded: list[Case]) -> None:
    record = next(case.record for case in recorded if len(case.record["pre_actuation_motions"]) == 2)
    plan, _ = motion_plan(dict(record))
    steps = [step for step in plan.approach if isinstance(step, Straight)]
    names = ["translate_" + "xyz"[int(np.argmax(step.direction))] for step in steps]
    assert [[name, -step.distance] for name, step in zip(names, steps, strict=True)][::-1] == record[
        "pre_actuation_motions"
    ]


def test_a_rotation_follows_the_joint_of_the_object(recorded: list[Case]) -> None:
    record = next(case.record for case in recorded if case.name.startswith("OpenBox"))
    plan, frames = motion_plan(dict(record))
    assert isinstance(plan.contact[0], AlongJoint)
    assert plan.contact[0].amount == -0.5
    assert frames.joint is not None
    T = np.array(record["object_pose_base"])
    assert np.array_equal(frames.joint.axis, T[:3, 0])
    assert np.array_equal(frames.joint.point, T[:3, 3])


def test_every_recorded_motion_is_read(recorded: list[Case]) -> None:
    plans = [motion_plan(dict(case.record))[0] for case in recorded]
    wanted = [len(case.record["post_actuation_motions"]) for case in recorded]
    assert [len(plan.contact) for plan in plans] == wanted


def test_a_trajectory_beyond_a_limit_is_seen(arm: Arm) -> None:
    rate = 20.0
    turn = np.zeros_like(arm.middle)
    turn[0] = 1.0
    share = np.sin(np.linspace(0.0, np.pi / 2, 60)) ** 2  # at rest at both ends
    slow = Leg("free", arm.middle[None], arm.middle + 0.5 * share[:, None] * turn)
    assert within_limits(arm, slow, rate)
    assert not within_limits(arm, slow, 10 * rate)
    assert not within_limits(arm, Leg("free", slow.path, slow.trajectory + 3.0 * turn), rate)
    jump = Leg("free", slow.path, arm.middle + 0.06 * np.array([[0.0], [1.0], [1.0]]) * turn)
    assert not within_limits(arm, jump, rate)
