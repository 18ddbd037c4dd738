"""What the robot does: constraints on the hand, motions in contact, and actions made of them."""

from __future__ import annotations

import math

from envs.task.prelude.checks import _axis, _line, _number, _object, _one_of, _part, _place, _point, _show, _vector
from envs.task.prelude.objects import Group, Object, Part
from envs.task.prelude.places import Axis, Place, Point, ToolAxis, ToolPoint, hand


class Constraint:
    """A condition on the hand, from `meet`, `on_plane`, `parallel`, `antiparallel`, `orthogonal` or `at_angle`."""

    def __init__(self, data):
        self.data = data


class Motion:
    """A motion in contact, from `follow`, `translate` or `rotate`."""

    def __init__(self, data):
        self.data = data


class Action:
    """Something the robot does, from `actuate`, `pick`, `place`, `push`, `sweep` or `auto`."""

    def __init__(self, data):
        self.data = data


def _tool(value, cls, what, examples):
    if not isinstance(value, cls):
        raise TypeError(f"{what} got {_show(value)} first; give {examples}")
    return value.name


def meet(tool: ToolPoint, point: Point, tolerance: float = 0.001) -> Constraint:
    """A point of the hand meets a point of the scene, within metres."""
    name = _tool(tool, ToolPoint, "meet()", "hand.grasp, hand.tip or hand.palm")
    data = {"kind": "meet", "tool": name, "target": _point(point, "meet()'s point")}
    data["tolerance"] = _number(tolerance, "tolerance", 0.0001, 0.1)
    return Constraint(data)


def on_plane(tool: ToolPoint, point: Point, normal: Axis, tolerance: float = 0.001) -> Constraint:
    """A point of the hand lies in the plane through a point with this normal, within metres."""
    name = _tool(tool, ToolPoint, "on_plane()", "hand.grasp, hand.tip or hand.palm")
    data = {"kind": "on_plane", "tool": name, "target": _point(point, "on_plane()'s point")}
    data["normal"] = _axis(normal, "on_plane()'s normal")
    data["tolerance"] = _number(tolerance, "tolerance", 0.0001, 0.1)
    return Constraint(data)


def at_angle(tool: ToolAxis, axis: Axis, radians: float, tolerance: float = 0.01) -> Constraint:
    """An axis of the hand makes an angle with an axis of the scene, within radians."""
    name = _tool(tool, ToolAxis, "a constraint on an axis", "hand.approach, hand.fingers or hand.side")
    data = {"kind": "at_angle", "tool": name, "target": _axis(axis, "the scene's axis")}
    data["angle"] = _number(radians, "radians", 0, math.pi)
    data["tolerance"] = _number(tolerance, "tolerance", 0.001, 1.6)
    return Constraint(data)


def parallel(tool: ToolAxis, axis: Axis, tolerance: float = 0.01) -> Constraint:
    """An axis of the hand points along an axis of the scene, within radians."""
    return at_angle(tool, axis, 0, tolerance)


def antiparallel(tool: ToolAxis, axis: Axis, tolerance: float = 0.01) -> Constraint:
    """An axis of the hand points against an axis of the scene, within radians."""
    return at_angle(tool, axis, math.pi, tolerance)


def orthogonal(tool: ToolAxis, axis: Axis, tolerance: float = 0.01) -> Constraint:
    """An axis of the hand is at right angles to an axis of the scene, within radians."""
    return at_angle(tool, axis, math.pi / 2, tolerance)


def grip(part: Part, tilt: float = 0.6) -> list[Constraint]:
    """The constraints that bring the hand to a part's handle.

    The grasp point meets the handle's centre, the fingers close across the bar, and the hand advances along the
    handle's approach, tilted about the bar by at most `tilt` radians where the arm cannot reach otherwise.
    """
    handle = _part(part, "grip()").handle
    return [
        meet(hand.grasp, handle.centre),
        parallel(hand.approach, handle.approach, tilt),
        orthogonal(hand.approach, handle.axis, 0.05),
        orthogonal(hand.fingers, handle.axis, 0.05),
    ]


def follow(part: Part, to: float) -> Motion:
    """Move with a part along its joint's arc until it is open to this fraction (0 closed, 1 wide open)."""
    data = {"kind": "follow", "part": _part(part, "follow()").data, "to": _number(to, "to", 0, 1)}
    return Motion(data)


def translate(axis: Axis, distance: float) -> Motion:
    """Move the hand straight along an axis by metres."""
    data = {"kind": "translate", "direction": _axis(axis, "translate()'s axis")}
    data["distance"] = _number(distance, "distance", 0.001, 1)
    return Motion(data)


def rotate(axis: Axis, angle: float) -> Motion:
    """Turn the hand about an axis through its grasp point by radians."""
    data = {"kind": "rotate", "axis": _axis(axis, "rotate()'s axis"), "angle": _number(angle, "angle", -6.3, 6.3)}
    return Motion(data)


def actuate(
    constraints: list[Constraint],
    gripper: str = "close",
    approach: float = 0.08,
    then: Motion | list[Motion] | None = None,
    retreat: float = 0.08,
) -> Action:
    """Bring the hand to where the constraints hold, set the gripper, move in contact, let go, retreat.

    `gripper` is "close" (on a handle) or "shut" (to push with closed fingers); `approach` and `retreat` are the
    metres over which the hand comes in and leaves; `then` is a motion or a list of them.
    """
    listed = list(constraints) if isinstance(constraints, (list, tuple)) else [constraints]
    if not 0 < len(listed) <= 16:
        raise ValueError(f"actuate() has {len(listed)} constraints; give 1 to 16, such as grip(part)")
    for item in listed:
        if not isinstance(item, Constraint):
            raise TypeError(f"actuate() got {_show(item)} among its constraints; give meet(...), parallel(...), ...")
    motions = [] if then is None else list(then) if isinstance(then, (list, tuple)) else [then]
    for item in motions:
        if not isinstance(item, Motion):
            raise TypeError(f"then= is {_show(item)}; give follow(...), translate(...) or rotate(...)")
    data = {"kind": "actuate", "constraints": [item.data for item in listed]}
    data["gripper"] = _one_of(gripper, "gripper", ["close", "shut"])
    data["approach"] = _number(approach, "approach", 0, 0.3)
    data["then"] = [item.data for item in motions]
    data["retreat"] = _number(retreat, "retreat", 0, 0.3)
    return Action(data)


def pick(obj: Object, lift: float = 0.15) -> Action:
    """Grasp an object and lift it by metres."""
    if _object(obj, "pick()").fixed:
        raise ValueError(f"pick(): {obj.name!r} is fixed to the table; pick something that stands free")
    return Action({"kind": "pick", "object": obj.name, "lift": _number(lift, "lift", 0, 0.5)})


def place(
    obj: Object,
    target: Place | Object | Part | Point | list[Object],
    offset: tuple[float, float] = (0, 0),
    yaw: float | None = None,
) -> Action:
    """Set the object that was picked down in or on a place, on objects, or at a point (x, y, z), and let go.

    A list of objects means on top of them, over the middle of their centres: a block that two others carry. `offset`
    moves it within the place by metres. `yaw` is the angle in radians from the target's x axis to the object's, seen
    from above (for a list of objects, from the line from the first to the last); by default any.
    """
    data = {"kind": "place", "object": _object(obj, "place()").name, "offset": _vector(offset, "offset", 2)}
    if isinstance(target, (list, tuple)) and [item for item in target if isinstance(item, Object)]:
        if len(target) > 8:
            raise ValueError(f"place(): {len(target)} objects under {obj.name!r}; give 1 to 8")
        under = [_object(item, "what is under the object in place()").name for item in target]
        data["target"] = {"kind": "over", "objects": under}
        if obj.name in under:
            raise ValueError(f"place(): {obj.name!r} cannot be put on itself; name other objects")
    else:
        data["target"] = _target(obj, target, "place()")
    if yaw is not None:
        data["yaw"] = _number(yaw, "yaw", -6.3, 6.3)
    return Action(data)


def _target(obj, target, what):
    if isinstance(target, (Point, list, tuple)):
        return _point(target, f"{what}'s target")
    data = _place(target, f"{what}'s target", "any").data
    if data["object"] == obj.name:
        raise ValueError(f"{what}: {obj.name!r} cannot be its own target; name another")
    return data


def push(obj: Object, target: Place | Object | Part | Point) -> Action:
    """Push an object along the table, straight to the middle of a place or to a point (x, y, z)."""
    if _object(obj, "push()").fixed:
        raise ValueError(f"push(): {obj.name!r} is fixed to the table; push something that stands free")
    return Action({"kind": "push", "object": obj.name, "target": _target(obj, target, "push()")})


def sweep(objects: Group | list[Object], target: Place | Object, share: float = 0.9, distance: float = 0.02) -> Action:
    """Sweep small things into a place with a spatula, stroke by stroke, until this share of them lies there.

    A line object is swept over: to `distance` metres beyond it, on the side where they did not start.
    """
    listed = objects.members if isinstance(objects, Group) else objects
    if not isinstance(listed, (list, tuple)) or not listed:
        raise TypeError(f"sweep() got {_show(objects)}; give a pile or a list of objects")
    data = {"kind": "sweep", "objects": [_object(item, "sweep()").name for item in listed]}
    if isinstance(target, Object) and "end.left" in target.point_names:
        data["target"] = _line(target, None, "sweep()'s target")
    elif isinstance(target, Point):
        raise TypeError(f"sweep()'s target is {_show(target)}; give a place, such as a zone, or a line to sweep over")
    else:
        data["target"] = _place(target, "sweep()'s target", "any").data
    data["share"] = _number(share, "share", 0.01, 1)
    data["distance"] = _number(distance, "distance", 0, 0.2)
    return Action(data)


def auto() -> Action:
    """Whatever picks, places, pushes and sweeps bring the task's goal about, derived from the goal and the scene."""
    return Action({"kind": "auto"})
