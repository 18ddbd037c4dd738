"""A spatula's blade pushes along its side axis, and what it touches is said by name."""

from __future__ import annotations

import numpy as np
import pytest

from envs.robots import robot
from envs.robots.spatula import BLADE_LINK, THICKNESS
from envs.task.scene_model import SceneModel
from envs.task.spec import SceneSpec
from envs.worlds import WORLDS, make_world
from kpam.constraints import AxisParallel, PointToPoint
from kpam.problem import KeypointProblem
from kpam.solver import solve
from kpam.transforms import Array, rotate
from tests.envs.worlds.conftest import block, placed
from tests.envs.worlds.cup import OPEN, move

X, BEHIND, EDGE, HEIGHT = 0.5, -0.1, 0.04, 0.006


def across(y: float, q_start: Array) -> Array:
    """Return joint angles (7,) at which the blade stands across the y axis, its lower edge just over the table."""
    this = robot("panda_spatula")
    constraints = (
        PointToPoint("edge", this.tool.point("blade"), np.array([X, y, HEIGHT]), 1e-4),
        AxisParallel("down", this.tool.axis("approach"), np.array([0.0, 0.0, -1.0]), 1e-3),
        AxisParallel("face", this.tool.axis("side"), np.array([0.0, 1.0, 0.0]), 1e-3),
    )
    found = solve(KeypointProblem(constraints, q_start), this.arm())
    assert found.feasible, found.explain()
    return found.q


@pytest.fixture(params=sorted(WORLDS))
def world(request):
    scene = SceneSpec(robot="panda_spatula", objects=(placed("b", block(), X, 0.0), placed("c", block(), X, 0.2)))
    made = make_world(request.param, scene, {block().id: block()})
    yield made
    made.close()


def test_a_blade_pushes_a_block_straight_ahead_of_its_face(world):
    q = across(BEHIND, robot("panda_spatula").home[:7])
    move(world, q, OPEN, 240)
    state = world.state()
    tool, model = robot("panda_spatula").tool, SceneModel({"b": block(), "c": block()})
    face = rotate(state.robot.T_world_hand, tool.axis("side"))
    assert face[1] > 0.999
    assert not model.pressed(state, "b")
    pressed = False
    for y in np.linspace(BEHIND, 0.08, 10)[1:]:
        q = across(float(y), q)
        move(world, q, OPEN, 24)
        state = world.state()
        pressed |= model.pressed(state, "b")
    world.step(60)
    state = world.state()
    np.testing.assert_allclose(state.objects["b"].pose[:2, 3], [X, 0.08 + THICKNESS / 2 + EDGE / 2], atol=6e-3)
    np.testing.assert_allclose(state.objects["c"].pose[:2, 3], [X, 0.2], atol=1e-4)
    assert pressed
    assert not model.held(state, "b")
    touched = {pair for contact in state.contacts for pair in (contact.first, contact.second) if pair[0] == "robot"}
    assert touched <= {("robot", BLADE_LINK), ("robot", "panda_link0")}
