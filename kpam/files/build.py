"""From what a file says to the problem that is solved."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property

from kpam.errors import FileError, KpamError, unknown
from kpam.family import Family
from kpam.files.constraints import ConstraintMaker
from kpam.files.document import Document, Grasp, Moves, PlanEntry, Vector
from kpam.files.places import Cast, Places, cast_of, hold_of
from kpam.files.plan import build_plan
from kpam.files.setting import Setting, Thing, matrix, obstacle
from kpam.keypoints import Tool
from kpam.motion.collision import CollisionModel
from kpam.motion.frames import Frames
from kpam.motion.obstacle import Obstacle
from kpam.motion.plan import MotionPlan
from kpam.pose import PoseProblem
from kpam.problem import Costs, KeypointProblem, Workspace
from kpam.transforms import Array

__all__ = ["MOST_ALTERNATIVES", "Built", "Setting", "build"]

MOST_ALTERNATIVES = 64
_ROUNDED = 1e-3  # rad by which a start may be beyond a limit that was rounded when it was written


def build(document: Document, setting: Setting) -> KeypointProblem:
    """Return the problem of the arm that a document describes: `Built(document, setting).problem`.

    Raises:
        FileError: naming the line of a name that does not exist, or of a value that a constraint refuses.
    """
    return Built(document, setting).problem


@dataclass(frozen=True)
class Built:
    """A document in its setting: the problem, and everything around it.

    Every attribute raises FileError, naming the line of what does not exist or cannot be meant.
    """

    document: Document
    setting: Setting
    _start: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        start = self.setting.start(self.document)
        if start.shape != self.setting.arm.lower.shape:
            joints = len(self.setting.arm.joints)
            raise self._error("start", f"start has {start.size} joints; this arm has {joints}")
        if self.document.start is not None and not self.setting.arm.within_limits(start, -_ROUNDED):
            limits = ", ".join(
                f"{low:.3f} to {high:.3f}"
                for low, high in zip(self.setting.arm.lower, self.setting.arm.upper, strict=True)
            )
            raise self._error("start", f"start {start.tolist()} is beyond the joint limits, {limits} rad")
        if self.document.moves is not None and self.document.held is not None:
            raise self._error("held", "something is held, and an object moves; `grasps` say how the object is held")
        object.__setattr__(self, "_start", start)

    @cached_property
    def cast(self) -> Cast:
        """The bodies of the document."""
        return cast_of(self.document, self.setting)

    @cached_property
    def places(self) -> Family[Places]:
        """Where names are: as they are, then with symmetric objects turned, for each alternative of the problem."""
        places = self.cast.places
        bodies = [body for body in places.objects.values() if body.turns]
        if self.document.moves is not None:
            # what moves has its symmetries as a tool has, and no other object has any
            places, bodies = replace(places, tool=self._tool()), []
        turns = [body.symmetries() for body in bodies]
        ways = math.prod(map(len, turns))
        if ways > MOST_ALTERNATIVES:
            raise self._error(
                "objects",
                f"the objects' symmetries allow {ways} ways to solve it; at most {MOST_ALTERNATIVES}: "
                "declare fewer turns",
            )

        def make(coordinates: tuple[float, ...]) -> Places:
            left, turned = coordinates, dict(places.objects)
            for body, family in zip(bodies, turns, strict=True):
                own, left = left[: len(family.counts)], left[len(family.counts) :]
                turned[body.name] = body.at(family.make(own) @ body.pose)
            return replace(places, objects=turned)

        counts = tuple(count for family in turns for count in family.counts)
        return Family(make, counts, tuple(any_angle for family in turns for any_angle in family.continuous))

    @cached_property
    def problem(self) -> KeypointProblem:
        """The problem of the arm; where an object moves, that of the arm that holds it in one of its grasps."""
        document, workspace = self.document, _workspace(self.document.workspace)
        if document.moves is not None:
            if not self.grasps:
                raise self._error("moves", "no grasps, so no arm holds what moves; give some, or solve for its pose")
            held = self.pose_problem.held(self.grasps, self._start, workspace)
            return replace(held, costs=Costs(**document.costs))
        arm = self.setting.arm
        maker = ConstraintMaker(document, arm, self._start, arm.forward(self._start), lambda: self.collision)
        lists = self.places.map(maker.constraints)
        return KeypointProblem(
            constraints=lists[0],
            q_start=self._start,
            costs=Costs(**document.costs),
            workspace=workspace,
            symmetries=self.places[0].tool.symmetries(),
            alternatives=lists.rest(),
        )

    @cached_property
    def pose_problem(self) -> PoseProblem:
        """The problem of the object that moves."""
        moves, thing = self._moving()
        others = [body.name for body in self.cast.places.objects.values() if body.turns and body.name != moves.object]
        if others:
            raise self._error("moves", f"symmetries of {others[0]!r}; here only those of what moves are tried")
        T_start = matrix(self.document.objects[moves.object].pose)
        maker = ConstraintMaker(self.document, None, self._start, T_start, lambda: self.collision)
        return PoseProblem(
            constraints=maker.constraints(self.places[0]),
            T_start=T_start,
            region=_workspace(moves.region),
            symmetries=thing.places.symmetries(),
        )

    @cached_property
    def grasps(self) -> tuple[Array, ...]:
        """How the object that moves may be held, T_hand_object (4, 4): each grasp, the gripper turned in every way."""
        moves, thing = self._moving()
        hand, held = self.cast.hand, list[Array]()
        for hold in moves.grasps:
            try:
                held.append(hold_of(hold, thing.places, hand))
            except KpamError as error:
                line = hold.line if isinstance(hold, Grasp) else moves.line
                raise FileError(f"{self.document.source}:{line}: {error}") from error
        return tuple(symmetry @ T for T in held for symmetry in hand.symmetries())

    @cached_property
    def motions(self) -> tuple[MotionPlan, Frames]:
        """The motion plan, an empty one if the document has none, and the frames that its steps mean."""
        bodies = {part for shape in self._standing() for part in (shape.name, shape.name.partition("/")[0])}
        return build_plan(self.document.plan or PlanEntry(), self.places[0], bodies, self.document.source)

    @cached_property
    def collision(self) -> CollisionModel:
        """What the arm must not hit: obstacles, objects with shapes, the setting's; what is held goes with the hand."""
        cast = self.cast
        attached = [] if cast.held is None else cast.held.obstacles(cast.T_hand_held)
        return CollisionModel(self.setting.arm, self._standing(), attached=attached)

    def holding(self, grasp: int) -> CollisionModel:
        """Return what the arm must not hit that holds what moves in one of the grasps."""
        moves, thing = self._moving()
        attached = thing.obstacles(self.grasps[grasp])
        return CollisionModel(self.setting.arm, self._standing(without=moves.object), attached=attached)

    def _standing(self, without: str = "") -> list[Obstacle]:
        found = [obstacle(name, shape) for name, shape in self.document.obstacles.items()]
        for name, thing in self.cast.things.items():
            found += [] if name == without else thing.obstacles(matrix(self.document.objects[name].pose))
        return [*found, *self.setting.obstacles]

    def _moving(self) -> tuple[Moves, Thing]:
        """Return what is said of the object that moves, and the object."""
        moves = self.document.moves
        if moves is None:
            raise self._error("moves", "no object moves; name one under `moves`")
        if moves.object not in self.cast.things:
            raise self._error("moves", unknown("object that moves", moves.object, self.cast.things))
        return moves, self.cast.things[moves.object]

    def _tool(self) -> Tool:
        """Return the object that moves as what constraints act on, in its own frame."""
        moves, thing = self._moving()
        own, name = thing.places, moves.object
        points = {f"{name}.{key}": point for key, point in own.points.items()}
        return Tool(name, points, {f"{name}.{key}": axis for key, axis in own.axes.items()}, turns=own.turns)

    def _error(self, key: str, error: KpamError | str) -> FileError:
        return FileError(f"{self.document.source}:{self.document.lines.get(key, 1)}: {error}")


def _workspace(corners: tuple[Vector, Vector] | None) -> Workspace:
    if corners is None:
        return Workspace()
    (ax, ay, az), (bx, by, bz) = corners
    return Workspace((ax, ay, az), (bx, by, bz))
