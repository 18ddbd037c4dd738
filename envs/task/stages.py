"""What the robot does: stages and their actions, as data that no simulator knows."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from envs.frozen import Frozen, Name
from envs.task.goals import Goal
from envs.task.refs import AnyAxis, AnyPoint, LineRef, OverRef, PartRef, PlaceRef

ToolPoint = Literal["grasp", "tip", "palm", "cup", "blade"]
ToolAxis = Literal["approach", "fingers", "side"]


class Meet(Frozen):
    """A point of the hand meets a point of the scene (point-to-point), within `tolerance` metres."""

    kind: Literal["meet"] = "meet"
    tool: ToolPoint
    target: AnyPoint
    tolerance: float = Field(default=1e-3, gt=0)


class OnPlane(Frozen):
    """A point of the hand lies in the plane through `target` with normal `normal`, within `tolerance` metres."""

    kind: Literal["on_plane"] = "on_plane"
    tool: ToolPoint
    target: AnyPoint
    normal: AnyAxis
    tolerance: float = Field(default=1e-3, gt=0)


class AtAngle(Frozen):
    """An axis of the hand makes an angle (radians) with an axis of the scene, within `tolerance` radians.

    Angle 0 is parallel, pi anti-parallel, pi / 2 orthogonal.
    """

    kind: Literal["at_angle"] = "at_angle"
    tool: ToolAxis
    target: AnyAxis
    angle: float = Field(ge=0, le=3.1415926535897936)
    tolerance: float = Field(default=0.01, gt=0)


HandConstraint = Annotated[Meet | OnPlane | AtAngle, Field(discriminator="kind")]


class FollowMotion(Frozen):
    """Move with a part along its joint's true arc, in contact, until the joint is at a fraction of its range."""

    kind: Literal["follow"] = "follow"
    part: PartRef
    to: float = Field(ge=0, le=1)


class TranslateMotion(Frozen):
    """Move the hand straight along a direction by metres."""

    kind: Literal["translate"] = "translate"
    direction: AnyAxis
    distance: float = Field(gt=0, le=1)


class RotateMotion(Frozen):
    """Turn the hand about an axis through its grasp point by radians."""

    kind: Literal["rotate"] = "rotate"
    axis: AnyAxis
    angle: float = Field(ge=-6.3, le=6.3)


ContactMotion = Annotated[FollowMotion | TranslateMotion | RotateMotion, Field(discriminator="kind")]


class Actuate(Frozen):
    """Bring the hand to where keypoint constraints hold, set the gripper, move in contact, let go, retreat.

    The hand comes in along its approach axis over `approach` metres, and leaves the same way over `retreat` metres.
    `gripper` says what the fingers do on arrival: "close" on a handle, or stay "shut" to push with.
    """

    kind: Literal["actuate"] = "actuate"
    constraints: tuple[HandConstraint, ...] = Field(min_length=1)
    gripper: Literal["close", "shut"] = "close"
    approach: float = Field(default=0.08, ge=0, le=0.3)
    then: tuple[ContactMotion, ...] = ()
    retreat: float = Field(default=0.08, ge=0, le=0.3)


class Pick(Frozen):
    """Grasp an object by one of its asset's grasps and lift it by metres."""

    kind: Literal["pick"] = "pick"
    object: Name
    lift: float = Field(default=0.15, ge=0, le=0.5)


class Place(Frozen):
    """Set the held object down on or in a place of another object, on others, or at a point, and let go.

    With `target` a PlaceRef the object's bottom meets the centre of the place's floor, moved by `offset` metres within
    the place. Where it does not fit there, and no offset is given, it goes aside, or the hand lets go a little higher.
    With an OverRef it goes on top of objects, over the middle of their centres. With a point the bottom meets that
    point. The hand lowers the object until it rests on something.

    `yaw` is the angle in radians about the vertical from the target's x axis to the object's, up to the turns under
    which the object is the same; None leaves it as it suits the arm. The x axis of a place is that of its frame, that
    of a point of an object is that of the object, and that of objects one stands over runs from the first to the last.
    """

    kind: Literal["place"] = "place"
    object: Name
    target: Annotated[PlaceRef | OverRef | AnyPoint, Field(discriminator="kind")]
    offset: tuple[float, float] = (0.0, 0.0)
    yaw: float | None = Field(default=None, ge=-6.3, le=6.3)


class Push(Frozen):
    """Push an object along the table, with a spatula or shut fingers, until its centre is at a target.

    The target is the middle of a place, or a point. The object keeps to the straight line between.
    """

    kind: Literal["push"] = "push"
    object: Name
    target: Annotated[PlaceRef | AnyPoint, Field(discriminator="kind")]


class Sweep(Frozen):
    """Sweep small things into a place with a spatula, stroke by stroke, until a share of them lies there.

    With a line as `target` they are swept over that, to `distance` metres beyond it, away from where they started.
    """

    kind: Literal["sweep"] = "sweep"
    objects: tuple[Name, ...] = Field(min_length=1)
    target: Annotated[PlaceRef | LineRef, Field(discriminator="kind")]
    share: float = Field(default=0.9, gt=0, le=1)
    distance: float = Field(default=0.02, ge=0, le=0.2)


class Auto(Frozen):
    """Whatever picks, places, pushes and sweeps bring the task's goal about, derived from it and the scene."""

    kind: Literal["auto"] = "auto"


Action = Annotated[Actuate | Pick | Place | Push | Sweep | Auto, Field(discriminator="kind")]


class Stage(Frozen):
    """A named step: what must hold before, what it does, what must hold after."""

    name: str = Field(min_length=1, max_length=120)
    actions: tuple[Action, ...] = Field(min_length=1)
    precondition: Goal | None = None
    effect: Goal | None = None
