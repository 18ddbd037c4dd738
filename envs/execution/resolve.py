"""From what a task says by name to what kPAM solves by number, at one state of the world."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from envs.robots.robot import Robot
from envs.task.refs import PairAxisRef, PointRef, WorldAxis, WorldPoint
from envs.task.stages import AtAngle, HandConstraint, Meet
from kpam.constraints import AxisAntiparallel, AxisAtAngle, AxisOrthogonal, AxisParallel, PointToPlane, PointToPoint
from kpam.motion.collision import Obstacle
from kpam.transforms import Array

if TYPE_CHECKING:
    from envs.assets.model import Shape
    from envs.task.refs import AxisRef
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState
    from kpam.constraints.base import Constraint


def constraint(spec: HandConstraint, state: WorldState, scene: SceneModel, robot: Robot) -> Constraint:
    """Return the kPAM constraint that a task's constraint is at a state, for a robot's tool."""
    if isinstance(spec, AtAngle):
        tool = robot.tool.axis(spec.tool)
        target = scene.axis(state, spec.target)
        label = f"{spec.tool} of the hand at {np.degrees(spec.angle):.0f} degrees to {_say(spec.target)}"
        if spec.angle < 1e-9:
            return AxisParallel(label, tool, target, spec.tolerance)
        if abs(spec.angle - np.pi) < 1e-9:
            return AxisAntiparallel(label, tool, target, spec.tolerance)
        if abs(spec.angle - np.pi / 2) < 1e-9:
            return AxisOrthogonal(label, tool, target, spec.tolerance)
        return AxisAtAngle(label, tool, target, spec.angle, spec.tolerance)
    point = robot.tool.point(spec.tool)
    target = scene.point(state, spec.target)
    if isinstance(spec, Meet):
        return PointToPoint(f"{spec.tool} of the hand at {_say(spec.target)}", point, target, spec.tolerance)
    normal = scene.axis(state, spec.normal)
    label = f"{spec.tool} of the hand in the plane of {_say(spec.target)}"
    return PointToPlane(label, point, target, normal, spec.tolerance)


def obstacles(state: WorldState, scene: SceneModel, *, without: Iterable[str] = ()) -> tuple[Obstacle, ...]:
    """Return every object's shapes as obstacles named `object/link`, at a state, leaving out whole objects."""
    left_out = set(without)
    found: list[Obstacle] = []
    for name, model in scene.objects.items():
        if name in left_out:
            continue
        for link in model.links:
            T_world_link = state.objects[name].links[link.name]
            found += [obstacle(f"{name}/{link.name}", shape, T_world_link) for shape in link.shapes]
    return tuple(found)


def obstacle(name: str, shape: Shape, T_base_link: Array) -> Obstacle:
    """Return one shape of a link as an obstacle."""
    T = T_base_link @ shape.pose.matrix()
    if shape.kind == "box":
        return Obstacle(name, "box", shape.size, T)
    if shape.kind == "cylinder":
        return Obstacle(name, "cylinder", (shape.radius, shape.length), T)
    if shape.kind == "sphere":
        return Obstacle(name, "sphere", (shape.radius,), T)
    return Obstacle(name, "mesh", (np.array(shape.vertices), np.array(shape.faces)), T)


def _say(ref: PointRef | WorldPoint | AxisRef | PairAxisRef | WorldAxis) -> str:
    if isinstance(ref, WorldPoint):
        return "({:.2f}, {:.2f}, {:.2f})".format(*ref.position)
    if isinstance(ref, WorldAxis):
        return "world direction ({:.2g}, {:.2g}, {:.2g})".format(*ref.direction)
    if isinstance(ref, PairAxisRef):
        return f"the line from {_say(ref.start)} to {_say(ref.end)}"
    return f"{ref.object}.{ref.point if isinstance(ref, PointRef) else ref.axis}"
