"""Small assets built by hand, a catalog of them, and world states made from a few numbers."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from envs.assets.model import (
    AssetModel,
    Axis,
    Box,
    ConvexMesh,
    Cylinder,
    Grasp,
    Joint,
    Link,
    Part,
    Point,
    Sphere,
    Surface,
    Volume,
)
from envs.errors import UnknownNameError
from envs.pose import Pose
from envs.task.scene_model import SceneModel
from envs.worlds.state import Contact, ObjectState, RobotState, WorldState
from kpam.transforms import transform

INERTIA = (1e-3, 1e-3, 1e-3, 0.0, 0.0, 0.0)


def link(name, *shapes):
    return Link(name=name, shapes=shapes, mass=0.1, centre_of_mass=(0, 0, 0), inertia=INERTIA)


def cabinet(instance=0):
    """A body 0.3 x 0.3 x 0.4 whose front faces +x, a drawer (0.2 m of travel) and a door hinged at its left."""
    front = 0.15
    return AssetModel(
        category="drawer_cabinet",
        instance=instance,
        description="a cabinet",
        fixed_base=True,
        links=(
            link("body", Box(size=(0.3, 0.3, 0.4), pose=Pose(position=(0, 0, 0.2)))),
            link("drawer_top_link", Box(size=(0.28, 0.26, 0.1))),
            link("door_link", Box(size=(0.02, 0.26, 0.2), pose=Pose(position=(0, 0.13, 0)))),
        ),
        joints=(
            Joint(
                name="drawer_top_joint",
                kind="prismatic",
                parent="body",
                child="drawer_top_link",
                origin=Pose(position=(0, 0, 0.3)),
                axis=(1, 0, 0),
                lower=0.0,
                upper=0.2,
            ),
            Joint(
                name="door_joint",
                kind="revolute",
                parent="body",
                child="door_link",
                origin=Pose(position=(front, -0.13, 0.1)),
                axis=(0, 0, -1),
                lower=0.0,
                upper=1.5,
            ),
        ),
        parts=(
            Part(
                name="drawer_top",
                noun="drawer",
                which="top",
                link="drawer_top_link",
                joint="drawer_top_joint",
                handle="drawer_top.handle",
                interior="drawer_top.interior",
            ),
            Part(name="door", noun="door", link="door_link", joint="door_joint", handle="door.handle"),
        ),
        points=(
            Point(name="drawer_top.handle.centre", link="drawer_top_link", position=(0.19, 0, 0)),
            Point(name="door.handle.centre", link="door_link", position=(0.05, 0.22, 0)),
        ),
        axes=tuple(
            Axis(name=f"{part}.handle.{name}", link=f"{part}_link", direction=direction)
            for part in ("drawer_top", "door")
            for name, direction in (("approach", (-1, 0, 0)), ("axis", (0, 1, 0)), ("opening", (1, 0, 0)))
        ),
        volumes=(Volume(name="drawer_top.interior", link="drawer_top_link", pose=Pose(), size=(0.26, 0.24, 0.08)),),
        surfaces=(Surface(name="top", link="body", pose=Pose(position=(0, 0, 0.4)), size=(0.3, 0.3)),),
        affordances=("open", "close", "store"),
        size=(0.36, 0.3, 0.4),
        centre=(0.03, 0, 0.2),
    )


def free(category, shape, size, instance=0, **named):
    grasp = Grasp(
        name="top", link="body", centre=(0, 0, size[2] / 2), approach=(0, 0, -1), closing=(0, 1, 0), width=0.04
    )
    return AssetModel(
        category=category,
        instance=instance,
        description=f"a {category}",
        fixed_base=False,
        links=(link("body", shape),),
        grasps=(grasp,),
        affordances=("pick",),
        size=size,
        centre=(0, 0, size[2] / 2),
        **named,
    )


def block(instance=0):
    surface = Surface(name="top", link="body", pose=Pose(position=(0, 0, 0.04)), size=(0.04, 0.04))
    shape = Box(size=(0.04, 0.04, 0.04), pose=Pose(position=(0, 0, 0.02)))
    return free("block", shape, (0.04, 0.04, 0.04), instance, surfaces=(surface,))


def ball(instance=0):
    return free("ball", Sphere(radius=0.03, pose=Pose(position=(0, 0, 0.03))), (0.06, 0.06, 0.06), instance)


def can(instance=0):
    shape = Cylinder(radius=0.03, length=0.1, pose=Pose(position=(0, 0, 0.05)))
    return free("can", shape, (0.06, 0.06, 0.1), instance)


def wedge(instance=0):
    vertices = ((0.0, 0.0, 0.0), (0.04, 0.0, 0.0), (0.0, 0.04, 0.0), (0.0, 0.0, 0.06))
    faces = ((0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3))
    return free("wedge", ConvexMesh(vertices=vertices, faces=faces), (0.04, 0.04, 0.06), instance)


def bowl(instance=0):
    volume = Volume(name="interior", link="body", pose=Pose(position=(0, 0, 0.035)), size=(0.1, 0.1, 0.05))
    shape = Cylinder(radius=0.07, length=0.01, pose=Pose(position=(0, 0, 0.005)))
    return free("bowl", shape, (0.14, 0.14, 0.06), instance, volumes=(volume,))


BUILDERS = {"drawer_cabinet": cabinet, "block": block, "ball": ball, "can": can, "wedge": wedge, "bowl": bowl}


@dataclass(frozen=True)
class FakeCatalog:
    """The methods of the catalog that tasks use, over the builders above."""

    asked: list = field(default_factory=list)

    def categories(self):
        return tuple(BUILDERS)

    def category(self, name):
        if name not in BUILDERS:
            raise UnknownNameError("category", name, BUILDERS)
        return BUILDERS[name]

    def instances(self, name):
        return ()

    def colour(self, name, number):
        return self.category(name)(number).colour_name

    def get(self, id):
        name, instance = id.split("/")
        self.asked.append(id)
        return self.category(name)(int(instance))


@pytest.fixture
def catalog():
    return FakeCatalog()


@pytest.fixture
def scene():
    """One of each, by its category's name ("cabinet" for the cabinet), and a second block."""
    models = {"cabinet" if name == "drawer_cabinet" else name: build() for name, build in BUILDERS.items()}
    return SceneModel(models | {"block_2": block(1)})


@pytest.fixture
def make_state(scene):
    """Build a state: `poses` maps objects to positions or (4, 4) transforms, `joints` (object, joint) to values."""

    def make(time=0.0, poses=None, joints=None, contacts=()):
        poses, joints = poses or {}, joints or {}
        objects = {}
        for number, (name, model) in enumerate(scene.objects.items()):
            pose = poses.get(name, (2.0 + number, 0.0, 0.0))
            T = transform(pose) if np.ndim(pose) == 1 else np.asarray(pose)
            values = {joint.name: joints.get((name, joint.name), joint.lower) for joint in model.joints}
            links = model.link_poses(T, values)
            zero = {item: np.zeros(6) for item in links}
            objects[name] = ObjectState(links, zero, values, dict.fromkeys(values, 0.0))
        robot = RobotState(np.zeros(9), np.zeros(9), np.zeros(9), transform((0.3, 0, 0.5)))
        pairs = tuple(Contact((a, la), (b, lb), force) for (a, la), (b, lb), force in contacts)
        return WorldState(time, robot, objects, pairs)

    return make


@pytest.fixture
def pinched():
    """Return the contacts of both fingers with an object."""

    def make(name, force=5.0):
        return tuple((("robot", f"panda_{side}finger"), (name, "body"), force) for side in ("left", "right"))

    return make
