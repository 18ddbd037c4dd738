"""What a file leaves open, and the bodies of a file with their assets filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from kpam.errors import KeypointError
from kpam.files.document import Body, Document, Pose
from kpam.files.document import Shape as ShapeEntry
from kpam.keypoints import Keypoints, Tool, Turns
from kpam.motion.obstacle import Obstacle
from kpam.robot import Arm
from kpam.transforms import Array, transform


@dataclass(frozen=True, eq=False)
class Thing:
    """A body in a frame of its own: its places, and the shapes of it that can be hit, named by its parts."""

    places: Keypoints
    shapes: tuple[Obstacle, ...] = ()

    def obstacles(self, T_base_body: Array) -> list[Obstacle]:
        """Return its shapes as `body` or `body/part`, where the body is at a pose (4, 4)."""
        own = self.places.name
        return [
            replace(shape, name=f"{own}/{shape.name}" if shape.name else own, T_base=T_base_body @ shape.T_base)
            for shape in self.shapes
        ]


def no_assets(name: str, opened: float) -> Thing:
    """Refuse every asset: kpam has none of its own."""
    raise KeypointError(f"asset {name!r}: no assets are known here; hand them in as Setting.assets")


@dataclass(frozen=True)
class Setting:
    """What a document leaves open.

    Attributes:
        arm: the arm.
        q_start: (n,) where it starts unless the document says so, rad.
        tools: tools that a document may name.
        objects: objects that a document may speak of without describing them.
        obstacles: what else stands around, poses in the base frame.
        assets: returns an asset of a name, open by a share; raises KpamError for one that is unknown.
    """

    arm: Arm
    q_start: Array
    tools: Mapping[str, Tool] = field(default_factory=dict[str, Tool])
    objects: Mapping[str, Keypoints] = field(default_factory=dict[str, Keypoints])
    obstacles: Sequence[Obstacle] = ()
    assets: Callable[[str, float], Thing] = no_assets

    def start(self, document: Document) -> Array:
        """Return the joints (n,) from which the arm starts, rad."""
        return np.array(self.q_start if document.start is None else document.start)


def thing(name: str, body: Body, setting: Setting) -> Thing:
    """Return a body of a document with what its asset has, under its own name and in its own frame.

    Raises:
        KeypointError: the asset is unknown, or a symmetry is about an axis or point that is.
    """
    base = setting.assets(body.asset, body.opened) if body.asset is not None else Thing(Keypoints(name))
    points = {**base.places.points, **{key: np.array(point) for key, point in body.points.items()}}
    axes = {**base.places.axes, **{key: np.array(axis) for key, axis in body.axes.items()}}
    bare = Keypoints(name, points, axes)
    turns = tuple(
        Turns(
            bare.axis(turn.about) if isinstance(turn.about, str) else np.array(turn.about),
            turn.count,
            bare.point(turn.through) if isinstance(turn.through, str) else np.array(turn.through),
        )
        for turn in body.symmetries
    )
    own = tuple(obstacle("", shape) for shape in body.shapes)
    return Thing(replace(bare, turns=(*base.places.turns, *turns)), (*base.shapes, *own))


def obstacle(name: str, shape: ShapeEntry) -> Obstacle:
    """Return a shape of a document as what a collision model takes."""
    return Obstacle(name, shape.kind, shape.size, matrix(shape.pose))


def matrix(pose: Pose) -> Array:
    """Return a pose as a (4, 4) transform."""
    return transform(pose.position, pose.quaternion)
