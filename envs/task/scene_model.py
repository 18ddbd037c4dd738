"""A scene's assets by object name, and where everything they name is in a world state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import ClassVar, Literal, Protocol

import numpy as np

from envs.assets.model import AssetModel, Box, ConvexMesh, Cylinder, Joint, Shape, Sphere, Surface, Volume
from envs.errors import UnknownNameError
from envs.frozen import Quaternion, Vector3
from envs.pose import Pose
from envs.task.refs import AnyAxis, PairAxisRef, PlaceRef, PointRef, WorldAxis, WorldPoint
from envs.task.spec import SceneSpec
from envs.worlds.state import ObjectState, WorldState
from kpam.transforms import Array, apply, rotate, transform, unit

ROBOT, GROUND = "robot", "ground"
ENDS = frozenset({"panda_leftfinger", "panda_rightfinger", "panda_cup", "panda_blade"})
"""The robots' links that are meant to touch things."""
UP = np.array([0.0, 0.0, 1.0])
_CUBE = np.array(list(product((-0.5, 0.5), repeat=3)))


class AssetSource(Protocol):
    """Whatever gives asset models by id; the catalog is one."""

    def get(self, id: str, /) -> AssetModel:
        """Return the model of `category/instance`; raises UnknownNameError."""
        ...


@dataclass(frozen=True)
class JointLine:
    """A joint's axis in the world: a point on it (3,), metres, and its unit direction (3,), opening positive."""

    kind: Literal["revolute", "prismatic"]
    point: Array
    axis: Array


@dataclass(frozen=True)
class SceneModel:
    """The assets of a scene's objects; geometry queries take the world state that they are asked about.

    Lengths are metres, angles radians, transforms (4, 4) named T_world_x. An unknown object, part, point, axis or
    place raises UnknownNameError.
    """

    TOUCH_FORCE: ClassVar[float] = 0.05  # newtons below which a reported contact is only proximity
    HOLD_FORCE: ClassVar[float] = 100.0  # newtons that a suction cup holds with

    objects: Mapping[str, AssetModel]
    _outlines: dict[str, tuple[tuple[str, Array, tuple[Shape, ...]], ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(cls, scene: SceneSpec, catalog: AssetSource) -> SceneModel:
        """Look every object's asset up in a catalog."""
        return cls({item.name: catalog.get(item.asset) for item in scene.objects})

    def asset(self, object: str) -> AssetModel:
        """Return an object's asset."""
        if object not in self.objects:
            raise UnknownNameError("object", object, self.objects)
        return self.objects[object]

    def part_joint(self, object: str, part: str) -> Joint:
        """Return the joint on which a part moves."""
        asset = self.asset(object)
        return asset.joint(asset.part(part).joint)

    def parts_moving(self, object: str, link: str) -> tuple[str, ...]:
        """Return the parts whose joints carry a link, the nearest first."""
        asset, names = self.asset(object), []
        above = {joint.child: joint for joint in asset.joints}
        while link in above:
            names += [part.name for part in asset.parts if part.joint == above[link].name]
            link = above[link].parent
        return tuple(names)

    def pose(self, state: WorldState, object: str) -> Array:
        """Return T_world_root of an object."""
        return _state(state, object).pose

    def link_pose(self, state: WorldState, object: str, link: str) -> Array:
        """Return T_world_link of one of an object's links."""
        links = _state(state, object).links
        if link not in links:
            raise UnknownNameError(f"link of {object}", link, links)
        return links[link]

    def centre(self, state: WorldState, object: str) -> Array:
        """Return the centre (3,) of an object's bounding box in the world."""
        return apply(self.pose(state, object), self.asset(object).centre)

    def extent(self, state: WorldState, object: str, direction: Array = UP) -> tuple[float, float]:
        """Return the lowest and highest coordinate of an object's shapes along a unit direction of the world."""
        low, high = np.inf, -np.inf
        for name, corners, round_shapes in self._outline(object):
            T = self.link_pose(state, object, name)
            if len(corners):
                values = corners @ (direction @ T[:3, :3]) + float(direction @ T[:3, 3])
                low, high = min(low, float(values.min())), max(high, float(values.max()))
            for shape in round_shapes:
                ends = shape_extent(shape, T @ local_matrix(shape.pose), direction)
                low, high = min(low, ends[0]), max(high, ends[1])
        return low, high

    def _outline(self, object: str) -> tuple[tuple[str, Array, tuple[Shape, ...]], ...]:
        """Return each link with shapes: its name, the corners (n, 3) of boxes and meshes in its frame, and the rest."""
        if object not in self._outlines:
            self._outlines[object] = tuple(
                (
                    link.name,
                    np.concatenate([np.zeros((0, 3)), *(corners_of(shape) for shape in link.shapes)]),
                    tuple(shape for shape in link.shapes if not isinstance(shape, Box | ConvexMesh)),
                )
                for link in self.asset(object).links
                if link.shapes
            )
        return self._outlines[object]

    def bottom(self, state: WorldState, object: str) -> float:
        """Return the height of an object's lowest point."""
        return self.extent(state, object)[0]

    def point(self, state: WorldState, ref: PointRef | WorldPoint) -> Array:
        """Return a point's position (3,) in the world."""
        if isinstance(ref, WorldPoint):
            return np.asarray(ref.position)
        point = self.asset(ref.object).point(ref.point)
        return apply(self.link_pose(state, ref.object, point.link), point.position)

    def axis(self, state: WorldState, ref: AnyAxis) -> Array:
        """Return an axis as a unit vector (3,) in the world."""
        if isinstance(ref, WorldAxis):
            return unit(ref.direction)
        if isinstance(ref, PairAxisRef):
            return unit(self.point(state, ref.end) - self.point(state, ref.start))
        axis = self.asset(ref.object).axis(ref.axis)
        return rotate(self.link_pose(state, ref.object, axis.link), axis.direction)

    def find_place(self, ref: PlaceRef) -> Volume | Surface:
        """Return the volume or surface that a place names."""
        asset = self.asset(ref.object)
        for place in (*asset.volumes, *asset.surfaces):
            if place.name == ref.place:
                return place
        known = [place.name for place in (*asset.volumes, *asset.surfaces)]
        raise UnknownNameError(f"place of {asset.id}", ref.place, known)

    def place(self, state: WorldState, ref: PlaceRef) -> tuple[Array, Array]:
        """Return T_world_place at the place's centre and its edges (3,); a surface has height 0."""
        place = self.find_place(ref)
        T = self.link_pose(state, ref.object, place.link) @ local_matrix(place.pose)
        return T, np.array(place.size if isinstance(place, Volume) else (*place.size, 0.0))

    def floor(self, state: WorldState, ref: PlaceRef) -> tuple[Array, Array]:
        """Return T_world_floor, at the centre of where things stand in a place, and its edges (2,).

        For a volume that is the middle of its bottom face, for a surface its centre.
        """
        T, size = self.place(state, ref)
        T_floor = T.copy()
        T_floor[:3, 3] -= T[:3, 2] * size[2] / 2
        return T_floor, size[:2]

    def joint_value(self, state: WorldState, object: str, part: str) -> float:
        """Return the value of a part's joint in radians or metres."""
        return float(_state(state, object).joints[self.asset(object).part(part).joint])

    def joint_fraction(self, state: WorldState, object: str, part: str) -> float:
        """Return the fraction of its range at which a part's joint is, 0 being closed."""
        return self.part_joint(object, part).fraction_at(self.joint_value(state, object, part))

    def joint_line(self, state: WorldState, object: str, part: str) -> JointLine:
        """Return the axis of a part's joint in the world, along which or about which it opens."""
        joint = self.part_joint(object, part)
        T = self.link_pose(state, object, joint.child)
        return JointLine(joint.kind, T[:3, 3].copy(), rotate(T, joint.axis))

    def finger_forces(self, state: WorldState, object: str) -> tuple[float, float]:
        """Return the forces in newtons with which the left and the right finger touch an object."""
        left = right = 0.0
        for contact in state.contacts:
            for this, other in ((contact.first, contact.second), (contact.second, contact.first)):
                if this[0] == ROBOT and other[0] == object:
                    left += contact.force * ("leftfinger" in this[1])
                    right += contact.force * ("rightfinger" in this[1])
        return left, right

    def sucked(self, state: WorldState, object: str) -> bool:
        """Return whether the suction cup holds an object."""
        return state.robot.sucked is not None and state.robot.sucked.object == object

    def held(self, state: WorldState, object: str) -> bool:
        """Return whether both fingers touch an object, or the suction cup holds it."""
        return self.sucked(state, object) or min(self.finger_forces(state, object)) > self.TOUCH_FORCE

    def pressed(self, state: WorldState, object: str) -> bool:
        """Return whether a finger, a blade or a suction cup presses on an object, or the cup holds it."""
        return self.sucked(state, object) or any(
            this[0] == ROBOT and other[0] == object and this[1] in ENDS and contact.force > 0.0
            for contact in state.contacts
            for this, other in ((contact.first, contact.second), (contact.second, contact.first))
        )

    def touching(self, state: WorldState, object: str) -> frozenset[str]:
        """Return the names of everything in contact with an object ("robot" and "ground" among them)."""
        names = set()
        for contact in state.contacts:
            pair = (contact.first[0], contact.second[0])
            if object in pair and contact.force > self.TOUCH_FORCE:
                names.add(pair[1] if pair[0] == object else pair[0])
        return frozenset(names - {object})


def local_matrix(pose: Pose) -> Array:
    """Return a pose as a (4, 4) transform that is kept for the next call and cannot be written to."""
    return _matrix(pose.position, pose.quaternion)


@lru_cache(maxsize=4096)
def _matrix(position: Vector3, quaternion: Quaternion) -> Array:
    T = transform(position, quaternion)
    T.setflags(write=False)
    return T


def _state(state: WorldState, object: str) -> ObjectState:
    if object not in state.objects:
        raise UnknownNameError("object of the state", object, state.objects)
    return state.objects[object]


def corners_of(shape: Shape) -> Array:
    """Return the corners (n, 3) of a box or a mesh in its link's frame; none of what is round."""
    if isinstance(shape, Box):
        corners = _CUBE * np.asarray(shape.size)
    elif isinstance(shape, ConvexMesh):
        corners = np.asarray(shape.vertices)
    else:
        return np.zeros((0, 3))
    T = local_matrix(shape.pose)
    return corners @ T[:3, :3].T + T[:3, 3]


def shape_extent(shape: Shape, T: Array, direction: Array) -> tuple[float, float]:
    """Return the range of a shape's points along a unit direction of the world, T = T_world_shape."""
    middle = float(direction @ T[:3, 3])
    along = T[:3, :3].T @ direction
    if isinstance(shape, ConvexMesh):
        values = np.asarray(shape.vertices) @ along
        return middle + float(values.min()), middle + float(values.max())
    if isinstance(shape, Box):
        reach = float(np.abs(along) @ np.asarray(shape.size)) / 2
    elif isinstance(shape, Cylinder):
        reach = abs(along[2]) * shape.length / 2 + shape.radius * float(np.hypot(along[0], along[1]))
    elif isinstance(shape, Sphere):
        reach = shape.radius
    else:
        raise TypeError(f"shape {shape!r} is of no known kind")
    return middle - reach, middle + reach
