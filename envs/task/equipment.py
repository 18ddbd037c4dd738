"""Checks that a robot has on its hand what its stages use."""

from __future__ import annotations

from collections.abc import Iterator

from envs.robots import ROBOTS
from envs.robots.robot import End
from envs.task.spec import TaskSpec
from envs.task.stages import Action, Actuate, AtAngle, HandConstraint, Pick, Place, Push, Sweep
from kpam.keypoints import AXES

_CANNOT: dict[End, tuple[type[Pick] | type[Place] | type[Push] | type[Sweep], ...]] = {
    "gripper": (),
    "suction": (Push, Sweep),
    "spatula": (Pick, Place),
}


def unequipped(spec: TaskSpec) -> Iterator[str]:
    """Yield a sentence for each point, axis or action of the stages that the robot has not, and what it has."""
    for stage in spec.stages:
        for action in stage.actions:
            for problem in _problems(action, spec):
                yield f"stage {stage.name!r}: {problem}"


def _problems(action: Action, spec: TaskSpec) -> Iterator[str]:
    robot = ROBOTS[spec.scene.robot]
    if isinstance(action, _CANNOT[robot.end]):
        able = [other.name for other in ROBOTS.values() if not isinstance(action, _CANNOT[other.end])]
        yield f"{robot.name} cannot {action.kind}; choose one of the robots that can: {', '.join(able)}"
    if isinstance(action, Actuate):
        for constraint in action.constraints:
            yield from _missing(constraint, spec)


def _missing(constraint: HandConstraint, spec: TaskSpec) -> Iterator[str]:
    tool = ROBOTS[spec.scene.robot].tool
    what, named = ("axis", tool.axes) if isinstance(constraint, AtAngle) else ("point", tool.points)
    if constraint.tool not in named:
        known = ", ".join(sorted(set(named) - set(AXES) - {"flange"}))
        yield f"the hand of {spec.scene.robot} has no {what} {constraint.tool!r}; it has: {known}"
