"""What a task is apart from its words: what it asks for, of which kinds of things, by which actions.

Names of objects, instances, poses and sizes of tolerances are left out, so that a renamed task, or one with other
figures, has the same structure; categories, parts, places, relations, directions and open-or-closed starts are kept.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import cast

from envs.frozen import Frozen
from envs.task.goals import All, Goal, HeldFor, Unchanged
from envs.task.mentions import mentioned, walk
from envs.task.refs import AxisRef, PartRef, PlaceRef, PointRef
from envs.task.spec import TaskSpec
from envs.task.stages import Action, Actuate, Auto, Place, Push, Sweep

BRIEF = 2.0
"""Seconds up to which `held_for` only waits for things to settle and is no part of what a task asks."""
OPEN = 0.1
"""Fraction of a joint's range above which a mentioned part counts as open at the start."""
CENTRED = 0.08
"""Metres within which a point counts as neither left nor right, neither near nor far."""
MIDDLE_X = 0.5

Described = Mapping[str, str]


class Structure(Frozen):
    """A task's structure. `terms` are what must hold, `goal` all of it with objects told apart, as one text."""

    goal: str
    terms: tuple[str, ...]
    categories: tuple[str, ...]
    actions: tuple[str, ...]

    @classmethod
    def of(cls, spec: TaskSpec) -> Structure:
        """Return the structure of a spec."""
        categories = {item.name: item.asset.split("/")[0] for item in spec.scene.objects}
        goals = _conjuncts(spec.goal)
        starts = _starts(spec)
        named = sorted({name for name, _ in mentioned(spec.goal, spec.stages)})
        asked = {name: categories.get(name, name) for goal in goals for name, _ in mentioned(goal, ())}
        labels = _refined(goals, asked)
        return cls(
            goal=" & ".join(sorted({*(_term(goal, labels) for goal in goals), *starts})),
            terms=tuple(sorted([*(_term(goal, categories) for goal in goals), *starts])),
            categories=tuple(sorted(categories.get(name, name) for name in named)),
            actions=tuple(sorted(_action(action, categories) for stage in spec.stages for action in stage.actions)),
        )


def overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """Return how much two multisets share: size of the intersection over size of the union, 1 when both are empty."""
    left, right = Counter(one), Counter(other)
    union = (left | right).total()
    return (left & right).total() / union if union else 1.0


def _conjuncts(goal: Goal) -> tuple[Goal, ...]:
    """Return the goals that must all hold, without brief waiting and without guards that something stays put."""
    if isinstance(goal, HeldFor) and goal.seconds <= BRIEF:
        return _conjuncts(goal.goal)
    if not isinstance(goal, All):
        return (goal,)
    parts = tuple(part for item in goal.goals for part in _conjuncts(item))
    asked = tuple(part for part in parts if not isinstance(part, Unchanged))
    return asked or parts


def _refined(goals: tuple[Goal, ...], categories: Described) -> Described:
    """Tell objects of one category apart by the goals they stand in (Weisfeiler-Leman refinement)."""
    labels = dict(categories)
    for _ in range(3):
        seen = {name: sorted(_term(goal, {**labels, name: "*"}) for goal in goals) for name in labels}
        signatures = {name: json.dumps([label, seen[name]]) for name, label in labels.items()}
        ranks = {signature: rank for rank, signature in enumerate(sorted(set(signatures.values())))}
        labels = {name: f"{categories[name]}#{ranks[signature]}" for name, signature in signatures.items()}
    return labels


def _term(goal: Goal, labels: Described) -> str:
    return json.dumps(_reduced(goal.model_dump(mode="json"), labels), sort_keys=True)


def _reduced(value: object, labels: Described) -> object:
    """Replace names by labels and figures by what they mean."""
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        kind = fields.get("kind")
        reduced: dict[str, object] = {}
        for key, item in fields.items():
            if key in ("object", "support") and isinstance(item, str):
                reduced[key] = labels.get(item, item)
            elif key == "position" and kind == "world_point":
                reduced[key] = _where(item, middle=MIDDLE_X)
            elif key == "pose":
                reduced[key] = _pose(item, relative=bool(fields.get("relative")))
            elif item is not None:
                reduced[key] = _reduced(item, labels)
        if kind in ("all", "any"):
            reduced["goals"] = sorted(cast("list[object]", reduced["goals"]), key=json.dumps)
        return reduced
    if isinstance(value, list):
        return [_reduced(item, labels) for item in cast("list[object]", value)]
    if isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
        return "number"
    return value


def _where(position: object, *, middle: float) -> str:
    x, y, _ = cast("list[float]", position)
    ahead = "" if abs(x - middle) <= CENTRED else "far" if x > middle else "near"
    side = "" if abs(y) <= CENTRED else "left" if y > 0 else "right"
    return " ".join(word for word in (ahead, side) if word) or "middle"


def _pose(pose: object, *, relative: bool) -> str:
    fields = cast("dict[str, list[float]]", pose)
    turned = 2 * math.acos(min(1.0, abs(fields["quaternion"][0])))
    where = _where(fields["position"], middle=0.0 if relative else MIDDLE_X)
    return f"{where} turned {45 * round(math.degrees(turned) / 45)}"


def _starts(spec: TaskSpec) -> set[str]:
    """Return which parts that the task names are open when it starts."""
    named: set[tuple[str, str]] = set()
    for model in (spec.goal, *spec.stages):
        for item in walk(model):
            if isinstance(item, PartRef):
                named.add((item.object, item.part))
            elif isinstance(item, PlaceRef):
                named.add((item.object, item.place.split(".")[0]))
    found: set[str] = set()
    for thing in spec.scene.objects:
        for start in thing.joints:
            wide = (start.low + start.high) / 2 > OPEN
            if wide and any(name == thing.name and start.joint.startswith(part) for name, part in named):
                found.add(f"start {thing.asset.split('/')[0]} {start.joint} open")
    return found


def _action(action: Action, categories: Described) -> str:
    if isinstance(action, Actuate):
        names = {item.object for item in walk(action) if isinstance(item, PartRef | PointRef | AxisRef)}
        about = sorted({categories.get(name, name) for name in names})
        return " ".join(("actuate", action.gripper, *(motion.kind for motion in action.then), *about))
    if isinstance(action, Auto):
        return action.kind
    if isinstance(action, Sweep):
        about = sorted({categories.get(name, name) for name in action.objects})
        return " ".join((action.kind, *about))
    where = f" {action.target.kind}" if isinstance(action, Place | Push) else ""
    return f"{action.kind} {categories.get(action.object, action.object)}{where}"
