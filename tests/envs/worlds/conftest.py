"""Small scenes that every engine must handle."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from envs.assets.model import AssetModel, Box, Joint, Link
from envs.pose import Pose
from envs.task.spec import JointStart, ObjectSpec, Region, SceneSpec
from envs.worlds import WORLDS, make_world
from envs.worlds.world import World
from kpam.transforms import about_axis, from_rotation

REGION = Region(name="table", x=(0.3, 0.7), y=(-0.3, 0.3))


def box_inertia(mass: float, size: tuple[float, float, float]) -> tuple[float, float, float, float, float, float]:
    x, y, z = (edge * edge for edge in size)
    return (mass * (y + z) / 12, mass * (x + z) / 12, mass * (x + y) / 12, 0.0, 0.0, 0.0)


def block(size=(0.04, 0.04, 0.04), mass=0.2) -> AssetModel:
    lifted = Pose(position=(0, 0, size[2] / 2))
    link = Link(
        name="base",
        shapes=(Box(size=size, pose=lifted),),
        mass=mass,
        centre_of_mass=(0, 0, size[2] / 2),
        inertia=box_inertia(mass, size),
    )
    return AssetModel(
        category="block", instance=0, description="", fixed_base=False, links=(link,), size=size, centre=lifted.position
    )


def jointed(kind="revolute", *, fixed_base=True, damping=0.0, friction=0.0, axis=(0.0, 1.0, 0.0)) -> AssetModel:
    """A post with an arm of 1 kg whose centre is 0.1 m out along x; limits 0 to 0.6, hinge or slide 0.3 m up."""
    size = (0.1, 0.02, 0.02)
    post = Link(
        name="post",
        shapes=(Box(size=(0.2, 0.2, 0.1), pose=Pose(position=(0, 0, 0.05))),),
        mass=20.0,
        centre_of_mass=(0, 0, 0.05),
        inertia=box_inertia(20.0, (0.2, 0.2, 0.1)),
    )
    arm = Link(
        name="arm",
        shapes=(Box(size=size, pose=Pose(position=(0.1, 0, 0))),),
        mass=1.0,
        centre_of_mass=(0.1, 0, 0),
        inertia=box_inertia(1.0, size),
    )
    joint = Joint(
        name="hinge",
        kind=kind,
        parent="post",
        child="arm",
        origin=Pose(position=(0, 0, 0.3)),
        axis=axis,
        lower=0.0,
        upper=0.6,
        damping=damping,
        friction=friction,
    )
    return AssetModel(
        category="post",
        instance=0,
        description="",
        fixed_base=fixed_base,
        links=(post, arm),
        joints=(joint,),
        size=(0.2, 0.2, 0.3),
        centre=(0, 0, 0.15),
    )


def placed(name: str, asset: AssetModel, x: float, y: float, *, z=0.0, yaw=0.0, joints=None) -> ObjectSpec:
    T = from_rotation(about_axis((0, 0, 1), yaw)[:3, :3], (x, y, z))
    starts = tuple(JointStart(joint=joint, low=f, high=f, fraction=f) for joint, f in (joints or {}).items())
    return ObjectSpec(name=name, asset=asset.id, region=REGION, yaw=(yaw, yaw), pose=Pose.from_matrix(T), joints=starts)


@pytest.fixture(params=sorted(WORLDS))
def build(request) -> Callable[..., World]:
    """Return a function that builds objects in one of the engines and closes the worlds afterwards."""
    made: list[World] = []

    def make(objects: list[ObjectSpec], assets: list[AssetModel]) -> World:
        known: Mapping[str, AssetModel] = {asset.id: asset for asset in assets}
        world = make_world(request.param, SceneSpec(objects=tuple(objects)), known)
        made.append(world)
        return world

    yield make
    for world in made:
        world.close()


@pytest.fixture(params=sorted(WORLDS))
def sucking(request):
    """Return a function that builds objects before a robot with a cup, and closes the worlds afterwards."""
    made: list[World] = []

    def make(objects, assets, name="panda_suction"):
        scene = SceneSpec(robot=name, objects=tuple(objects))
        made.append(make_world(request.param, scene, {asset.id: asset for asset in assets}))
        return made[-1]

    yield make
    for world in made:
        world.close()
