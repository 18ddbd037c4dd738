"""The builder that a program fills: scene, sentence, goal, stages."""

from __future__ import annotations

import json
import math

from envs.task.prelude.actions import Action
from envs.task.prelude.checks import _goal, _goals, _name, _number, _object, _one_of, _pair, _place, _show, _text
from envs.task.prelude.goals import Goal
from envs.task.prelude.host import _asset  # pyright: ignore[reportMissingModuleSource]
from envs.task.prelude.objects import Group, Object, Part
from envs.task.prelude.places import Place

REGIONS = {
    "table_front": ((0.32, 0.50), (-0.25, 0.25)),
    "table_back": ((0.66, 0.76), (-0.12, 0.12)),
    "table_centre": ((0.42, 0.58), (-0.12, 0.12)),
    "table_left": ((0.35, 0.60), (0.20, 0.40)),
    "table_right": ((0.35, 0.60), (-0.40, -0.20)),
}
ROBOTS = ["panda", "panda_suction", "panda_spatula"]
MOST_OBJECTS = 96
FACINGS = {"robot": math.pi, "away": 0, "left": math.pi / 2, "right": -math.pi / 2}


class Task:
    """The task being built; `build(task, rng)` gets it."""

    def __init__(self):
        self.objects = []
        self.requests = []
        self.goals = []
        self.stages = []
        self.paraphrases = []
        self.parent_names = []
        self.tolerances = {}
        self.seconds = 60
        self.instruction = None
        self.spans = []
        self.groups = []
        self.sets = {}
        self.robot_name = "panda"

    def robot(self, name: str) -> None:
        """Choose the arm's tool: "panda" (a gripper, unless said), "panda_suction" or "panda_spatula"."""
        self.robot_name = _one_of(name, "robot", ROBOTS)

    def add(
        self,
        category: str,
        region: str | Place | Object | tuple = "table_front",
        facing: str | float | tuple[float, float] | None = None,
        name: str | None = None,
        instance: int | tuple[int, int] | None = None,
        joints: dict | None = None,
        colour: str | None = None,
        variant: str | None = None,
        like: Object | None = None,
        stacked: bool = False,
    ) -> Object:
        """Put an object of a category into the scene and return it.

        `region` is where on the table it stands: "table_front", "table_centre", "table_back", "table_left",
        "table_right", a rectangle ((x_low, x_high), (y_low, y_high)) in metres, or an object or a place of an
        object that was added before, in or on which it starts. `facing` is where its front looks: "robot", "away",
        "left", "right", "any", an angle in radians or a range of them (default: "robot" for what is fixed to the
        table, "any" for what is free). `instance` is one number or a range (low, high) out of 0 to 999; by default
        any. `joints` gives the fraction, or the range of fractions, to which parts stand open at the start, closed
        otherwise: {"drawer_top": 0.5, "door": (0.2, 0.4)}. `colour` asks for an instance of that colour ("red"),
        `variant` for one whose description has that word ("large", "cube", "square"), `like` for one of the size of
        another object, as near as there is one. With `stacked` it starts in the middle of its place, on top of what was
        stacked there before.
        """
        self._room(1, "task.add()")
        size = None if like is None else _object(like, "task.add()'s like").size
        info = _kind(category, instance, colour, variant, "task.add()", size)
        name = self._free_name(name, category, "task.add()")
        obj = Object(name, info)
        request = {"name": name, "asset": obj.asset, "yaw": _facing(facing, obj.fixed)}
        if isinstance(region, (Object, Part, Place)):
            if obj.fixed:
                raise ValueError(f"task.add(): {category!r} is fixed to the table and cannot start on {_show(region)}")
            request["support"] = _place(region, "region", "any").data
            request["stacked"] = bool(stacked)
        elif stacked:
            raise ValueError("task.add(): stacked=True needs an object or a place as region, on which it is stacked")
        else:
            request["region"] = _region(region)
        request["joints"] = _joints(obj, {} if joints is None else joints)
        self.objects.append(obj)
        self.requests.append(request)
        return obj

    def rope(
        self,
        region: str | tuple = "table_front",
        length: float = 0.30,
        beads: int = 13,
        bend: float = 0.7,
        colour: str | None = None,
        name: str | None = None,
        category: str = "bead",
    ) -> Group:
        """Put a rope into the scene: beads in a row, each tied to the next, on a smooth curve within a region.

        `length` is metres from the first bead to the last; `bend` is by how many radians it turns off its course at
        most, 0 for a straight line.
        """
        count = _count(beads, "beads", 3)
        self._room(count, "task.rope()")
        request = {"kind": "rope", "length": _number(length, "length", 0.05, 1), "bend": _number(bend, "bend", 0, 1.2)}
        info = _kind(category, None, colour, None, "task.rope()")
        return self._group(self._free_name(name, "rope", "task.rope()"), info, count, region, request)

    def pile(
        self,
        category: str = "chip",
        count: int = 30,
        region: str | tuple = "table_front",
        scattered: bool = False,
        colour: str | None = None,
        name: str | None = None,
        instance: int | tuple[int, int] | None = None,
    ) -> Group:
        """Put many small things of one kind into the scene, all alike, within a region.

        They lie close together, or `scattered` one by one over the region.
        """
        number = _count(count, "count", 2)
        self._room(number, "task.pile()")
        request = {"kind": "pile", "scattered": bool(scattered)}
        info = _kind(category, instance, colour, None, "task.pile()")
        if info["fixed_base"]:
            raise ValueError(f"task.pile(): {category!r} is fixed to the table; give what stands free, such as 'chip'")
        return self._group(self._free_name(name, "pile", "task.pile()"), info, number, region, request)

    def group(self, name: str, objects: list[Object]) -> Group:
        """Let objects that were added one by one have a name together, by which `task.say` and goals may call them."""
        free = self._free_name(name, name, "task.group()")
        listed = [_object(item, "task.group()'s object") for item in objects]
        taken = [member for key in self.sets for member in self.sets[key]]
        for item in listed:
            if item.name in taken or [one for one in self.groups if item.name in one["members"]]:
                raise ValueError(f"task.group(): {item.name!r} is in a group already; name it in one only")
        if len(listed) < 2:
            raise ValueError(f"task.group(): {len(listed)} objects; give 2 or more")
        self.sets[free] = [item.name for item in listed]
        return Group(free, listed)

    def _group(self, name, info, count, region, request):
        request["name"] = name
        request["region"] = _region(region)
        request["members"] = [f"{name}_{info['category']}_{number}" for number in range(1, count + 1)]
        members = []
        for member in request["members"]:
            self._free_name(member, member, f"the group {name!r}")
            obj = Object(member, info)
            item = {"name": member, "asset": obj.asset, "yaw": [-math.pi, math.pi], "region": request["region"]}
            item["group"] = name
            self.objects.append(obj)
            self.requests.append(item)
            members.append(obj)
        self.groups.append(request)
        return Group(name, members)

    def _names(self):
        return [item.name for item in self.objects] + [item["name"] for item in self.groups] + list(self.sets)

    def _free_name(self, name, category, what):
        taken = self._names()
        if name is None:
            name, number = category, 2
            while name in taken:
                name, number = f"{category}_{number}", number + 1
        if _name(name, f"{what}'s name") in taken or name in ("robot", "ground"):
            raise ValueError(f"{what}: there is a {name!r} already; give another name=")
        return name

    def _room(self, count, what):
        if len(self.objects) + count > MOST_OBJECTS:
            raise ValueError(
                f"{what}: the scene has {len(self.objects)} objects already and {count} more make more than "
                f"{MOST_OBJECTS}; use fewer"
            )

    def say(self, sentence: str, *refs: Object | Part | Group | Goal) -> None:
        """Give the instruction; each {phrase} in braces names the object, part or group at its place after it.

        A phrase such as {into} may be tied to the goal that it stands for: lemon.inside(bowl).
        """
        text, phrases = _phrases(_text(sentence, "task.say()'s sentence", 400))
        if len(phrases) != len(refs):
            raise ValueError(
                f"task.say(): {len(phrases)} phrases in braces but {len(refs)} objects or parts after the sentence;"
                " give one for each, in order"
            )
        spans = []
        for ref, (start, end) in zip(refs, phrases, strict=True):
            span = {"start": start, "end": end}
            if isinstance(ref, (Object, Group)):
                span["object"] = ref.name
            elif isinstance(ref, Part):
                span["object"] = ref.object.name
                span["part"] = ref.name
            elif isinstance(ref, Goal):
                span = span | _relation(ref.data)
            else:
                raise TypeError(f"task.say() got {_show(ref)}; give objects, parts or groups after the sentence")
            spans.append(span)
        self.instruction = text
        self.spans = spans

    def paraphrase(self, sentence: str) -> None:
        """Give another wording of the instruction."""
        text, _ = _phrases(_text(sentence, "task.paraphrase()'s sentence", 400))
        if len(self.paraphrases) >= 16:
            raise ValueError("task.paraphrase(): there are 16 paraphrases already; give fewer")
        self.paraphrases.append(text)

    def goal(self, *goals: Goal) -> None:
        """Say what success is: every one of these goals holds."""
        self.goals += _goals(goals, "task.goal()")
        if len(self.goals) > 32:
            raise ValueError(f"task.goal(): there are {len(self.goals)} goals; give at most 32, or join some")

    def stage(self, name: str, *actions: Action, effect: Goal | None = None, precondition: Goal | None = None) -> None:
        """Add a step: what the robot does in it, in order, what must hold before and what after it."""
        listed = []
        for item in actions:
            listed += list(item) if isinstance(item, (list, tuple)) else [item]
        for item in listed:
            if not isinstance(item, Action):
                raise TypeError(f"task.stage() got {_show(item)}; give actuate(...), pick(...) or place(...)")
        if not 0 < len(listed) <= 16:
            raise ValueError(f"task.stage() has {len(listed)} actions; give 1 to 16")
        stage = {"name": _text(name, "task.stage()'s name", 120), "actions": [item.data for item in listed]}
        if effect is not None:
            stage["effect"] = _goal(effect, "effect")
        if precondition is not None:
            stage["precondition"] = _goal(precondition, "precondition")
        if len(self.stages) >= 16:
            raise ValueError("task.stage(): there are 16 stages already; give fewer")
        self.stages.append(stage)

    def tolerate(
        self,
        position: float | None = None,
        angle: float | None = None,
        joint: float | None = None,
        force: float | None = None,
        speed: float | None = None,
    ) -> None:
        """Let what the task does not mention move further or faster: metres, radians, a joint's units, newtons, m/s.

        Nothing lets it be knocked over.
        """
        given = {"position": position, "angle": angle, "joint": joint, "force": force, "speed": speed}
        for key in given:
            if given[key] is not None:
                self.tolerances[key] = _number(given[key], key, 0.001, 10000)

    def time_limit(self, seconds: float) -> None:
        """Give the simulated seconds after which the task has failed (60 unless said)."""
        self.seconds = _number(seconds, "seconds", 1, 600)

    def parents(self, *names: str) -> None:
        """Name the tasks of the library that this one is made from."""
        self.parent_names += [_text(item, "a parent's name", 64) for item in names]


def _relation(goal):
    """Return what a phrase that stands for a goal is tied to: the object or part, and what is asked of it."""
    part = goal.get("part")
    if isinstance(part, dict):
        return {"object": part["object"], "part": part["part"], "relation": goal["kind"]}
    if "object" not in goal:
        raise ValueError("task.say(): a phrase stands for one goal of one object or part; give that, not several")
    return {"object": goal["object"], "relation": goal["kind"]}


def _kind(category, instance, colour, variant, what, size=None):
    _text(category, f"{what}'s category", 64)
    for value, name in ((colour, "colour"), (variant, "variant")):
        if value is not None:
            _text(value, f"{what}'s {name}", 64)
    low, high = _instances(instance)
    info = _asset(category, low, high, colour, variant, size)
    if "error" in info:
        raise ValueError(info["error"])
    return info


def _count(value, what, least):
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{what} is {_show(value)}; give a whole number")
    return _number(value, what, least, MOST_OBJECTS)


def _instances(instance):
    if instance is None:
        return 0, 999
    if isinstance(instance, (list, tuple)):
        low, high = _pair(instance, "instance", 0, 10**9)
    else:
        low = high = _number(instance, "instance", 0, 10**9)
    if not isinstance(low, int) or not isinstance(high, int):
        raise TypeError(f"instance is {instance!r}; give a whole number or a range of two")
    return low, high


def _region(region):
    if isinstance(region, str):
        x, y = REGIONS[_one_of(region, "region", list(REGIONS))]
        return {"name": region, "x": list(x), "y": list(y)}
    if not isinstance(region, (list, tuple)) or len(region) != 2:
        raise TypeError(f"region is {_show(region)}; give one of {', '.join(REGIONS)}, a rectangle or a place")
    return {
        "name": "custom",
        "x": _pair(region[0], "region x", -0.9, 0.9),
        "y": _pair(region[1], "region y", -0.9, 0.9),
    }


def _facing(facing, fixed):
    if facing is None:
        facing = "robot" if fixed else "any"
    if isinstance(facing, (list, tuple)):
        return _pair(facing, "facing", -6.3, 6.3)
    if isinstance(facing, str):
        if facing == "any":
            return [-math.pi, math.pi]
        angle = FACINGS[_one_of(facing, "facing", [*FACINGS, "any"])]
    else:
        angle = _number(facing, "facing", -6.3, 6.3)
    return [angle, angle]


def _joints(obj, joints):
    if not isinstance(joints, dict):
        raise TypeError(f"joints is {_show(joints)}; give a dict such as {{'drawer_top': 0.5}}")
    starts = []
    for key in joints:
        part = obj.part(key)
        value = joints[key]
        if isinstance(value, (list, tuple)):
            low, high = _pair(value, f"joints[{key!r}]", 0, 1)
        else:
            low = high = _number(value, f"joints[{key!r}]", 0, 1)
        starts.append({"part": part.name, "low": low, "high": high})
    return starts


def _phrases(sentence):
    """Return a sentence without braces, and where the phrases that stood in them begin and end."""
    text, phrases, start = "", [], None
    for letter in sentence:
        if letter == "{":
            if start is not None:
                raise ValueError(f"{sentence!r}: a brace opens within another; close the first one")
            start = len(text)
        elif letter == "}":
            if start is None or start == len(text):
                raise ValueError(f"{sentence!r}: a brace closes nothing; write {{the phrase}}")
            phrases.append((start, len(text)))
            start = None
        else:
            text += letter
    if start is not None:
        raise ValueError(f"{sentence!r}: a brace stays open; close it")
    return text, phrases


def _export(task):
    """Return the task as JSON, or raise ValueError where something essential was left out."""
    missing = []
    if not task.objects:
        missing.append("objects: call task.add(...)")
    if task.instruction is None:
        missing.append("an instruction: call task.say(...)")
    if not task.goals:
        missing.append("a goal: call task.goal(...)")
    if not task.stages:
        missing.append("stages: call task.stage(...)")
    if missing:
        raise ValueError("the task has no " + "; no ".join(missing))
    goal = task.goals[0] if len(task.goals) == 1 else {"kind": "all", "goals": task.goals}
    data = {"objects": task.requests, "goal": goal, "stages": task.stages, "instruction": task.instruction}
    data["groups"] = task.groups
    data["sets"] = task.sets
    data["robot"] = task.robot_name
    data["spans"] = task.spans
    data["paraphrases"] = task.paraphrases
    data["tolerances"] = task.tolerances
    data["time_limit"] = task.seconds
    data["parents"] = task.parent_names
    return json.dumps(data)
