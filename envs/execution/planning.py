"""The way to where constraints hold and what comes after, planned by kPAM from where the arm and the scene are now."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from envs.execution.holding import tied_to
from envs.execution.resolve import obstacle, obstacles
from envs.execution.runner import Runner
from envs.failures import FailureKind
from envs.robots.robot import Robot
from envs.worlds.world import CONTROL_HZ
from kpam.constraints.base import Constraint
from kpam.explain import diagnose
from kpam.motion.collision import CollisionModel
from kpam.motion.frames import Frames
from kpam.motion.plan import MotionPlan, StagePath
from kpam.motion.stage import plan_stage
from kpam.problem import KeypointProblem
from kpam.transforms import Array

STARTS = 32
"""Many, and the same in every scene, so that scenes alike are solved alike: policies learn from that. In 60 openings of
drawers the arm took 35 sorts of configurations with 8 starts of the scene's own seed, 26 with these."""
CANDIDATES = 64
"""Keypoint solutions that are tried before giving up."""
KINDS = {"out_of_reach": FailureKind.OUT_OF_REACH, "collision": FailureKind.PATH_BLOCKED}


def plan_way(
    runner: Runner,
    lists: Sequence[Sequence[Constraint]],
    plan: MotionPlan,
    *,
    frames: Frames | None = None,
    in_order: bool = False,
) -> StagePath:
    """Return a way through a configuration that satisfies one of some lists of constraints.

    Args:
        runner: the episode.
        lists: constraints on the hand, each list of which would do.
        plan: what the hand does before and after.
        frames: what the plan's steps refer to.
        in_order: whether the lists are in order of preference; otherwise cheaper solutions come first.

    Raises:
        StageError: with what stopped the solution that came furthest, or the nearest miss where there is none.
    """
    problem = keypoint_problem(lists, runner.q, runner.robot, holding=runner.held is not None)
    way = plan_stage(
        problem,
        plan,
        runner.arm,
        collisions(runner),
        frames=frames,
        starts=STARTS,
        candidates=CANDIDATES,
        in_order=in_order,
        rate=float(CONTROL_HZ),
    )
    runner.solutions.append((runner.stage, way.solution))
    if way.blocked is None:
        return way
    if way.blocked.kind == "infeasible":
        diagnosis = diagnose(problem, way.solution, runner.arm)
        raise runner.fail(FailureKind(diagnosis.kind), diagnosis.text)
    raise runner.fail(KINDS[way.blocked.kind], way.blocked.text)


def keypoint_problem(
    lists: Sequence[Sequence[Constraint]], q_start: Array, robot: Robot, *, holding: bool = False
) -> KeypointProblem:
    """Return the problem of meeting one of some lists of constraints with a robot's tool, from where the arm is.

    A tool that is `holding` something is not the same turned round: it takes along what it holds. A cup, which is the
    same at any angle, has no axis across for constraints to speak of, so that one sample of its turns will do.
    """
    first, *others = (tuple(constraints) for constraints in lists)
    symmetries = (np.eye(4),) if holding or robot.sucks else robot.tool.symmetries()
    return KeypointProblem(first, q_start, symmetries=symmetries, alternatives=tuple(others))


def collisions(runner: Runner) -> CollisionModel:
    """Return what the arm, and what it holds, may collide with now; what is tied to that gives way."""
    held, scene = runner.held, runner.session.scene_model
    if held is None:
        return CollisionModel(runner.arm, obstacles(runner.state, scene))
    links = scene.objects[held.object].links
    attached = [obstacle(held.object, shape, held.T_hand_object) for link in links for shape in link.shapes]
    without = (held.object, *tied_to(runner, held.object))
    return CollisionModel(runner.arm, obstacles(runner.state, scene, without=without), attached=attached)
