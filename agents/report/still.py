"""A robot in a posture among things that stand still, as something that can be rendered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.model import AssetModel
from envs.execution.resolve import obstacle
from envs.pose import Pose
from envs.render.camera import Camera
from envs.render.raycast import Image, RaycastRenderer
from envs.robots import panda
from envs.task.spec import ObjectSpec, Region, SceneSpec
from envs.worlds.state import ObjectState, RobotState, WorldState
from kpam.files.document import Obstacle
from kpam.motion.obstacle import Obstacle as Shape
from kpam.transforms import Array, quaternion, transform

FINGERS = 0.04
"""Metres between the open fingers of a posture that does not say."""
OBSTACLE_COLOUR = (0.62, 0.60, 0.66)


@dataclass(frozen=True)
class Standing:
    """An asset at a pose (4, 4), joints in radians or metres; a joint left out is closed."""

    asset: AssetModel
    pose: Array
    joints: Mapping[str, float] = field(default_factory=dict[str, float])


def still(q: Array, things: Sequence[Standing], *, robot: bool = True) -> tuple[RaycastRenderer, WorldState]:
    """Return a renderer, and the state in which the arm is at q (7,) and the things stand where they stand.

    Without `robot` the arm is left out of the picture.
    """
    posture = np.concatenate([q, [FINGERS / 2, FINGERS / 2]])
    arm = RobotState(posture, np.zeros(9), posture, panda.arm().forward(q))
    names = [f"{thing.asset.category}_{number}" for number, thing in enumerate(things)]
    specs = [_spec(name, thing) for name, thing in zip(names, things, strict=True)]
    # A robot alone is a scene to look at, though it is none to make a task of.
    scene = SceneSpec(objects=tuple(specs)) if specs else SceneSpec.model_construct(objects=())
    objects: dict[str, ObjectState] = {}
    for name, thing in zip(names, things, strict=True):
        joints = thing.asset.joint_values(thing.joints)
        links = thing.asset.link_poses(thing.pose, joints)
        objects[name] = ObjectState(links, dict.fromkeys(links, np.zeros(6)), joints, dict.fromkeys(joints, 0.0))
    models = {thing.asset.id: thing.asset for thing in things}
    return RaycastRenderer(scene, models, robot=robot), WorldState(0.0, arm, objects)


def picture(scene: tuple[RaycastRenderer, WorldState], camera: Camera, *, supersample: int = 2) -> Image:
    """Return what a camera sees of a still scene."""
    renderer, state = scene
    return renderer.render(state, camera, supersample=supersample)


def obstacles(shapes: Sequence[Obstacle]) -> tuple[Standing, ...]:
    """Return the obstacles of a file as one thing that stands in the base frame."""
    if not shapes:
        return ()
    builder = AssetBuilder("obstacles", 0, fixed_base=True)
    root = builder.root()
    for shape in shapes:
        T = transform(shape.pose.position, shape.pose.quaternion)
        w, x, y, z = (float(part) for part in quaternion(T))
        turn = (w, x, y, z)
        match shape.kind:
            case "box":
                builder.box(root, T[:3, 3], shape.size, OBSTACLE_COLOUR, turn)
            case "cylinder":
                builder.cylinder(root, T[:3, 3], shape.size[0], shape.size[1], OBSTACLE_COLOUR, turn)
            case "sphere":
                builder.sphere(root, T[:3, 3], shape.size[0], OBSTACLE_COLOUR)
    return (Standing(builder.build("obstacles of a file", affordances=()), np.eye(4)),)


def collision_shapes(things: Sequence[Standing]) -> list[Shape]:
    """Return what the arm may hit of things, as `category/link`."""
    found: list[Shape] = []
    for thing in things:
        poses = thing.asset.link_poses(thing.pose, dict(thing.joints))
        for link in thing.asset.links:
            name = f"{thing.asset.category}/{link.name}"
            found += [obstacle(name, shape, poses[link.name]) for shape in link.shapes]
    return found


def _spec(name: str, thing: Standing) -> ObjectSpec:
    x, y = (float(value) for value in thing.pose[:2, 3])
    return ObjectSpec(
        name=name,
        asset=thing.asset.id,
        region=Region(name="here", x=(x, x), y=(y, y)),
        yaw=(0.0, 0.0),
        pose=Pose.from_matrix(thing.pose),
    )
