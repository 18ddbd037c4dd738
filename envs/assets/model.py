"""What an asset is, as data: links, joints, geometry, and the named places where a robot acts on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

import numpy as np
from pydantic import Field, model_validator

from envs.errors import UnknownNameError
from envs.frozen import Frozen, Name, Vector3
from envs.pose import Pose
from kpam.transforms import Array, about_axis, from_rotation

Colour = tuple[float, float, float]
Length = Annotated[float, Field(gt=0)]
Edges = tuple[Length, Length, Length]
PlaceName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]*$", max_length=96)]


class Box(Frozen):
    """A box with edge lengths in metres."""

    kind: Literal["box"] = "box"
    size: Edges
    pose: Pose = Pose()
    colour: Colour = (0.7, 0.7, 0.7)


class Cylinder(Frozen):
    """A cylinder along its local z, radius and length in metres."""

    kind: Literal["cylinder"] = "cylinder"
    radius: float = Field(gt=0)
    length: float = Field(gt=0)
    pose: Pose = Pose()
    colour: Colour = (0.7, 0.7, 0.7)


class Sphere(Frozen):
    """A sphere, radius in metres."""

    kind: Literal["sphere"] = "sphere"
    radius: float = Field(gt=0)
    pose: Pose = Pose()
    colour: Colour = (0.7, 0.7, 0.7)


class ConvexMesh(Frozen):
    """A convex triangle mesh in link coordinates, metres."""

    kind: Literal["mesh"] = "mesh"
    vertices: tuple[Vector3, ...]
    faces: tuple[tuple[int, int, int], ...]
    pose: Pose = Pose()
    colour: Colour = (0.7, 0.7, 0.7)


Shape = Annotated[Box | Cylinder | Sphere | ConvexMesh, Field(discriminator="kind")]


class Link(Frozen):
    """A rigid body: shapes in its frame, mass in kg, inertia in kg m^2 about the centre of mass along link axes.

    The shapes serve both looks and collision: what is seen is what is touched.
    """

    name: Name
    shapes: tuple[Shape, ...]
    mass: float = Field(gt=0)
    centre_of_mass: Vector3
    inertia: tuple[float, float, float, float, float, float] = Field(description="ixx, iyy, izz, ixy, ixz, iyz")


class Coupling(Frozen):
    """What drives a joint: its value is `ratio` times the value of `joint`, its leader, plus `offset`.

    `ratio` is in the follower's unit over the leader's (m / rad for a cap that climbs its thread).
    """

    joint: Name
    ratio: float
    offset: float = 0.0

    @model_validator(mode="after")
    def _moves(self) -> Coupling:
        if self.ratio == 0.0:
            raise ValueError(f"coupling to {self.joint!r}: a ratio of 0 moves nothing; leave the joint out")
        return self

    def follow(self, leader: float) -> float:
        """Return the follower's value at its leader's."""
        return self.ratio * leader + self.offset

    def lead(self, follower: float) -> float:
        """Return the leader's value at its follower's."""
        return (follower - self.offset) / self.ratio


class Joint(Frozen):
    """A revolute or prismatic joint; its lower limit is the closed, off or resting position.

    One with a `coupling` has no freedom of its own: a pedal's lid, a cap that rises as it turns.
    """

    name: Name
    kind: Literal["revolute", "prismatic"]
    parent: Name
    child: Name
    origin: Pose = Field(description="child frame at joint value 0, seen from the parent link")
    axis: Vector3 = Field(description="unit axis in the child frame")
    lower: float
    upper: float
    damping: float = Field(default=0.0, ge=0, description="N s / m or N m s / rad")
    friction: float = Field(default=0.0, ge=0, description="dry friction, N or N m: less than that moves nothing")
    spring: float = Field(default=0.0, ge=0, description="N / m or N m / rad towards the lower limit")
    coupling: Coupling | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Joint:
        if not self.lower < self.upper:
            raise ValueError(f"joint {self.name!r}: lower {self.lower} is not below upper {self.upper}")
        if self.coupling is not None and self.spring > 0.0:
            raise ValueError(f"joint {self.name!r} follows {self.coupling.joint!r}; give that one the spring")
        return self

    def motion(self, value: float) -> Array:
        """Return T_parent_child, (4, 4), at a joint value in radians or metres."""
        axis = np.asarray(self.axis)
        moved = about_axis(axis, value) if self.kind == "revolute" else from_rotation(np.eye(3), axis * value)
        return self.origin.matrix() @ moved

    def value_at(self, fraction: float) -> float:
        """Return the joint value at a fraction of its range, 0 being closed."""
        return self.lower + fraction * (self.upper - self.lower)

    def fraction_at(self, value: float) -> float:
        """Return the fraction of the joint's range at a value, 0 being closed."""
        return (value - self.lower) / (self.upper - self.lower)


class Point(Frozen):
    """A named point in a link's frame, metres."""

    name: PlaceName
    link: Name
    position: Vector3


class Axis(Frozen):
    """A named unit direction in a link's frame."""

    name: PlaceName
    link: Name
    direction: Vector3


class Volume(Frozen):
    """A box that can hold things: `pose` is its centre in the link's frame, `size` its edges in metres."""

    name: PlaceName
    link: Name
    pose: Pose
    size: Edges


class Surface(Frozen):
    """A flat rectangle, normal along its local +z, on which things can stand; metres."""

    name: PlaceName
    link: Name
    pose: Pose
    size: tuple[Length, Length]


class Grasp(Frozen):
    """A way for a parallel gripper to hold the asset, in a link's frame.

    `approach` is the direction in which the hand advances, `closing` the line along which the fingers close,
    `width` the thickness between the fingers in metres. `free_spin` says that any rotation about `approach` does.
    """

    name: PlaceName
    link: Name
    centre: Vector3
    approach: Vector3
    closing: Vector3
    width: float = Field(gt=0, le=0.08)
    free_spin: bool = False


class Part(Frozen):
    """A part that moves on a joint, with its handle as named points and axes.

    `noun` is what people call it ("drawer", "door", "lid", "lever"); `which` tells it from its siblings ("top").
    For a part `drawer_top` the asset holds the points and axes that `handle` names: `<handle>.centre`, and the axes
    `<handle>.approach` (the way the hand advances), `<handle>.axis` (along the bar) and `<handle>.opening` (the
    tangent of opening at the closed position).
    """

    name: Name
    noun: str
    which: str | None = None
    link: Name
    joint: Name
    handle: PlaceName
    handle_kind: Literal["grasp", "push"] = "grasp"
    interior: PlaceName | None = None


Named = TypeVar("Named", Link, Joint, Part, Point, Axis, Volume, Surface)


class AssetModel(Frozen):
    """One instance of a category, complete: geometry, mechanics and meaning."""

    category: Name
    instance: int = Field(ge=0)
    description: str
    colour_name: str | None = None
    fixed_base: bool
    links: tuple[Link, ...]
    joints: tuple[Joint, ...] = ()
    parts: tuple[Part, ...] = ()
    points: tuple[Point, ...] = ()
    axes: tuple[Axis, ...] = ()
    volumes: tuple[Volume, ...] = ()
    surfaces: tuple[Surface, ...] = ()
    grasps: tuple[Grasp, ...] = ()
    affordances: tuple[str, ...] = ()
    friction: float = Field(default=1.0, gt=0)
    rolling_damping: float = Field(default=0.0, ge=0, description="rate at which a free body's spin dies away, 1 / s")
    size: Vector3 = Field(description="edges of the closed asset's bounding box, root frame, metres")
    centre: Vector3 = Field(description="centre of that box in the root frame")
    yaw_symmetry: int = Field(
        default=1,
        ge=0,
        le=64,
        description="n: a full circle over n about the vertical through `centre` changes nothing; 0: nor any turn",
    )
    licence: str = "MIT"
    origin: str = "procedural"

    @model_validator(mode="after")
    def _led(self) -> AssetModel:
        free = {joint.name for joint in self.joints if joint.coupling is None}
        for joint in self.joints:
            if joint.coupling is not None and joint.coupling.joint not in free:
                known = ", ".join(sorted(free)) or "none"
                raise ValueError(
                    f"joint {joint.name!r} follows {joint.coupling.joint!r}, which is no joint that moves freely; "
                    f"those of {self.id}: {known}"
                )
        return self

    @property
    def id(self) -> str:
        """The instance's name for ever: `category/instance`."""
        return f"{self.category}/{self.instance}"

    @property
    def root(self) -> Link:
        """The link whose frame is the asset's frame."""
        return self.links[0]

    def link(self, name: str) -> Link:
        """Return a link by name; raises UnknownNameError."""
        return _find(self.links, name, f"link of {self.id}")

    def joint(self, name: str) -> Joint:
        """Return a joint by name; raises UnknownNameError."""
        return _find(self.joints, name, f"joint of {self.id}")

    def part(self, name: str) -> Part:
        """Return a part by name; raises UnknownNameError."""
        return _find(self.parts, name, f"part of {self.id}")

    def point(self, name: str) -> Point:
        """Return a named point; raises UnknownNameError."""
        return _find(self.points, name, f"point of {self.id}")

    def axis(self, name: str) -> Axis:
        """Return a named axis; raises UnknownNameError."""
        return _find(self.axes, name, f"axis of {self.id}")

    def volume(self, name: str) -> Volume:
        """Return a named volume; raises UnknownNameError."""
        return _find(self.volumes, name, f"volume of {self.id}")

    def surface(self, name: str) -> Surface:
        """Return a named surface; raises UnknownNameError."""
        return _find(self.surfaces, name, f"surface of {self.id}")

    def joint_values(self, given: Mapping[str, float] | None = None) -> dict[str, float]:
        """Return the values of all joints in their order, radians or metres: as given, at their lower limit where not.

        A joint with a coupling takes its leader's value times the ratio, whatever was given for it.
        """
        given = given or {}
        values = {joint.name: float(given.get(joint.name, joint.lower)) for joint in self.joints}
        for joint in self.joints:
            if joint.coupling is not None:
                values[joint.name] = joint.coupling.follow(values[joint.coupling.joint])
        return values

    def joints_from_root(self) -> tuple[Joint, ...]:
        """Return the joints, each after the one that moves its parent; raises ValueError where that is no tree."""
        reached, found, waiting = {self.root.name}, list[Joint](), list(self.joints)
        while waiting:
            joint = next((j for j in waiting if j.parent in reached), None)
            if joint is None:
                raise ValueError(f"asset {self.id}: joints {[j.name for j in waiting]} hang on no link of the tree")
            waiting.remove(joint)
            reached.add(joint.child)
            found.append(joint)
        return tuple(found)

    def with_joint_at(self, name: str, fraction: float) -> dict[str, float]:
        """Return the values of all joints when one is at a fraction of its range and the others are closed.

        A joint with a coupling is there because its leader is where that takes it. Raises UnknownNameError.
        """
        joint = self.joint(name)
        value = joint.value_at(fraction)
        if joint.coupling is None:
            return self.joint_values({name: value})
        return self.joint_values({joint.coupling.joint: joint.coupling.lead(value)})

    def moved_together(self, name: str) -> frozenset[str]:
        """Return the names of a joint, of its leader and of all that follow it: one freedom."""
        coupling = self.joint(name).coupling
        leader = name if coupling is None else coupling.joint
        following = {
            joint.name for joint in self.joints if joint.coupling is not None and joint.coupling.joint == leader
        }
        return frozenset(following | {leader})

    def link_poses(self, T_world_root: Array, joint_values: Mapping[str, float]) -> dict[str, Array]:
        """Return T_world_link of every link, (4, 4), at joint values in radians or metres (missing: lower limit).

        A joint with a coupling is where its leader takes it, whatever is given for it.
        """
        values = self.joint_values(joint_values)
        poses = {self.root.name: T_world_root}
        for joint in self.joints_from_root():
            poses[joint.child] = poses[joint.parent] @ joint.motion(values[joint.name])
        return poses


def _find(items: tuple[Named, ...], name: str, what: str) -> Named:
    for item in items:
        if item.name == name:
            return item
    raise UnknownNameError(what, name, [item.name for item in items])
