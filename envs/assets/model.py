"""What an asset is, as data: links, joints, geometry, and the named places where a robot acts on it."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

import numpy as np
from pydantic import Field, model_validator

from envs.errors import UnknownNameError
from envs.frozen import Frozen, Name, Vector3
from envs.pose import Pose
from kpam.transforms import Array, about_axis, from_rotation

Colour = tuple[float, float, float]
PlaceName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]*$", max_length=96)]


class Box(Frozen):
    """A box with edge lengths in metres."""

    kind: Literal["box"] = "box"
    size: Vector3
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
    """A joint that another one drives: its value is `ratio` times the value of `joint` plus `offset`."""

    joint: Name
    ratio: float
    offset: float = 0.0


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
    size: Vector3


class Surface(Frozen):
    """A flat rectangle, normal along its local +z, on which things can stand; metres."""

    name: PlaceName
    link: Name
    pose: Pose
    size: tuple[float, float]


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
    licence: str = "MIT"
    origin: str = "procedural"

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

    def link_poses(self, T_world_root: Array, joint_values: dict[str, float]) -> dict[str, Array]:
        """Return T_world_link of every link, (4, 4), at joint values in radians or metres (missing: lower limit)."""
        poses = {self.root.name: T_world_root}
        waiting = list(self.joints)
        while waiting:
            joint = next((j for j in waiting if j.parent in poses), None)
            if joint is None:
                raise ValueError(f"asset {self.id}: joints {[j.name for j in waiting]} hang on no link of the tree")
            waiting.remove(joint)
            poses[joint.child] = poses[joint.parent] @ joint.motion(joint_values.get(joint.name, joint.lower))
        return poses


def _find(items: tuple[Named, ...], name: str, what: str) -> Named:
    for item in items:
        if item.name == name:
            return item
    raise UnknownNameError(what, name, [item.name for item in items])
