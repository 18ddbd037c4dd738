"""A part moved on its joint by its handle, as a goal for the joint asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from envs.execution.actions.actuate import actuate
from envs.failures import FailureKind
from envs.task.predicates import JointFraction
from envs.task.refs import AxisRef, PointRef
from envs.task.stages import Actuate, AtAngle, FollowMotion, Meet

if TYPE_CHECKING:
    from envs.execution.runner import Runner

BEYOND = 0.08
"""Share of its range by which a joint is moved further than it must be, where there is room."""
TILT = 0.6
"""Radians by which the hand may lean about the handle's bar."""
ACROSS = 1.5707963267948966


def move_part(runner: Runner, goal: JointFraction) -> None:
    """Move a part by its handle until its joint is where the goal has it; raises StageError."""
    scene, start = runner.session.scene_model, runner.session.start
    if goal.measure(runner.state, start, scene).holds:
        return
    part = scene.asset(goal.part.object).part(goal.part.part)
    named = f"{goal.part.object}'s {goal.part.part}"
    if part.handle_kind != "grasp" or not runner.robot.has_fingers:
        raise runner.fail(
            FailureKind.INFEASIBLE, f"auto moves only parts that fingers grasp; give {named} a stage of its own"
        )
    before = scene.joint_fraction(start, goal.part.object, goal.part.part) if goal.relative else 0.0
    low = 0.0 if goal.at_least is None else goal.at_least + before
    high = 1.0 if goal.at_most is None else goal.at_most + before
    spare = min(BEYOND, (high - low) / 2)
    to = low + spare if goal.at_least is not None else high - spare
    axes = {what: AxisRef(object=goal.part.object, axis=f"{part.handle}.{what}") for what in ("approach", "axis")}
    grip = (
        Meet(tool="grasp", target=PointRef(object=goal.part.object, point=f"{part.handle}.centre")),
        AtAngle(tool="approach", target=axes["approach"], angle=0.0, tolerance=TILT),
        AtAngle(tool="approach", target=axes["axis"], angle=ACROSS, tolerance=0.05),
        AtAngle(tool="fingers", target=axes["axis"], angle=ACROSS, tolerance=0.05),
    )
    motion = FollowMotion(part=goal.part, to=min(max(to, 0.0), 1.0))
    actuate(runner, Actuate(constraints=grip, then=(motion,)))
