"""A task as data that no simulator knows: scene, sentence, goal, stages."""

from __future__ import annotations

import hashlib
import json
import math
from typing import Literal

from pydantic import Field, model_validator

from envs.errors import UnknownNameError
from envs.frozen import Frozen, Name, Vector3
from envs.pose import Pose
from envs.task.goals import Goal
from envs.task.refs import PlaceRef
from envs.task.stages import Stage

SCHEMA_VERSION = 1
MAX_OBJECTS = 96

RobotName = Literal["panda", "panda_suction", "panda_spatula"]


class Region(Frozen):
    """A rectangle on the table from which positions are drawn: metres, robot base at the origin facing +x."""

    name: str
    x: tuple[float, float]
    y: tuple[float, float]

    @model_validator(mode="after")
    def _ordered(self) -> Region:
        for axis, (low, high) in (("x", self.x), ("y", self.y)):
            if low > high:
                raise ValueError(f"region {self.name!r}: {axis} runs from {low} to {high}; give the lower number first")
        return self


class JointStart(Frozen):
    """The range a joint's starting fraction is drawn from, and what was drawn; 0 is closed."""

    joint: Name
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    fraction: float = Field(ge=0, le=1)


class ObjectSpec(Frozen):
    """An object: its asset, where it may stand, and what was drawn for this seed."""

    name: Name
    asset: str = Field(pattern=r"^[a-z][a-z0-9_]*/[0-9]+$")
    region: Region
    yaw: tuple[float, float] = Field(description="range of the rotation about z, radians, before `pose` was drawn")
    pose: Pose
    joints: tuple[JointStart, ...] = ()
    support: PlaceRef | None = Field(
        default=None, description="place of another object it starts in or on; `region` is then in that place's frame"
    )
    group: Name | None = Field(default=None, description="what it is one of many of: a rope's bead, a pile's block")


class Tie(Frozen):
    """A ball joint between two rigid objects: a point of one stays at a point of the other.

    Points are in metres in the objects' root frames. Beads in a row of ties are a rope.
    """

    first: Name
    second: Name
    first_point: Vector3
    second_point: Vector3


class SceneSpec(Frozen):
    """The robot, the objects around it, and the ties between them."""

    robot: RobotName = "panda"
    objects: tuple[ObjectSpec, ...] = Field(min_length=1, max_length=MAX_OBJECTS)
    ties: tuple[Tie, ...] = Field(default=(), max_length=MAX_OBJECTS)


class Span(Frozen):
    """A span of the instruction tied to what it names; `object` is an object or a group of them.

    With `relation` the span says what is asked of the object or part: the kind of a predicate of the goal.
    """

    start: int = Field(ge=0)
    end: int
    object: Name
    part: Name | None = None
    relation: Name | None = None


class Tolerances(Frozen):
    """How far what the task does not mention may move before it is collateral damage."""

    position: float = Field(default=0.02, gt=0, description="metres")
    angle: float = Field(default=math.radians(10), gt=0, description="radians")
    joint: float = Field(default=0.05, gt=0, description="radians or metres")
    force: float = Field(default=100.0, gt=0, description="newtons")
    speed: float = Field(default=0.5, gt=0, description="metres a second, at any time")


class TaskSpec(Frozen):
    """One instance of a task: everything that a world, a solver and a verifier need, drawn for one seed."""

    schema_version: Literal[1] = SCHEMA_VERSION
    name: Name
    instruction: str = Field(min_length=1, max_length=400)
    paraphrases: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    seed: int = Field(ge=0)
    scene: SceneSpec
    goal: Goal
    stages: tuple[Stage, ...] = Field(min_length=1, max_length=16)
    tolerances: Tolerances = Tolerances()
    time_limit: float = Field(default=60.0, gt=0, le=600, description="simulated seconds")
    parents: tuple[str, ...] = ()

    def hash(self) -> str:
        """Return the sha256 of the canonical JSON, as hex."""
        text = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def object(self, name: str) -> ObjectSpec:
        """Return an object of the scene by name; raises UnknownNameError."""
        for item in self.scene.objects:
            if item.name == name:
                return item
        raise UnknownNameError("object", name, [item.name for item in self.scene.objects])
