"""Objects of the scene and their parts, with what a goal can ask of them."""

from __future__ import annotations

import math

from envs.task.prelude.checks import _line, _number, _object, _one_of, _place, _show, _text, _vector
from envs.task.prelude.goals import Goal
from envs.task.prelude.host import _unknown  # pyright: ignore[reportMissingModuleSource]
from envs.task.prelude.places import Absent, Axis, Place, Point


class Handle:
    """Where a part is grasped or pushed.

    `centre` is a point; `approach` (the way the hand advances), `axis` (along the bar) and `opening` (the way it
    moves when it opens) are axes.
    """

    def __init__(self, object, name):
        self.centre = object.point(name + ".centre")
        self.approach = object.axis(name + ".approach")
        self.axis = object.axis(name + ".axis")
        self.opening = object.axis(name + ".opening")


class Part:
    """A drawer, a door, a lid, a lever: what moves on a joint. 0 is closed, 1 is wide open.

    `name`, `noun` and `which` say what it is; `handle` is where to hold it, `interior` the place within it, if any;
    `handle_kind` is "grasp" or "push".
    """

    def __init__(self, object, info):
        self.object = object
        self.name = info["name"]
        self.noun = info["noun"]
        self.which = info["which"]
        self.handle = Handle(object, info["handle"])
        self.handle_kind = info["handle_kind"]
        self.data = {"kind": "part", "object": object.name, "part": info["name"]}
        if info["interior"] is None:
            self.interior = Absent(f"the part {self.name!r} of {object.name!r} has no interior")
        else:
            self.interior = object.place(info["interior"])

    def at_least(self, fraction: float) -> Goal:
        """Open to at least this fraction of its range."""
        return Goal({"kind": "joint_fraction", "part": self.data, "at_least": _number(fraction, "fraction", 0, 1)})

    def at_most(self, fraction: float) -> Goal:
        """Open to at most this fraction of its range."""
        return Goal({"kind": "joint_fraction", "part": self.data, "at_most": _number(fraction, "fraction", 0, 1)})

    def between(self, low: float, high: float) -> Goal:
        """Open to between two fractions of its range."""
        first, last = _number(low, "low", 0, 1), _number(high, "high", 0, 1)
        if first >= last:
            raise ValueError(f"between({low}, {high}): give the lower fraction first")
        return Goal({"kind": "joint_fraction", "part": self.data, "at_least": first, "at_most": last})

    def opened(self, fraction: float = 0.8) -> Goal:
        """Open: at least this fraction."""
        return self.at_least(fraction)

    def closed(self, fraction: float = 0.1) -> Goal:
        """Closed: at most this fraction."""
        return self.at_most(fraction)

    def changed_by(self, fraction: float) -> Goal:
        """Opened further by at least this fraction than at the start; a negative fraction asks for closing."""
        bound = "at_least" if _number(fraction, "fraction", -1, 1) >= 0 else "at_most"
        return Goal({"kind": "joint_fraction", "part": self.data, bound: fraction, "relative": True})

    def unchanged(self, tolerance: float = 0.02) -> Goal:
        """Where it was at the start, within radians or metres of its joint."""
        data = {"kind": "unchanged", "object": self.object.name, "part": self.name}
        data["position"] = _number(tolerance, "tolerance", 0.001, 3)
        return Goal(data)


class Object:
    """A thing in the scene, from `task.add`.

    `name`, `category`, `description`, `colour` (a word, or None); `size` are its edges (x, y, z) in metres; `parts` is
    the list of its parts; `interior` and `top` are the places of these names, for the assets that have them.
    """

    def __init__(self, name, info):
        self.name = name
        self.category = info["category"]
        self.asset = info["id"]
        self.description = info["description"]
        self.colour = info["colour"]
        self.data = {"kind": "object", "object": name}
        self.point_names = info["points"]
        self.axis_names = info["axes"]
        self.place_kinds = info["places"]
        self.place_sizes = info["place_sizes"]
        self.fixed = info["fixed_base"]
        self.size = info["size"]
        self.interior = self._own_place("interior")
        self.top = self._own_place("top")
        self.parts = [Part(self, part) for part in info["parts"]]

    def _own_place(self, name):
        if name in self.place_kinds:
            return self.place(name)
        known = ", ".join(self.place_kinds) or "none"
        return Absent(f"{self.name!r} ({self.category}) has no {name}; its places: {known}")

    def part(self, noun: str, which: str | None = None) -> Part:
        """The part of this noun or name; `which` tells siblings apart: cabinet.part("drawer", which="top")."""
        _text(noun, "the part's noun", 64)
        named = [part for part in self.parts if part.name == noun]
        found = named or [part for part in self.parts if part.noun == noun]
        if not found:
            known = [part.name for part in self.parts] + [part.noun for part in self.parts]
            raise ValueError(_unknown(f"part of {self.name}", noun, known))
        if which is not None:
            sides = [part.which for part in found if part.which is not None]
            found = [part for part in found if part.which == _one_of(which, f"{noun} of {self.name}", sides)]
        if len(found) > 1:
            sides = ", ".join([repr(part.which) for part in found])
            raise ValueError(f"{self.name!r} has {len(found)} parts called {noun!r}; add which= one of {sides}")
        return found[0]

    def point(self, name: str) -> Point:
        """A named point of this object."""
        _one_of(name, f"point of {self.name}", self.point_names)
        return Point(f"{self.name}.{name}", {"kind": "point", "object": self.name, "point": name})

    def axis(self, name: str) -> Axis:
        """A named axis of this object."""
        _one_of(name, f"axis of {self.name}", self.axis_names)
        return Axis(f"{self.name}.{name}", {"kind": "axis", "object": self.name, "axis": name})

    def place(self, name: str) -> Place:
        """A named volume or surface of this object."""
        _one_of(name, f"place of {self.name}", list(self.place_kinds))
        return Place(self.name, name, self.place_kinds[name], self.place_sizes[name])

    def inside(self, place: Place | Part | Object) -> Goal:
        """Its centre is inside a volume: of a place, or of the part or object that has one."""
        target = _place(place, "inside()", "volume")
        self._not_itself(target.object, "inside")
        return Goal({"kind": "inside", "object": self.name, "place": target.data})

    def on(self, support: Object | Place) -> Goal:
        """It stands on another object, or on a surface of it, and the gripper has let go."""
        data = {"kind": "on", "object": self.name}
        if isinstance(support, Object):
            if "surface" not in self._kinds(support):
                raise ValueError(f"{support.name!r} ({support.category}) has no surface to stand on; choose another")
            data["support"] = support.name
        else:
            target = _place(support, "on()", "surface")
            data["support"] = target.object
            data["surface"] = target.name
        self._not_itself(data["support"], "on")
        return Goal(data)

    def _kinds(self, other):
        return [other.place_kinds[name] for name in other.place_kinds]

    def _not_itself(self, other, word):
        if other == self.name:
            raise ValueError(f"{self.name!r} cannot be {word} itself; name another object")

    def near(self, target: Object | Point, distance: float) -> Goal:
        """Its centre is within metres of another object's centre or of a point."""
        if not isinstance(target, (Object, Point)):
            raise TypeError(f"near() got {_show(target)}; give an object or a point")
        metres = _number(distance, "distance", 0.005, 2)
        return Goal({"kind": "near", "object": self.name, "target": target.data, "distance": metres})

    def upright(self, tolerance: float = 0.26) -> Goal:
        """Its z axis points up within radians."""
        return Goal({"kind": "upright", "object": self.name, "tolerance": _number(tolerance, "tolerance", 0.02, 1.5)})

    def lifted(self, height: float) -> Goal:
        """It is at least this many metres higher than at the start."""
        return Goal({"kind": "lifted", "object": self.name, "height": _number(height, "height", 0.01, 1)})

    def grasped(self) -> Goal:
        """Both fingers hold it and it rests on nothing else."""
        return Goal({"kind": "grasped", "object": self.name})

    def at_pose(
        self,
        position: tuple[float, float, float],
        yaw: float | None = None,
        tolerance: float = 0.02,
        angle_tolerance: float = 0.26,
        relative: bool = False,
    ) -> Goal:
        """Its origin (the middle of its underside) is at (x, y, z) metres, turned by `yaw` radians if given.

        With `relative` all of it is in the frame in which it started, x the way it faced.
        """
        turn = 0 if yaw is None else _number(yaw, "yaw", -6.3, 6.3)
        quaternion = [math.cos(turn / 2), 0, 0, math.sin(turn / 2)]
        data = {"kind": "at_pose", "object": self.name, "relative": bool(relative)}
        data["pose"] = {"position": _vector(position, "position", 3), "quaternion": quaternion}
        data["position_tolerance"] = _number(tolerance, "tolerance", 0.002, 0.5)
        data["angle_tolerance"] = None if yaw is None else _number(angle_tolerance, "angle_tolerance", 0.02, 3.2)
        return Goal(data)

    def aligned(self, target: Object | Place | Part | Axis, angle: float = 0, tolerance: float = 0.26) -> Goal:
        """It is turned as an object, a place or an axis is, or by `angle` radians from that, within a tolerance.

        Turns under which it looks the same count as none.
        """
        data = target.data if isinstance(target, (Object, Axis)) else _place(target, "aligned()", "any").data
        if "object" in data:
            self._not_itself(data["object"], "aligned with")
        goal = {"kind": "aligned", "object": self.name, "to": data, "angle": _number(angle, "angle", -6.3, 6.3)}
        goal["tolerance"] = _number(tolerance, "tolerance", 0.02, 1.5)
        return Goal(goal)

    def over(self, *supports: Object) -> Goal:
        """It lies on the tops of two or more objects at once, and the robot has let go."""
        names = [_object(item, "over()").name for item in supports]
        if not 2 <= len(names) <= 8:
            raise ValueError(f"over() got {len(names)} objects; give 2 to 8, or use on() for one")
        for item in names:
            self._not_itself(item, "over")
        return Goal({"kind": "over", "object": self.name, "supports": names})

    def cornered(self, corner: Point, distance: float = 0.015, tolerance: float = 0.26) -> Goal:
        """Its box lies in a corner: its sides within metres of the corner point, along the x and y of what has it.

        `corner` is a named point of an object, such as marker.point("corner").
        """
        if not isinstance(corner, Point) or corner.data["kind"] != "point":
            raise TypeError(f"cornered() got {_show(corner)}; give a named point of an object")
        self._not_itself(corner.data["object"], "in the corner of")
        data = {"kind": "cornered", "object": self.name, "corner": corner.data}
        data["distance"] = _number(distance, "distance", 0.002, 0.2)
        data["tolerance"] = _number(tolerance, "tolerance", 0.02, 0.78)
        return Goal(data)

    def unchanged(self, position: float = 0.02, angle: float = 0.17) -> Goal:
        """Where it was at the start, within metres and radians."""
        data = {"kind": "unchanged", "object": self.name, "position": _number(position, "position", 0.001, 1)}
        data["angle"] = _number(angle, "angle", 0.01, 3.2)
        return Goal(data)


class Group:
    """Many that a task speaks of as one, from `task.rope`, `task.pile` or `task.group`.

    `name`; `members` is the list of its objects, of a rope in their order along it; `colour` is a word, or None.
    """

    def __init__(self, name, members):
        self.name = name
        self.members = members
        colours = [member.colour for member in members]
        self.colour = colours[0] if colours.count(colours[0]) == len(colours) else None

    def _members(self):
        return [item.name for item in self.members]

    def inside(self, place: Place | Part | Object, share: float = 0.9) -> Goal:
        """The centres of at least this share of them are inside a volume."""
        return self._in(_place(place, "inside()", "volume").data, share)

    def on(self, place: Place | Object, share: float = 0.9) -> Goal:
        """At least this share of them lie on a surface: of a zone, a plate, a tray."""
        return self._in(_place(place, "on()", "surface").data, share)

    def _in(self, target, share):
        data = {"kind": "share_inside", "objects": self._members(), "place": target}
        data["share"] = _number(share, "share", 0.01, 1)
        return Goal(data)

    def along(self, start: Object | Point, end: Point | None = None, distance: float = 0.02) -> Goal:
        """They lie in their order within metres of a line: of a line object, or from one point to another."""
        line = _line(start, end, "along()")
        data = {"kind": "along", "objects": self._members(), "distance": _number(distance, "distance", 0.005, 0.5)}
        data["start"] = line["start"]
        data["end"] = line["end"]
        return Goal(data)

    def beyond(
        self, start: Object | Point, end: Point | None = None, share: float = 0.9, distance: float = 0.02
    ) -> Goal:
        """At least this share of them lie metres or more beyond a line, between its ends, where they did not start.

        The line is that of a line object, or from one point to another.
        """
        data = {"kind": "beyond", "objects": self._members(), "line": _line(start, end, "beyond()")}
        data["share"] = _number(share, "share", 0.01, 1)
        data["distance"] = _number(distance, "distance", 0, 0.2)
        return Goal(data)


def one_each(objects: list[Object], places: list[Place | Part | Object]) -> Goal:
    """Every one of the objects is in or on one of the places, whichever, and no two are in the same.

    With fewer places than objects, every place has one.
    """
    listed = [_object(item, "one_each()'s objects").name for item in list(objects)]
    targets = [_place(item, "one_each()'s places", "any").data for item in list(places)]
    for what, count in (("objects", len(listed)), ("places", len(targets))):
        if not 1 <= count <= 32:
            raise ValueError(f"one_each() has {count} {what}; give 1 to 32")
    return Goal({"kind": "matched", "objects": listed, "places": targets})
