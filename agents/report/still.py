"""A robot in a posture among things that stand still, as something that can be rendered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.keypoints import keypoints
from envs.assets.model import AssetModel, Colour
from envs.execution.resolve import obstacle
from envs.pose import Pose
from envs.render.camera import Camera
from envs.render.raycast import Image, RaycastRenderer
from envs.robots import panda
from envs.robots import robot as robot_of
from envs.task.spec import ObjectSpec, Region, RobotName, SceneSpec
from envs.worlds.state import ObjectState, RobotState, WorldState
from kpam.errors import MotionError
from kpam.files.setting import Thing
from kpam.motion.obstacle import Obstacle
from kpam.transforms import Array, quaternion

FINGERS = 0.04
"""Metres between the open fingers of a posture that does not say."""


@dataclass(frozen=True)
class Standing:
    """An asset at a pose (4, 4), joints in radians or metres; a joint left out is closed."""

    asset: AssetModel
    pose: Array
    joints: Mapping[str, float] = field(default_factory=dict[str, float])


def still(
    q: Array, things: Sequence[Standing], *, width: float = FINGERS, robot: RobotName | None = "panda"
) -> tuple[RaycastRenderer, WorldState]:
    """Return a renderer, and the state in which the arm is at q (7,) and the things stand where they stand.

    The fingers are open by `width`, metres, as far as they go. With None for a robot there is none in the picture.
    """
    named = "panda" if robot is None else robot
    posture = np.concatenate([q, np.full(2, 0.5 * min(width, panda.MAX_WIDTH))])
    arm = RobotState(posture, np.zeros(9), posture, robot_of(named).arm().forward(q))
    names = [f"{thing.asset.category}_{number}" for number, thing in enumerate(things)]
    specs = [_spec(name, thing) for name, thing in zip(names, things, strict=True)]
    # A robot alone is a scene to look at, though it is none to make a task of.
    none = SceneSpec.model_construct(robot=named, objects=())
    scene = SceneSpec(robot=named, objects=tuple(specs)) if specs else none
    objects: dict[str, ObjectState] = {}
    for name, thing in zip(names, things, strict=True):
        joints = thing.asset.joint_values(thing.joints)
        links = thing.asset.link_poses(thing.pose, joints)
        objects[name] = ObjectState(links, dict.fromkeys(links, np.zeros(6)), joints, dict.fromkeys(joints, 0.0))
    models = {thing.asset.id: thing.asset for thing in things}
    return RaycastRenderer(scene, models, robot=robot is not None), WorldState(0.0, arm, objects)


def picture(scene: tuple[RaycastRenderer, WorldState], camera: Camera, *, supersample: int = 2) -> Image:
    """Return what a camera sees of a still scene."""
    renderer, state = scene
    return renderer.render(state, camera, supersample=supersample)


def solid(shapes: Sequence[Obstacle], colour: Colour, number: int = 0) -> Standing:
    """Return shapes, at least one, as one thing that stands where they are; `number` tells it from others.

    Raises:
        MotionError: a shape is a mesh, which nothing but an asset is made of.
    """
    builder = AssetBuilder("shapes", number, fixed_base=True)
    root = builder.root()
    for shape in shapes:
        w, x, y, z = (float(part) for part in quaternion(shape.T_base))
        turn, centre = (w, x, y, z), shape.T_base[:3, 3]
        match shape.kind:
            case "box":
                builder.box(root, centre, shape.params, colour, turn)
            case "cylinder":
                builder.cylinder(root, centre, shape.params[0], shape.params[1], colour, turn)
            case "sphere":
                builder.sphere(root, centre, shape.params[0], colour)
            case "mesh":
                raise MotionError(f"shape {shape.name!r} is a mesh; only boxes, cylinders and spheres are drawn")
    return Standing(builder.build("shapes of a file", affordances=()), np.eye(4))


def thing_of(asset: AssetModel, joints: Mapping[str, float]) -> Thing:
    """Return an asset, its joints at radians or metres, as kPAM's body: its places, and its links' shapes."""
    links = asset.link_poses(np.eye(4), dict(joints))
    shapes = [obstacle(link.name, shape, links[link.name]) for link in asset.links for shape in link.shapes]
    return Thing(keypoints(asset, np.eye(4), joints), tuple(shapes))


def _spec(name: str, thing: Standing) -> ObjectSpec:
    x, y = (float(value) for value in thing.pose[:2, 3])
    return ObjectSpec(
        name=name,
        asset=thing.asset.id,
        region=Region(name="here", x=(x, x), y=(y, y)),
        yaw=(0.0, 0.0),
        pose=Pose.from_matrix(thing.pose),
    )
