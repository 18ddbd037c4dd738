"""References from a task to what its objects offer, by name."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from envs.assets.model import PlaceName
from envs.frozen import Frozen, Name, Vector3


class ObjectRef(Frozen):
    """An object of the scene."""

    kind: Literal["object"] = "object"
    object: Name


class PartRef(Frozen):
    """A part of an articulated object that moves on a joint."""

    kind: Literal["part"] = "part"
    object: Name
    part: Name


class PlaceRef(Frozen):
    """A volume or surface of an object, by the name its asset gives it."""

    kind: Literal["place"] = "place"
    object: Name
    place: PlaceName


class OverRef(Frozen):
    """On top of objects, over the middle of their centres: what a block that two others carry is put on."""

    kind: Literal["over"] = "over"
    objects: tuple[Name, ...] = Field(min_length=1, max_length=8)


class PointRef(Frozen):
    """A keypoint of an object."""

    kind: Literal["point"] = "point"
    object: Name
    point: PlaceName


class AxisRef(Frozen):
    """A named axis of an object."""

    kind: Literal["axis"] = "axis"
    object: Name
    axis: PlaceName


class PairAxisRef(Frozen):
    """The direction from one keypoint to another."""

    kind: Literal["pair_axis"] = "pair_axis"
    start: PointRef
    end: PointRef


class WorldAxis(Frozen):
    """A direction fixed in the world; need not have length 1."""

    kind: Literal["world_axis"] = "world_axis"
    direction: Vector3


class WorldPoint(Frozen):
    """A point fixed in the world, metres."""

    kind: Literal["world_point"] = "world_point"
    position: Vector3


AnyPoint = Annotated[PointRef | WorldPoint, Field(discriminator="kind")]


class LineRef(Frozen):
    """The line from one point to another, such as the ends of one that is drawn on the table."""

    kind: Literal["line"] = "line"
    start: AnyPoint
    end: AnyPoint


AnyAxis = Annotated[AxisRef | PairAxisRef | WorldAxis, Field(discriminator="kind")]
