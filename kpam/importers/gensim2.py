"""Reads the solver configurations of GenSim2 (Hua et al. 2024, arXiv 2410.03645): YAML, one file for each task."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from kpam.errors import unknown
from kpam.files.document import (
    Along,
    Between,
    ConstraintEntry,
    Direction,
    Document,
    PlanEntry,
    Value,
    Vector,
)
from kpam.files.marked import Marked, parse
from kpam.importers.gensim2_motions import IDENTITY, read_motion, undone
from kpam.keypoints import Tool

TIMES = ("actuation_time", "pre_actuation_times", "post_actuation_times")
"""Keys that are read over: a trajectory takes as long as the arm's limits make it."""
KEYS = (
    "task_name",
    "category_name",
    "tool_keypoint_name_list",
    "object_keypoint_name_list",
    "constraint_list",
    "pre_actuation_motions",
    "post_actuation_motions",
    *TIMES,
)
TOOL_KEYPOINTS = ("tool_head", "tool_tail", "tool_side")
OBJECT = "object"
"""What the object is called in the document that comes of a configuration."""

_FRAME_AXIS = ("type", "axis_from_keypoint_name", "axis_to_keypoint_name", "target_axis", "target_axis_frame")
_KEYPOINT_AXIS = (
    "type",
    "axis_from_keypoint_name",
    "axis_to_keypoint_name",
    "target_axis_from_keypoint_name",
    "target_axis_to_keypoint_name",
)
_ANGLE = ("target_inner_product", "tolerance")
_COST = ("type", "keypoint_name", "target_keypoint_name")
TYPES: dict[str, tuple[str, ...]] = {
    "point2point_constraint": ("type", "keypoint_name", "target_keypoint_name", "tolerance"),
    "frame_axis_parallel": (*_FRAME_AXIS, *_ANGLE),
    "frame_axis_orthogonal": (*_FRAME_AXIS, *_ANGLE),
    "keypoint_axis_parallel": (*_KEYPOINT_AXIS, *_ANGLE),
    "keypoint_axis_orthogonal": (*_KEYPOINT_AXIS, *_ANGLE),
    "point2point_cost": (*_COST, "penalty_weight"),
    "point2plane_cost": (*_COST, "plane_normal", "penalty_weight"),
}
"""Every type of constraint, and the keys that it must have; no other is known."""
BY_COSINE = {1.0: "axis_parallel", -1.0: "axis_antiparallel", 0.0: "axis_orthogonal"}
OURS = {
    "keypoint_name": "tool_point",
    "target_keypoint_name": "target",
    "axis_from_keypoint_name": "tool_axis",
    "target_axis_from_keypoint_name": "target_axis",
    "plane_normal": "normal",
    "penalty_weight": "weight",
    "target_inner_product": "angle",
}
"""Which field of ours a key of theirs becomes, for the lines of errors."""
SIDE = 0.045
"""Metres from the head of the tool to its side."""


@dataclass(frozen=True)
class Gensim2Config:
    """A configuration as a problem with a motion plan.

    Attributes:
        document: about a tool called `gripper` that has GenSim2's points (see `tool_keypoints`), and an object called
            `object` that whoever builds the problem has to know, at the pose of the frame of its `target_axis`.
        keypoints: the names of the object's points that the document is about.
    """

    document: Document
    keypoints: tuple[str, ...]


def tool_keypoints(gripper: Tool) -> Tool:
    """Return a gripper with the points that GenSim2 gives a tool; it must have `grasp`, `palm` and the axis `fingers`.

    GenSim2's own gripper has longer fingers: there the head, between the fingertips, is at 0.165 m and the tail at
    0.075 m along the approach axis. What they stand for is kept, not where they are: the fingers meet at the head, the
    hand's body ends at the tail, and the side is where an open finger is, 0.045 m from the head.

    Raises:
        KeypointError: the gripper lacks one of these.
    """
    head = gripper.point("grasp")
    points = {"tool_head": head, "tool_tail": gripper.point("palm"), "tool_side": head + SIDE * gripper.axis("fingers")}
    return Tool(gripper.name, {**gripper.points, **points}, gripper.axes, gripper.pose, gripper.turns)


def read_gensim2(text: str, *, source: str = "text", hinge: Vector | None = None) -> Gensim2Config:
    """Read a configuration. Times, and the name of the category, mean nothing to a problem.

    A tolerance of a point is for each of its components. What GenSim2 lists before the actuation leads from the pose in
    contact away from it, so it is carried out backwards.

    Args:
        text: the YAML.
        source: what messages call it.
        hinge: (3,) the axis about which `rotate` turns, in the object's frame, through its origin; None if it has none.

    Raises:
        FileError: naming the line of a key, type, keypoint or motion that is unknown, or of a value that is malformed.
    """
    top = parse(text, source).known("a GenSim2 configuration", KEYS, required=("constraint_list",))
    entries = top["constraint_list"].items("constraint_list")
    if not entries:
        raise top["constraint_list"].error("no constraints; a configuration needs at least one")
    reader = _Constraints(_names(top, "tool_keypoint_name_list"), _names(top, "object_keypoint_name_list"))
    for name, value in (reader.tool or {}).items():
        if name not in TOOL_KEYPOINTS:
            raise value.error(unknown("tool keypoint", name, TOOL_KEYPOINTS))
    constraints = tuple(reader.constraint(entry) for entry in entries)
    away, after = (
        tuple(read_motion(item, hinge) for item in top[key].items(key)) if key in top else ()
        for key in ("pre_actuation_motions", "post_actuation_motions")
    )
    plan = PlanEntry(approach=tuple(undone(step) for step in reversed(away)), contact=after, object=OBJECT)
    name = top["task_name"].text("task_name") if "task_name" in top else ""
    document = Document(name, constraints, plan=plan if away or after else None, source=source)
    return Gensim2Config(document, tuple(reader.used))


@dataclass
class _Constraints:
    """Reads constraints, and remembers which keypoints of the object they are about.

    `tool` and `listed` are the names that the file announces, None where it has no list.
    """

    tool: dict[str, Marked] | None
    listed: dict[str, Marked] | None
    used: dict[str, None] = field(default_factory=dict[str, None])

    def constraint(self, entry: Marked) -> ConstraintEntry:
        """Return one of our constraints; raises FileError."""
        given = entry.entries("a constraint")
        if "type" not in given:
            raise entry.error(f"a constraint has no 'type'; give one of: {', '.join(TYPES)}")
        kind = given["type"].text("the type of a constraint")
        if kind not in TYPES:
            raise given["type"].error(unknown("type of constraint", kind, TYPES))
        given = entry.known(f"a {kind}", TYPES[kind], required=TYPES[kind])
        ours, values = self._about(kind, given)
        if "tolerance" in given:
            values["tolerance"] = given["tolerance"].number("tolerance")
            if ours == "point_to_point":
                values["componentwise"] = True
        if "penalty_weight" in given:
            values["weight"] = given["penalty_weight"].number("penalty_weight")
        lines = {OURS.get(key, key): value.line for key, value in given.items()}
        return ConstraintEntry(ours, values, lines={**lines, "": entry.line})

    def _about(self, kind: str, given: Mapping[str, Marked]) -> tuple[str, dict[str, Value]]:
        """Return our kind of constraint, and the places that it is about."""
        if kind.startswith("point2"):
            point = self._tool_point(given["keypoint_name"])
            values: dict[str, Value] = {"tool_point": point, "target": self._point(given["target_keypoint_name"])}
            if kind != "point2plane_cost":
                return "point_to_point", values
            return "point_to_plane", {**values, "normal": given["plane_normal"].vector("plane_normal")}
        start, end = (self._tool_point(given[f"axis_{way}_keypoint_name"]) for way in ("from", "to"))
        values = {"tool_axis": Between(start, end)}
        if kind.startswith("keypoint"):
            start, end = (self._point(given[f"target_axis_{way}_keypoint_name"]) for way in ("from", "to"))
            values["target_axis"] = Between(start, end)
        else:
            values["target_axis"] = self._frame_axis(given["target_axis"], given["target_axis_frame"])
        cosine = given["target_inner_product"].number("target_inner_product")
        if abs(cosine) > 1.0:
            raise given["target_inner_product"].error(f"target_inner_product {cosine}; give a cosine, -1 to 1")
        if cosine in BY_COSINE:
            return BY_COSINE[cosine], values
        return "axis_at_angle", {**values, "angle": math.acos(cosine)}

    def _frame_axis(self, axis: Marked, frame: Marked) -> Direction:
        """Return a direction of the world, as components, or of the object, by its name."""
        vector = axis.vector("target_axis")
        if not any(vector):
            raise axis.error(f"target_axis {list(vector)} has no length; give a direction")
        where = frame.text("target_axis_frame")
        if where not in ("world", OBJECT):
            raise frame.error(unknown("target_axis_frame", where, ("world", OBJECT)))
        for name, along in zip("xyz", IDENTITY, strict=True):
            if vector in (along, tuple(-part for part in along)):
                return ("-" if sum(vector) < 0 else "") + f"{where}.{name}"
        return vector if where == "world" else Along(where, vector)

    def _tool_point(self, value: Marked) -> str:
        name = value.text("a tool keypoint")
        known = TOOL_KEYPOINTS if self.tool is None else tuple(self.tool)
        if name not in known:
            raise value.error(unknown("tool keypoint", name, known))
        return name

    def _point(self, value: Marked) -> str:
        name = value.text("an object keypoint")
        if self.listed is not None and name not in self.listed:
            raise value.error(unknown("object keypoint", name, self.listed))
        self.used[name] = None
        return f"{OBJECT}.{name}"


def _names(top: Mapping[str, Marked], key: str) -> dict[str, Marked] | None:
    if key not in top:
        return None
    return {item.text(f"a name of {key}"): item for item in top[key].items(key)}
