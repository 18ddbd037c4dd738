"""Reads a file of a keypoint problem; whatever is wrong with it is said with the line on which it stands."""

from __future__ import annotations

from pathlib import Path

from kpam.constraints import CONSTRAINTS
from kpam.errors import FileError, unknown
from kpam.files.bodies import read_corners, read_held, read_moves, read_objects, read_shapes, read_tool
from kpam.files.document import VERSION, ConstraintEntry, Document, Value
from kpam.files.marked import MOST_BYTES, Marked, parse
from kpam.files.plan import read_plan
from kpam.files.schema import FieldSchema, constraint_schema
from kpam.files.values import read_direction, read_place, read_pose

TOP = (
    "kpam",
    "name",
    "tool",
    "held",
    "objects",
    "moves",
    "constraints",
    "start",
    "costs",
    "workspace",
    "obstacles",
    "plan",
)
COSTS = ("joint_change", "posture")


def read(path: str | Path) -> Document:
    """Read a file of a keypoint problem; see `read_text`.

    Raises:
        FileError: there is no such file, it is no UTF-8 text, or it says something that cannot be meant.
    """
    return read_text(text_of(path), source=str(path))


def text_of(path: str | Path) -> str:
    """Return a file's text; raises FileError where there is none, or where it is too long or no UTF-8."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror}; check the path") from error
    if len(data) > MOST_BYTES:
        raise FileError(f"{path}: more than {MOST_BYTES} bytes; is it a file of a keypoint problem?")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileError(f"{path}:{line}: byte {data[error.start]:#04x} is no UTF-8 text; save it as UTF-8") from error


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
        tool=read_tool(top["tool"]) if "tool" in top else "gripper",
        held=read_held(top["held"]) if "held" in top else None,
        objects=read_objects(top["objects"]) if "objects" in top else {},
        moves=read_moves(top["moves"]) if "moves" in top else None,
        start=top["start"].vector("start", None) if "start" in top else None,
        costs={name: _weight(f"cost {name!r}", value) for name, value in costs.items()},
        workspace=read_corners(top["workspace"], "workspace") if "workspace" in top else None,
        obstacles=read_shapes(top["obstacles"]) if "obstacles" in top else {},
        plan=read_plan(top["plan"]) if "plan" in top else None,
        source=source,
        lines={key: value.line for key, value in top.items()},
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
        case "flag":
            return value.flag(schema.name)
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


def _weight(what: str, value: Marked) -> float:
    weight = value.number(what)
    if weight < 0:
        raise value.error(f"{what} {weight:g}; give a weight from 0")
    return weight
