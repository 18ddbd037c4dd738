"""Reads a file of a keypoint problem; whatever is wrong with it is said with the line on which it stands."""

from __future__ import annotations

from pathlib import Path

from kpam.constraints import CONSTRAINTS
from kpam.errors import FileError, unknown
from kpam.files.document import (
    VERSION,
    Body,
    ConstraintEntry,
    Document,
    Obstacle,
    Turns,
    Value,
    Vector,
)
from kpam.files.marked import Marked, parse
from kpam.files.plan import read_plan
from kpam.files.schema import FieldSchema, constraint_schema
from kpam.files.values import placed, read_direction, read_place, read_pose

TOP = ("kpam", "name", "tool", "held", "objects", "constraints", "start", "costs", "workspace", "obstacles", "plan")
COSTS = ("joint_change", "posture")
MOST_TURNS = 360
SIZES = {"box": 3, "cylinder": 2, "sphere": 1}
"""Obstacles, and how many numbers their size has: edges; radius and length; radius."""


def read(path: str | Path) -> Document:
    """Read a file of a keypoint problem; see `read_text`.

    Raises:
        FileError: there is no such file, it is no UTF-8 text, or it says something that cannot be meant.
    """
    return read_text(text_of(path), source=str(path))


def text_of(path: str | Path) -> str:
    """Return a file's text; raises FileError where there is none."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise FileError(f"{path}: cannot be read: {reason}; check the path") from error


def read_text(text: str, *, source: str = "text") -> Document:
    """Return what a YAML text says; the schema stands in docs/kpam.md.

    Names of points and axes are not looked up here: `build` does that, with the tool that it is given.

    Args:
        text: the YAML.
        source: what messages call it.

    Raises:
        FileError: naming the line of what is unknown, missing, twice there or of the wrong form.
    """
    root = parse(text, source)
    top = root.known("a keypoint problem", TOP, required=("kpam", "constraints"))
    if top["kpam"].number("the version") != VERSION:
        raise top["kpam"].error(f"version {top['kpam'].text('the version')} of the format; this reads {VERSION}")
    entries = top["constraints"].items("constraints")
    if not entries:
        raise top["constraints"].error("no constraints; a keypoint problem needs at least one")
    costs = top["costs"].known("costs", COSTS) if "costs" in top else {}
    return Document(
        name=top["name"].text("the name") if "name" in top else "",
        constraints=tuple(_constraint(entry) for entry in entries),
        tool=_tool(top["tool"]) if "tool" in top else "gripper",
        held=_held(top["held"]) if "held" in top else None,
        objects=_bodies(top["objects"]) if "objects" in top else {},
        start=top["start"].vector("start", None) if "start" in top else None,
        costs={name: value.number(f"cost {name!r}") for name, value in costs.items()},
        workspace=_workspace(top["workspace"]) if "workspace" in top else None,
        obstacles=_obstacles(top["obstacles"]) if "obstacles" in top else (),
        plan=read_plan(top["plan"]) if "plan" in top else None,
        source=source,
    )


def _constraint(entry: Marked) -> ConstraintEntry:
    given = entry.entries("a constraint")
    if "kind" not in given:
        raise entry.error(f"a constraint has no 'kind'; give one of: {', '.join(CONSTRAINTS)}")
    kind = given["kind"].text("the kind of a constraint")
    if kind not in CONSTRAINTS:
        raise given["kind"].error(unknown("constraint kind", kind, CONSTRAINTS))
    schema = constraint_schema(kind)
    required = ["kind", *(name for name, item in schema.items() if item.required)]
    entry.known(f"a {kind} constraint", ("kind", "name", *schema), required=required)
    written = {name: value for name, value in given.items() if name in schema}
    return ConstraintEntry(
        kind=kind,
        fields={name: _value(value, schema[name]) for name, value in written.items()},
        name=given["name"].text("the name of a constraint") if "name" in given else "",
        lines={"": entry.line, **{name: value.line for name, value in given.items()}},
    )


def _value(value: Marked, schema: FieldSchema) -> Value:
    match schema.form:
        case "number" if schema.name == "weight" and value.is_empty:
            return None
        case "number":
            return value.number(schema.name, bound=schema.name in ("lower", "upper"))
        case "numbers":
            return value.vector(schema.name, None)
        case "tool point" | "point":
            return read_place(value, schema.name)
        case "tool axis" | "direction":
            return read_direction(value, schema.name)
        case "pose":
            return value.text(schema.name) if value.is_text else read_pose(value)
        case "names":
            return tuple(item.text(schema.name) for item in value.items(schema.name))


def _tool(value: Marked) -> str | Body:
    return value.text("tool") if value.is_text else _body(value, "the tool", ("points", "axes", "symmetries"))


def _held(value: Marked) -> tuple[str, Body]:
    keys = ("name", "position", "quaternion", "points", "axes", "symmetries")
    given = value.known("the held object", keys, required=("name",))
    return given["name"].text("the name of the held object"), _body(value, "the held object", keys)


def _bodies(value: Marked) -> dict[str, Body]:
    keys = ("position", "quaternion", "points", "axes", "symmetries")
    return {name: _body(body, f"object {name!r}", keys) for name, body in value.entries("objects").items()}


def _body(value: Marked, what: str, keys: tuple[str, ...]) -> Body:
    given = value.known(what, keys)
    points = given["points"].entries(f"the points of {what}") if "points" in given else {}
    axes = given["axes"].entries(f"the axes of {what}") if "axes" in given else {}
    turns = given["symmetries"].items(f"the symmetries of {what}") if "symmetries" in given else []
    return Body(
        points={name: point.vector(f"point {name!r}") for name, point in points.items()},
        axes={name: _axis(axis, f"axis {name!r}") for name, axis in axes.items()},
        pose=placed(given),
        symmetries=tuple(_turns(turn) for turn in turns),
    )


def _axis(value: Marked, what: str) -> Vector:
    axis = value.vector(what)
    if not any(axis):
        raise value.error(f"{what} has no length; give a direction")
    return axis


def _turns(value: Marked) -> Turns:
    given = value.known("a symmetry", ("about", "through", "count"), required=("about", "count"))
    about, through, count = given["about"], given.get("through"), given["count"]
    number = None if count.is_text and count.text("count") == "any" else count.number("the count of a symmetry")
    if number is not None and (number != int(number) or not 2 <= number <= MOST_TURNS):
        raise count.error(f"count {number:g}; say how often it looks the same in a turn, 2 to {MOST_TURNS}, or: any")
    return Turns(
        about=about.text("about") if about.is_text else about.vector("about"),
        through=(0.0, 0.0, 0.0) if through is None else read_place(through, "through"),
        count=None if number is None else int(number),
    )


def _workspace(value: Marked) -> tuple[Vector, Vector]:
    given = value.known("workspace", ("lower", "upper"), required=("lower", "upper"))
    lower, upper = given["lower"].vector("lower"), given["upper"].vector("upper")
    if any(low > high for low, high in zip(lower, upper, strict=True)):
        raise value.error(f"workspace from {list(lower)} to {list(upper)}; every lower bound must be below its upper")
    return lower, upper


def _obstacles(value: Marked) -> tuple[Obstacle, ...]:
    return tuple(_obstacle(name, body) for name, body in value.entries("obstacles").items())


def _obstacle(name: str, value: Marked) -> Obstacle:
    given = value.known(f"obstacle {name!r}", ("kind", "size", "position", "quaternion"), required=("kind", "size"))
    kind = given["kind"].text("the kind of an obstacle")
    if kind not in SIZES:
        raise given["kind"].error(unknown("kind of obstacle", kind, SIZES))
    size = given["size"].vector("size", SIZES[kind])
    if min(size) <= 0:
        raise given["size"].error(f"size {list(size)}; every length must be positive")
    return Obstacle(name, kind, size, placed(given))  # pyright: ignore[reportArgumentType]  # one of SIZES
