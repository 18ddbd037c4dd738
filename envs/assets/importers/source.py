"""What an importer has read, before it is an asset: pieces of geometry on links, and joints between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from envs.assets.model import Colour, ConvexMesh, Shape
from envs.pose import Pose
from kpam.transforms import Array, apply

GREY: Colour = (0.7, 0.7, 0.7)


@dataclass(frozen=True)
class Piece:
    """A triangle mesh: vertices (n, 3), faces (m, 3), a colour, and what its file calls it ("handle-18")."""

    vertices: Array
    faces: NDArray[np.int64]
    colour: Colour = GREY
    label: str = ""
    shape: Shape | None = None
    """The exact shape that the mesh stands for, where the file has a box, a cylinder or a sphere."""

    def moved(self, T: Array, scale: float = 1.0) -> Piece:
        """Return the piece moved by a rigid transform (4, 4), then enlarged."""
        shape = None if self.shape is None else scaled(posed(self.shape, T), scale)
        return replace(self, vertices=apply(T, self.vertices) * scale, shape=shape)


def posed(shape: Shape, T: Array) -> Shape:
    """Return a shape moved by a rigid transform (4, 4)."""
    return shape.model_copy(update={"pose": Pose.from_matrix(T @ shape.pose.matrix())})


def scaled(shape: Shape, scale: float) -> Shape:
    """Return a shape enlarged about the origin of its link's frame."""
    x, y, z = shape.pose.position
    change: dict[str, object] = {
        "pose": Pose(position=(x * scale, y * scale, z * scale), quaternion=shape.pose.quaternion)
    }
    if shape.kind == "box":
        change["size"] = tuple(edge * scale for edge in shape.size)
    elif isinstance(shape, ConvexMesh):
        change["vertices"] = tuple((a * scale, b * scale, c * scale) for a, b, c in shape.vertices)
    else:
        change["radius"] = shape.radius * scale
        if shape.kind == "cylinder":
            change["length"] = shape.length * scale
    return shape.model_copy(update=change)


@dataclass(frozen=True)
class Follows:
    """What a file says of a joint that another drives: its value is `ratio` times that of `leader`, plus `offset`."""

    leader: str
    ratio: float
    offset: float


@dataclass(frozen=True)
class SourceLink:
    """A link as its file has it, in its own frame."""

    name: str
    pieces: tuple[Piece, ...] = ()
    meaning: str = ""
    """What the file says that it is ("rotation_door"), beside its name."""


@dataclass(frozen=True)
class SourceJoint:
    """A joint as its file has it: the child's frame (4, 4) in the parent's at value 0, the unit axis in the child's."""

    name: str
    kind: Literal["fixed", "revolute", "prismatic"]
    parent: str
    child: str
    T_parent_child: Array
    axis: Array
    lower: float = 0.0
    upper: float = 0.0
    damping: float | None = None
    friction: float | None = None
    follows: Follows | None = None


@dataclass(frozen=True)
class Source:
    """Everything that was read of one thing, z up.

    `metres` says that its lengths are metres and not to be guessed; `name` and `noun` are what its files suggest.
    """

    name: str
    links: tuple[SourceLink, ...]
    joints: tuple[SourceJoint, ...] = ()
    noun: str | None = None
    metres: bool = False
    front: float = 0.0
    """Radians about z that bring the front to +x, where nothing that slides or swings shows it."""
    licence: str = "unknown"
    origin: str = "imported"
    digest: str = ""
    notes: tuple[str, ...] = field(default=())

    @property
    def root(self) -> str:
        """The link on which all others hang."""
        children = {joint.child for joint in self.joints}
        return next(link.name for link in self.links if link.name not in children)


def all_vertices(pieces: Sequence[Piece]) -> Array:
    """Return the vertices (n, 3) of pieces together."""
    return np.concatenate([piece.vertices for piece in pieces])
