"""Points, axes and places of the scene, and those of the hand."""

from __future__ import annotations

from envs.task.prelude.checks import _point, _vector


class Point:
    """A point of the scene, from `object.point(name)`, `part.handle.centre` or `at(x, y, z)`."""

    def __init__(self, name, data):
        self.name = name
        self.data = data


class Axis:
    """A direction of the scene, from `object.axis(name)`, `part.handle.approach`, `up`, `toward(x, y, z)`, ..."""

    def __init__(self, name, data):
        self.name = name
        self.data = data


class Place:
    """A volume or a surface of an object, from `object.place(name)`, `object.interior`, `object.top`.

    `size` are its edges (x, y, z) in metres along its own axes; a surface has no z: 0.
    """

    def __init__(self, object, name, kind, size):
        self.object = object
        self.name = name
        self.kind = kind
        self.size = size
        self.data = {"kind": "place", "object": object, "place": name}


class Absent:
    """Stands where an asset has no such place; using it is an error that says why."""

    def __init__(self, reason):
        self.reason = reason


class ToolPoint:
    """A point of the hand: `hand.grasp`, `hand.tip` or `hand.palm`."""

    def __init__(self, name):
        self.name = name


class ToolAxis:
    """An axis of the hand: `hand.approach`, `hand.fingers` or `hand.side`."""

    def __init__(self, name):
        self.name = name


class Hand:
    """The robot's hand.

    Points of a gripper: `grasp` between the fingertips, `tip` their foremost point, `palm` where the fingers begin; of
    a suction cup: `cup`, the middle of its lip; of a spatula: `blade`, the middle of its lower edge.
    Axes: `approach` along which the hand advances; `fingers` along which they close, or along the blade's width, `side`
    across both. A suction cup has `approach` alone.
    """

    def __init__(self):
        self.grasp = ToolPoint("grasp")
        self.tip = ToolPoint("tip")
        self.palm = ToolPoint("palm")
        self.cup = ToolPoint("cup")
        self.blade = ToolPoint("blade")
        self.approach = ToolAxis("approach")
        self.fingers = ToolAxis("fingers")
        self.side = ToolAxis("side")


def _world_axis(name, x, y, z):
    return Axis(name, {"kind": "world_axis", "direction": [x, y, z]})


hand = Hand()
up = _world_axis("up", 0, 0, 1)
down = _world_axis("down", 0, 0, -1)
forward = _world_axis("forward", 1, 0, 0)
backward = _world_axis("backward", -1, 0, 0)
left = _world_axis("left", 0, 1, 0)
right = _world_axis("right", 0, -1, 0)


def at(x: float, y: float, z: float) -> Point:
    """A point fixed in the world, metres: the robot's base is the origin, x forward, y left, z up from the table."""
    return Point(f"at({x}, {y}, {z})", _point((x, y, z), "at()"))


def toward(x: float, y: float, z: float) -> Axis:
    """A direction fixed in the world; need not have length 1."""
    direction = _vector((x, y, z), "toward()", 3)
    if max(abs(x), abs(y), abs(z)) < 1e-6:
        raise ValueError(f"toward({x}, {y}, {z}) has no length; give a direction")
    return Axis(f"toward({x}, {y}, {z})", {"kind": "world_axis", "direction": direction})


def direction(start: Point, end: Point) -> Axis:
    """The direction from one named point of an object to another."""
    for value in (start, end):
        if not isinstance(value, Point) or value.data["kind"] != "point":
            raise TypeError("direction() takes two named points of objects, such as cabinet.point('...')")
    return Axis(f"{start.name} to {end.name}", {"kind": "pair_axis", "start": start.data, "end": end.data})
