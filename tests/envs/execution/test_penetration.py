"""Depths are those that geometry says, whatever the shapes are of; what may overlap does not count."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.assets.model import AssetModel, Box, Cylinder, Link, Shape, Sphere
from envs.execution.penetration import deepest
from envs.execution.session import Session
from envs.failures import FailureKind
from envs.pose import Pose
from envs.task.program import TaskProgram
from envs.task.scene_model import SceneModel
from envs.task.spec import ObjectSpec, Region, SceneSpec, Tie
from envs.worlds.sapien_world import SapienWorld
from envs.worlds.state import ObjectState, RobotState, WorldState

ROBOT = RobotState(np.zeros(9), np.zeros(9), np.zeros(9), np.eye(4))


def asset(name: str, *shapes: Shape, fixed: bool = False) -> AssetModel:
    body = Link(name="body", shapes=shapes, mass=0.1, centre_of_mass=(0, 0, 0), inertia=(1e-3, 1e-3, 1e-3, 0, 0, 0))
    return AssetModel(
        category=name,
        instance=0,
        description=name,
        fixed_base=fixed,
        links=(body,),
        centre=(0, 0, 0),
        size=(0.1, 0.1, 0.1),
    )


BOX = asset("box", Box(size=(0.1, 0.1, 0.1)))
BALL = asset("ball", Sphere(radius=0.05))
CAN = asset("can", Cylinder(radius=0.05, length=0.1))
FRAME = asset("frame", *(Box(size=(0.02, 0.2, 0.1), pose=Pose(position=(x, 0, 0))) for x in (-0.1, 0.1)))


def measured(models: dict[str, AssetModel], places: dict[str, tuple[float, float, float]], ties: tuple[Tie, ...] = ()):
    region = Region(name="table", x=(0, 1), y=(0, 1))
    objects, states = list[ObjectSpec](), dict[str, ObjectState]()
    for name, model in models.items():
        T = np.eye(4)
        T[:3, 3] = places[name]
        objects.append(
            ObjectSpec(name=name, asset=f"{model.category}/0", region=region, yaw=(0, 0), pose=Pose.from_matrix(T))
        )
        states[name] = ObjectState({"body": T}, {"body": np.zeros(6)})
    scene = SceneSpec(objects=tuple(objects), ties=ties)
    return deepest(scene, WorldState(0.0, ROBOT, states), SceneModel(models))


@pytest.mark.parametrize("depth", [0.0005, 0.004, 0.02])
@pytest.mark.parametrize("other", [BOX, BALL, CAN])
def test_the_depth_is_how_far_two_shapes_would_have_to_move_apart(other: AssetModel, depth: float):
    found = measured({"box": BOX, "other": other}, {"box": (0.4, 0, 0.05), "other": (0.5 - depth, 0, 0.05)})
    assert found is not None
    assert {found.first, found.second} == {"box/body", "other/body"}
    assert found.depth == pytest.approx(depth, abs=1e-5)


def test_what_is_apart_or_only_within_anothers_box_does_not_overlap():
    assert measured({"box": BOX, "ball": BALL}, {"box": (0.4, 0, 0.05), "ball": (0.51, 0, 0.05)}) is None
    small = asset("box", Box(size=(0.05, 0.05, 0.05)))
    assert measured({"frame": FRAME, "box": small}, {"frame": (0.4, 0, 0.05), "box": (0.4, 0, 0.05)}) is None


def test_what_is_sunk_into_the_table_overlaps_unless_it_is_fixed_to_it():
    found = measured({"box": BOX}, {"box": (0.4, 0, 0.04)})
    assert found is not None
    assert (found.second, found.depth) == ("ground", pytest.approx(0.01))
    fixed = asset("box", Box(size=(0.1, 0.1, 0.1)), fixed=True)
    assert measured({"box": fixed}, {"box": (0.4, 0, 0.04)}) is None


def test_what_is_tied_together_may_overlap_and_its_neighbour_may_not():
    models = {name: replace_name(BALL, name) for name in ("one", "two", "three")}
    places = {"one": (0.4, 0, 0.05), "two": (0.49, 0, 0.05), "three": (0.57, 0, 0.05)}
    tie = Tie(first="one", second="two", first_point=(0.045, 0, 0), second_point=(-0.045, 0, 0))
    found = measured(models, places, (tie,))
    assert found is not None
    assert {found.first, found.second} == {"two/body", "three/body"}
    assert found.depth == pytest.approx(0.02, abs=1e-5)


def replace_name(model: AssetModel, name: str) -> AssetModel:
    return model.model_copy(update={"category": name})


def test_a_link_without_shapes_is_no_obstacle():
    empty = BOX.model_copy(update={"links": (BOX.links[0].model_copy(update={"shapes": ()}),)})
    assert measured({"box": BOX, "empty": empty}, {"box": (0.4, 0, 0.05), "empty": (0.4, 0, 0.05)}) is None


class Sinking(SapienWorld):
    """SAPIEN, but once it has been still for a moment the block is 8 mm deep in the table."""

    def state(self, *, contacts: bool = True) -> WorldState:
        found = super().state(contacts=contacts)
        if found.time < 0.2:
            return found
        down = np.eye(4)
        down[2, 3] = -0.008
        block = found.objects["block"]
        sunk = replace(block, links={name: down @ T for name, T in block.links.items()})
        return replace(found, objects={"block": sunk})


@pytest.mark.parametrize(("world", "kind"), [(SapienWorld, None), (Sinking, FailureKind.PENETRATION)])
def test_a_goal_that_holds_by_penetration_is_no_success(
    monkeypatch: pytest.MonkeyPatch, world: Any, kind: FailureKind | None
):
    source = """
def build(task, rng):
    block = task.add("block", region="table_front", name="block")
    task.say("Leave the {block} upright.", block)
    task.goal(block.upright())
    task.stage("wait", pick(block))
"""
    catalog = Catalog()
    monkeypatch.setattr(
        "envs.execution.session.make_world", lambda _e, scene, assets, physics: world(scene, assets, physics)
    )
    with Session(TaskProgram(name="leave", source=source).instantiate(0, catalog), catalog) as session:
        session.reset()
        for _ in range(20):
            session.step(np.array([*session.robot.home[:7], 0.08]))
        failure = session.shortfall()
    assert (failure and failure.kind) == kind
    if failure is not None:
        assert "8.0 mm inside ground" in failure.reason
