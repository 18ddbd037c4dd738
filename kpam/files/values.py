"""Points, directions and poses as a file writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from kpam.files.document import Along, Between, Direction, Place, Pose
from kpam.files.marked import Marked

_UNIT = 1e-4  # by which a quaternion's length may differ from 1


def read_place(value: Marked, what: str) -> Place:
    """Return a point: a name, or coordinates; raises FileError."""
    return value.text(what) if value.is_text else value.vector(what)


def read_direction(value: Marked, what: str) -> Direction:
    """Return a direction: a name, components, `{from: point, to: point}` or `{in: object, along: components}`.

    Raises FileError for anything else, and for components without length.
    """
    if value.is_text:
        return value.text(what)
    if value.is_list:
        return _long(value, what)
    if "in" in value.entries(what):
        given = value.known(f"the direction {what}", ("in", "along"), required=("in", "along"))
        return Along(given["in"].text("the object that it is in"), _long(given["along"], "along"))
    ends = value.known(f"the direction {what}", ("from", "to"), required=("from", "to"))
    return Between(ends["from"].text("the point that it is from"), ends["to"].text("the point that it is to"))


def read_pose(value: Marked) -> Pose:
    """Return a pose from its position and quaternion; raises FileError."""
    return placed(value.known("a pose", ("position", "quaternion")))


def placed(given: Mapping[str, Marked]) -> Pose:
    """Return the pose that a mapping's `position` and `quaternion` say; raises FileError."""
    position, turn = given.get("position"), given.get("quaternion")
    quaternion = (1.0, 0.0, 0.0, 0.0) if turn is None else turn.vector("quaternion", 4)
    length = sum(part * part for part in quaternion) ** 0.5
    if turn is not None and abs(length - 1.0) > _UNIT:
        raise turn.error(f"quaternion of length {length:.6g}; give one of length 1, w first")
    return Pose((0.0, 0.0, 0.0) if position is None else position.vector("position"), quaternion)


def pose_mapping(pose: Pose) -> dict[str, Any]:
    """Return what `placed` reads: position and quaternion where they are not the usual ones."""
    usual = asdict(Pose())
    return {key: list(numbers) for key, numbers in asdict(pose).items() if numbers != usual[key]}


def written(value: Any) -> Any:
    """Return a value of a document as what YAML writes."""
    match value:
        case Between(start, end):
            return {"from": start, "to": end}
        case Along(frame, components):
            return {"in": frame, "along": list(components)}
        case Pose():
            return {key: list(numbers) for key, numbers in asdict(value).items()}
        case tuple():
            return list(cast("tuple[Any, ...]", value))
        case _:
            return value


def _long(value: Marked, what: str) -> tuple[float, ...]:
    vector = value.vector(what)
    if not any(vector):
        raise value.error(f"{what} {list(vector)} has no length; give a direction")
    return vector
