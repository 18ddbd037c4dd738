"""What a file of a keypoint problem says, as plain data: equal files give equal documents, and the other way round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kpam.motion.frames import Frame

Vector = tuple[float, ...]

VERSION = 1
"""Of the format; a file begins with `kpam: 1`."""


@dataclass(frozen=True)
class Pose:
    """Where a frame is: position in metres, quaternion wxyz of length 1."""

    position: Vector = (0.0, 0.0, 0.0)
    quaternion: Vector = (1.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Between:
    """The direction from one named point to another."""

    start: str
    end: str


@dataclass(frozen=True)
class Along:
    """A direction by its components in an object's frame."""

    frame: str
    components: Vector


Place = str | Vector
"""A point: its name, or its coordinates in metres."""
Direction = str | Vector | Between | Along
"""A direction of any length: its name, with a minus before it for the opposite; components; or one of the above."""
Value = float | str | Vector | Between | Along | Pose | tuple[str, ...] | None
"""What a constraint's field says; None is a weight that makes it hard."""


@dataclass(frozen=True)
class Turns:
    """A symmetry: the body is the same after turns about an axis of its own.

    Attributes:
        about: its axis, by name or as components in its own frame.
        through: a point of its own on that axis, by name or as coordinates.
        count: how often it looks the same in a whole turn, 2 for a parallel gripper; None for every angle.
    """

    about: str | Vector
    through: Place = (0.0, 0.0, 0.0)
    count: int | None = None


@dataclass(frozen=True)
class Shape:
    """A shape by its centre's pose; `size` is edges, or radius and length along z, or a radius, metres."""

    kind: Literal["box", "cylinder", "sphere"]
    size: Vector
    pose: Pose = Pose()


@dataclass(frozen=True)
class Body:
    """Named points and axes of a tool or an object, in its own frame, and that frame's pose in the base frame.

    A tool has no pose of its own: its frame is the hand's. What is held has none either: `Held` says how it is held.

    Attributes:
        points, axes: its places, besides those of its asset.
        pose: where its frame is.
        symmetries: the turns under which it is the same.
        shapes: what of it can be hit, besides the shapes of its asset.
        asset: what it is an instance of, as `mug/3`; None for what is described here alone.
        opened: the share by which an asset's joints are open.
    """

    points: Mapping[str, Vector] = field(default_factory=dict[str, Vector])
    axes: Mapping[str, Vector] = field(default_factory=dict[str, Vector])
    pose: Pose = Pose()
    symmetries: tuple[Turns, ...] = ()
    shapes: tuple[Shape, ...] = ()
    asset: str | None = None
    opened: float = 0.0
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Grasp:
    """A way to hold a body: the tool's `grasp`, `approach` and `fingers` meet a point and two axes of it."""

    point: Place
    approach: str | Vector
    closing: str | Vector
    line: int = field(default=0, compare=False)


Hold = Pose | Grasp
"""How a body is held: its pose in the hand's frame, or the grasp that puts it there."""


@dataclass(frozen=True)
class Held:
    """An object in the hand."""

    name: str
    body: Body
    hold: Hold = Pose()


@dataclass(frozen=True)
class Moves:
    """The second form of the problem: constraints say where an object is to be, then an arm is to hold it there.

    Attributes:
        object: which of the objects; its pose is where it is now.
        grasps: the ways in which the hand may hold it; none asks for the object's pose alone.
        region: lower and upper corner of the box for the object's origin, metres; None for the usual one.
    """

    object: str
    grasps: tuple[Hold, ...] = ()
    region: tuple[Vector, Vector] | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class ConstraintEntry:
    """One constraint: its kind in the registry, its fields as they were written, and its name, which may be empty.

    `lines` says on which line a field stands, and under "" where the constraint begins.
    """

    kind: str
    fields: Mapping[str, Value]
    name: str = ""
    lines: Mapping[str, int] = field(default_factory=dict[str, int], compare=False)


@dataclass(frozen=True)
class JointEntry:
    """The joint that steps follow: a point of its line, and the direction in which it opens."""

    kind: Literal["revolute", "prismatic"]
    point: Place
    axis: Direction


@dataclass(frozen=True)
class BarEntry:
    """The bar that the hand holds of what hangs on the joint: a point of its line, and the direction of that."""

    point: Place
    axis: Direction


@dataclass(frozen=True)
class StepEntry:
    """One step as it was written.

    Attributes:
        kind: `move`, `turn`, `follow`, or one of the verbs.
        amount: metres or radians; None for the usual distance of a verb.
        along: the direction of a move, or the axis of a turn, in the frame.
        through: a point of a turn's axis in the frame, metres.
        frame: whose axes.
        through_frame: the frame of `through`, where that is another one.
        turning: the share of a joint's turn that the hand makes with it; None as it suits the arm.
        joint: the joint that is followed, where it is not the plan's.
    """

    kind: str
    amount: float | None = None
    along: Vector = (0.0, 0.0, 1.0)
    through: Vector = (0.0, 0.0, 0.0)
    frame: Frame = "tool"
    through_frame: Frame | None = None
    turning: float | None = 1.0
    joint: JointEntry | None = None


@dataclass(frozen=True)
class PlanEntry:
    """A motion plan as written.

    Attributes:
        approach, contact, retreat: its steps.
        alternatives: other steps for `contact`, each list of which would do.
        object: whose frame steps mean.
        joint: which joint they mean.
        bar: what the hand may turn about as it follows the joint.
        options: `MotionPlan`'s other fields.
    """

    approach: tuple[StepEntry, ...] = ()
    contact: tuple[StepEntry, ...] = ()
    retreat: tuple[StepEntry, ...] = ()
    alternatives: tuple[tuple[StepEntry, ...], ...] = ()
    object: str | None = None
    joint: JointEntry | None = None
    bar: BarEntry | None = None
    options: Mapping[str, float | bool | tuple[str, ...]] = field(
        default_factory=dict[str, float | bool | tuple[str, ...]]
    )
    line: int = field(default=0, compare=False)
    lines: Mapping[str, int] = field(default_factory=dict[str, int], compare=False)


@dataclass(frozen=True)
class Document:
    """A whole file.

    Attributes:
        name: what the problem is called.
        tool: the tool's points and axes, or the name of a tool that whoever builds the problem knows.
        held: the object in the hand; None for an empty hand.
        objects: what stands in the scene, by name.
        moves: the object that constraints are about, with the ways to hold it; None where they are about the hand.
        constraints: in the order of the file.
        start: the joints from which the arm starts, radians; None leaves that to whoever builds the problem.
        costs: weights of what is minimised.
        workspace: lower and upper corner of the hand's box, metres; None for the usual one.
        obstacles: what else the arm must not hit, by name; their poses are in the base frame.
        plan: what the hand does before and after; None where that is not said.
        source: what messages call the file.
    """

    name: str
    constraints: tuple[ConstraintEntry, ...]
    tool: str | Body = "gripper"
    held: Held | None = None
    objects: Mapping[str, Body] = field(default_factory=dict[str, Body])
    moves: Moves | None = None
    start: Vector | None = None
    costs: Mapping[str, float] = field(default_factory=dict[str, float])
    workspace: tuple[Vector, Vector] | None = None
    obstacles: Mapping[str, Shape] = field(default_factory=dict[str, Shape])
    plan: PlanEntry | None = None
    source: str = field(default="", compare=False)
    lines: Mapping[str, int] = field(default_factory=dict[str, int], compare=False)
