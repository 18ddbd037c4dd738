"""Checks of arguments; each message says what came, what was wanted and what to do."""

from __future__ import annotations

from envs.task.prelude.goals import Goal
from envs.task.prelude.host import _unknown  # pyright: ignore[reportMissingModuleSource]
from envs.task.prelude.objects import Group, Object, Part
from envs.task.prelude.places import Absent, Axis, Place, Point, ToolAxis, ToolPoint


def _show(value):
    if isinstance(value, Object):
        return f"the object {value.name!r}"
    if isinstance(value, Part):
        return f"the part {value.name!r} of {value.object.name!r}"
    if isinstance(value, Group):
        return f"the group {value.name!r}"
    if isinstance(value, Absent):
        return f"nothing, since {value.reason}"
    if isinstance(value, Place):
        return f"the place {value.name!r} of {value.object!r}"
    if isinstance(value, Point):
        return f"the point {value.name!r}"
    if isinstance(value, Axis):
        return f"the axis {value.name!r}"
    if isinstance(value, (ToolPoint, ToolAxis)):
        return f"hand.{value.name}"
    if isinstance(value, Goal):
        return "a goal"
    if value is None or isinstance(value, (bool, int, float, str)):
        return repr(value)[:80]
    return f"a {type(value).__name__}"


def _number(value, what, low, high):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{what} is {_show(value)}; give a number")
    if not low <= value <= high:
        raise ValueError(f"{what} is {value}; give a number from {low} to {high}")
    return value


def _text(value, what, longest):
    if not isinstance(value, str):
        raise TypeError(f"{what} is {_show(value)}; give a text")
    if not 0 < len(value.strip()) <= longest:
        raise ValueError(f"{what} has {len(value)} characters; give 1 to {longest}")
    return value


def _pair(value, what, low, high):
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise TypeError(f"{what} is {_show(value)}; give two numbers (low, high)")
    first, last = _number(value[0], what, low, high), _number(value[1], what, low, high)
    if first > last:
        raise ValueError(f"{what} is ({first}, {last}); give the lower number first")
    return [first, last]


def _vector(value, what, length):
    if not isinstance(value, (list, tuple)) or len(value) != length:
        raise TypeError(f"{what} is {_show(value)}; give {length} numbers")
    return [_number(item, what, -100, 100) for item in value]


def _one_of(value, what, known):
    if not isinstance(value, str):
        raise TypeError(f"{what} is {_show(value)}; give one of: {', '.join(known)}")
    if value not in known:
        raise ValueError(_unknown(what, value, list(known)))
    return value


def _name(value, what):
    _text(value, what, 64)
    letters = "abcdefghijklmnopqrstuvwxyz"
    if value[0] not in letters or [c for c in value if c not in letters + "0123456789_"]:
        raise ValueError(f"{what} is {value!r}; use lower-case letters, digits and _, and start with a letter")
    return value


def _goal(value, what):
    if not isinstance(value, Goal):
        raise TypeError(f"{what} is {_show(value)}; give a goal such as drawer.opened() or ball.inside(bowl)")
    return value.data


def _goals(values, what):
    found = []
    for value in values:
        found += [_goal(item, what) for item in value] if isinstance(value, (list, tuple)) else [_goal(value, what)]
    if not 0 < len(found) <= 32:
        raise ValueError(f"{what} has {len(found)} goals; give 1 to 32")
    return found


def _object(value, what):
    if not isinstance(value, Object):
        hint = f"; for the object it belongs to use {value.object.name}" if isinstance(value, Part) else ""
        if isinstance(value, Group):
            hint = f"; for one of the {len(value.members)} use {value.name}.members[0]"
        raise TypeError(f"{what} is {_show(value)}; give an object that task.add returned{hint}")
    return value


def _part(value, what):
    if not isinstance(value, Part):
        raise TypeError(f"{what} is {_show(value)}; give a part, such as cabinet.part('drawer')")
    return value


def _point(value, what):
    if isinstance(value, (list, tuple)):
        return {"kind": "world_point", "position": _vector(value, what, 3)}
    if not isinstance(value, Point):
        raise TypeError(f"{what} is {_show(value)}; give a point, such as part.handle.centre or (x, y, z)")
    return value.data


def _line(start, end, what):
    """Return the line of a line object, or from one point to another."""
    if end is None:
        line = _object(start, what)
        start, end = line.point("end.left"), line.point("end.right")
    return {"kind": "line", "start": _point(start, f"{what}'s start"), "end": _point(end, f"{what}'s end")}


def _axis(value, what):
    if not isinstance(value, Axis):
        raise TypeError(f"{what} is {_show(value)}; give an axis, such as part.handle.approach or down")
    return value.data


def _place(value, what, kind) -> Place:
    """Return a place: itself, or the interior or the top of an object or a part."""
    found = value
    if isinstance(value, Object):
        closed = kind == "any" and isinstance(value.interior, Absent)
        found = value.top if kind == "surface" or closed else value.interior
    elif isinstance(value, Part):
        found = value.interior
    wanted = {"volume": "a place with an inside", "surface": "a surface", "any": "a place"}[kind]
    if not isinstance(found, Place) or (kind != "any" and found.kind != kind):
        raise TypeError(f"{what} is {_show(found)}; give {wanted}, or an object or part that has one")
    return found
