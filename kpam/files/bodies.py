"""The parts of a file that say what stands around, what is held, and what moves: read, and written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpam.errors import unknown
from kpam.files.document import Body, Grasp, Held, Hold, Moves, Place, Pose, Shape, Turns, Vector
from kpam.files.marked import Marked
from kpam.files.values import placed, pose_mapping, read_place, written

POSE = ("position", "quaternion")
PLACES = ("points", "axes", "symmetries")
SOLID = ("asset", "open", "shapes")
MOST_TURNS = 360
SIZES = {"box": 3, "cylinder": 2, "sphere": 1}
"""Kinds of shapes, and how many numbers their size has: edges; radius and length; radius."""


def read_tool(value: Marked) -> str | Body:
    """Return a tool's name, or what it says of a tool of its own; raises FileError, as all of these do."""
    return value.text("tool") if value.is_text else _body(value, "the tool", PLACES)


def read_objects(value: Marked) -> dict[str, Body]:
    """Return the objects of a scene by name."""
    found = value.entries("objects").items()
    return {name: _body(body, f"object {name!r}", (*POSE, *PLACES, *SOLID)) for name, body in found}


def read_held(value: Marked) -> Held:
    """Return the object in the hand; one that is an asset needs no name."""
    what = "the held object"
    keys = ("name", "grasp", *POSE, *PLACES, *SOLID)
    given = value.known(what, keys, required=() if "asset" in value.entries(what) else ("name",))
    if "grasp" in given and ("position" in given or "quaternion" in given):
        raise given["grasp"].error(f"{what} has a grasp and a pose in the hand; give one of them")
    body = _body(value, what, keys, posed=False)
    name = given["name"].text("the name of the held object") if "name" in given else str(body.asset).partition("/")[0]
    return Held(name, body, read_hold(given["grasp"]) if "grasp" in given else placed(given))


def read_moves(value: Marked) -> Moves:
    """Return which object moves, and how it may be held."""
    given = value.known("moves", ("object", "grasps", "region"), required=("object",))
    return Moves(
        object=given["object"].text("the object that moves"),
        grasps=tuple(read_hold(hold) for hold in given["grasps"].items("grasps")) if "grasps" in given else (),
        region=read_corners(given["region"], "region") if "region" in given else None,
        line=value.line,
    )


def read_hold(value: Marked) -> Hold:
    """Return how a body is held: the name of a grasp, its point and axes, or the body's pose in the hand."""
    if value.is_text:
        name = value.text("a grasp")
        return Grasp(name, f"{name}.approach", f"{name}.closing", value.line)
    if set(value.entries("a grasp")) & set(POSE):
        return placed(value.known("a grasp", POSE))
    keys = ("point", "approach", "closing")
    given = value.known("a grasp", keys, required=keys)
    approach, closing = (_axis(given[key], key) for key in ("approach", "closing"))
    return Grasp(read_place(given["point"], "point"), approach, closing, value.line)


def read_shapes(value: Marked) -> dict[str, Shape]:
    """Return shapes by name."""
    return {name: _shape(shape, f"obstacle {name!r}") for name, shape in value.entries("obstacles").items()}


def read_corners(value: Marked, what: str) -> tuple[Vector, Vector]:
    """Return the lower and upper corner of a box."""
    given = value.known(what, ("lower", "upper"), required=("lower", "upper"))
    lower, upper = given["lower"].vector("lower"), given["upper"].vector("upper")
    if any(low > high for low, high in zip(lower, upper, strict=True)):
        raise value.error(f"{what} from {list(lower)} to {list(upper)}; every lower bound must be below its upper")
    return lower, upper


def body_mapping(body: Body) -> dict[str, Any]:
    """Return a body as the mapping that is read; what a file need not say is None or empty."""
    return {
        "asset": body.asset,
        "open": body.opened or None,
        **pose_mapping(body.pose),
        "points": {name: list(point) for name, point in body.points.items()} or None,
        "axes": {name: list(axis) for name, axis in body.axes.items()} or None,
        "symmetries": [_turns_mapping(turn) for turn in body.symmetries],
        "shapes": [shape_mapping(shape) for shape in body.shapes],
    }


def held_mapping(held: Held) -> dict[str, Any]:
    """Return what is held as the mapping that is read."""
    hold = pose_mapping(held.hold) if isinstance(held.hold, Pose) else {"grasp": _hold_mapping(held.hold)}
    return {"name": held.name, **hold, **body_mapping(held.body)}


def moves_mapping(moves: Moves) -> dict[str, Any]:
    """Return what moves as the mapping that is read."""
    region = None if moves.region is None else corners_mapping(moves.region)
    return {"object": moves.object, "grasps": [_hold_mapping(hold) for hold in moves.grasps], "region": region}


def shape_mapping(shape: Shape) -> dict[str, Any]:
    """Return a shape as the mapping that is read."""
    return {"kind": shape.kind, "size": list(shape.size), **pose_mapping(shape.pose)}


def corners_mapping(corners: tuple[Vector, Vector]) -> dict[str, Any]:
    """Return a box as the mapping that is read."""
    return {"lower": list(corners[0]), "upper": list(corners[1])}


def _body(value: Marked, what: str, keys: tuple[str, ...], *, posed: bool = True) -> Body:
    given = value.known(what, keys)
    points = given["points"].entries(f"the points of {what}") if "points" in given else {}
    axes = given["axes"].entries(f"the axes of {what}") if "axes" in given else {}
    turns = given["symmetries"].items(f"the symmetries of {what}") if "symmetries" in given else []
    shapes = given["shapes"].items(f"the shapes of {what}") if "shapes" in given else []
    return Body(
        points={name: point.vector(f"point {name!r}") for name, point in points.items()},
        axes={name: _length(axis, f"axis {name!r}") for name, axis in axes.items()},
        pose=placed(given) if posed else Pose(),
        symmetries=tuple(_turns(turn) for turn in turns),
        shapes=tuple(_shape(shape, f"a shape of {what}") for shape in shapes),
        asset=given["asset"].text("the asset") if "asset" in given else None,
        opened=_share(given),
        line=value.line,
    )


def _share(given: Mapping[str, Marked]) -> float:
    if "open" not in given:
        return 0.0
    share = given["open"].number("open")
    if "asset" not in given or not 0 <= share <= 1:
        raise given["open"].error(f"open {share:g}; give the share by which the joints of an asset are open, 0 to 1")
    return share


def _axis(value: Marked, what: str) -> str | Vector:
    return value.text(what) if value.is_text else _length(value, what)


def _length(value: Marked, what: str) -> Vector:
    axis = value.vector(what)
    if not any(axis):
        raise value.error(f"{what} has no length; give a direction")
    return axis


def _turns(value: Marked) -> Turns:
    given = value.known("a symmetry", ("about", "through", "count"), required=("about", "count"))
    through, count = given.get("through"), given["count"]
    number = None if count.is_text and count.text("count") == "any" else count.number("the count of a symmetry")
    if number is not None and (number != int(number) or not 2 <= number <= MOST_TURNS):
        raise count.error(f"count {number:g}; say how often it looks the same in a turn, 2 to {MOST_TURNS}, or: any")
    place: Place = (0.0, 0.0, 0.0) if through is None else read_place(through, "through")
    return Turns(_axis(given["about"], "about"), place, None if number is None else int(number))


def _shape(value: Marked, what: str) -> Shape:
    given = value.known(what, ("kind", "size", *POSE), required=("kind", "size"))
    kind = given["kind"].text(f"the kind of {what}")
    if kind not in SIZES:
        raise given["kind"].error(unknown("kind of shape", kind, SIZES))
    size = given["size"].vector("size", SIZES[kind])
    if min(size) <= 0:
        raise given["size"].error(f"size {list(size)}; every length must be positive")
    return Shape(kind, size, placed(given))  # pyright: ignore[reportArgumentType]  # one of SIZES


def _turns_mapping(turn: Turns) -> dict[str, Any]:
    through = {} if turn.through == (0.0, 0.0, 0.0) else {"through": written(turn.through)}
    return {"about": written(turn.about), **through, "count": turn.count or "any"}


def _hold_mapping(hold: Hold) -> Any:
    if isinstance(hold, Pose):
        return written(hold)
    named = isinstance(hold.point, str) and hold == Grasp(hold.point, f"{hold.point}.approach", f"{hold.point}.closing")
    keys = ("point", "approach", "closing")
    return hold.point if named else {key: written(getattr(hold, key)) for key in keys}
