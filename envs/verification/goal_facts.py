"""What a goal asks for, fact by fact: which predicate of which objects, at the end or on the way, held or refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pydantic import BaseModel

from envs.task.goals import All, Always, Any, Goal, HeldFor, Never, Not, Sequence, Unchanged
from envs.task.mentions import walk
from envs.task.predicates import AtPose, JointFraction, Near
from envs.task.refs import AxisRef, ObjectRef, PartRef, PlaceRef, PointRef, WorldPoint
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec

Sense = str
"""What is asked of a joint: "open" or "close"."""


@dataclass(frozen=True)
class Fact:
    """One predicate of a goal.

    `subjects` are the objects it is about, `targets` what they are related to; parts that its places or joints belong
    to are in `parts` as (object, part). `wanted` is False under a negation, `step` the place in a sequence, `held` the
    seconds for which it must hold. `final` is False where it need only have held on the way.
    """

    predicate: BaseModel
    wanted: bool
    step: int | None
    held: float
    subjects: tuple[str, ...]
    targets: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    final: bool = True

    @property
    def kind(self) -> str:
        """The predicate's kind."""
        return str(getattr(self.predicate, "kind", ""))

    @property
    def objects(self) -> tuple[str, ...]:
        """Every object that it names."""
        return (*self.subjects, *self.targets)

    @property
    def empty(self) -> bool:
        """Whether anything would meet it: a joint anywhere in its range."""
        item = self.predicate
        if not isinstance(item, JointFraction) or item.relative:
            return False
        return (item.at_least is None or item.at_least <= 0.0) and (item.at_most is None or item.at_most >= 1.0)

    def senses(self) -> frozenset[Sense]:
        """Return what it asks of a joint."""
        item = self.predicate
        if not isinstance(item, JointFraction):
            return frozenset()
        found = {word for word, bound in (("open", item.at_least), ("close", item.at_most)) if bound is not None}
        if item.relative and item.at_most is not None and item.at_most > 0:
            found.add("open")
        if not self.wanted:
            found = {"close" if word == "open" else "open" for word in found}
        return frozenset(found)


def fixed_point(fact: Fact) -> tuple[float, float] | None:
    """Return x and y, metres, of the point of the table at which a fact wants its subject; None where it names none."""
    item = fact.predicate
    if isinstance(item, AtPose) and not item.relative:
        return item.pose.position[0], item.pose.position[1]
    if isinstance(item, Near) and isinstance(item.target, WorldPoint):
        return item.target.position[0], item.target.position[1]
    return None


def facts(spec: TaskSpec, scene: SceneModel) -> tuple[Fact, ...]:
    """Return every fact that a spec's goal asks for; a group stands for its members."""
    groups = members(spec)
    return tuple(_facts(spec.goal, scene, groups, wanted=True, step=None, held=0.0, final=True))


def members(spec: TaskSpec) -> dict[str, tuple[str, ...]]:
    """Return the objects of each group."""
    found: dict[str, tuple[str, ...]] = {}
    for item in spec.scene.objects:
        if item.group is not None:
            found[item.group] = (*found.get(item.group, ()), item.name)
    return found


def _facts(
    goal: Goal,
    scene: SceneModel,
    groups: dict[str, tuple[str, ...]],
    *,
    wanted: bool,
    step: int | None,
    held: float,
    final: bool,
) -> Iterator[Fact]:
    further = {"scene": scene, "groups": groups}
    if isinstance(goal, All | Any):
        for child in goal.goals:
            yield from _facts(child, **further, wanted=wanted, step=step, held=held, final=final)
    elif isinstance(goal, Sequence):
        for number, child in enumerate(goal.goals):
            last = final and number == len(goal.goals) - 1
            yield from _facts(child, **further, wanted=wanted, step=number, held=held, final=last)
    elif isinstance(goal, Not):
        yield from _facts(goal.goal, **further, wanted=not wanted, step=step, held=held, final=final)
    elif isinstance(goal, Never):  # not never is once
        yield from _facts(goal.goal, **further, wanted=not wanted, step=step, held=held, final=final and wanted)
    elif isinstance(goal, Always):
        yield from _facts(goal.goal, **further, wanted=wanted, step=step, held=held, final=final and wanted)
    elif isinstance(goal, HeldFor):
        longest = max(held, goal.seconds)
        yield from _facts(goal.goal, **further, wanted=wanted, step=step, held=longest, final=final)
    else:
        yield replace(_fact(goal, scene, groups, wanted, step, held), final=final)


def _fact(
    item: BaseModel,
    scene: SceneModel,
    groups: dict[str, tuple[str, ...]],
    wanted: bool,
    step: int | None,
    held: float,
) -> Fact:
    known = set(scene.objects) | set(groups)
    subjects: list[str] = []
    targets: list[str] = []
    parts: list[tuple[str, str]] = []
    for name in type(item).model_fields:
        value = getattr(item, name)
        where = subjects if name in ("object", "objects", "group", "part") else targets
        if isinstance(value, str) and value in known and name not in ("kind", "surface"):
            where += groups.get(value, (value,))
        elif isinstance(value, tuple) and value and all(isinstance(one, str) and one in known for one in value):
            where += [each for one in value for each in groups.get(one, (one,))]
        for ref in walk(value):
            if isinstance(ref, PartRef):
                where.append(ref.object)
                parts.append((ref.object, ref.part))
            elif isinstance(ref, PlaceRef | PointRef):
                where.append(ref.object)
                parts += [(ref.object, part) for part in moving(ref, scene)]
            elif isinstance(ref, AxisRef):
                where.append(ref.object)
            elif isinstance(ref, ObjectRef):
                where += groups.get(ref.object, (ref.object,))
    if isinstance(item, Unchanged) and item.part is not None:
        parts.append((item.object, item.part))
    unique = tuple(dict.fromkeys(subjects))
    return Fact(item, wanted, step, held, unique, tuple(dict.fromkeys(targets)), tuple(dict.fromkeys(parts)))


def moving(ref: PlaceRef | PointRef, scene: SceneModel) -> tuple[str, ...]:
    """Return the parts whose interiors a place is, or that carry what it or a point belongs to."""
    asset = scene.asset(ref.object)
    if isinstance(ref, PointRef):
        return scene.parts_moving(ref.object, asset.point(ref.point).link)
    behind = tuple(part.name for part in asset.parts if part.interior == ref.place)
    return behind or scene.parts_moving(ref.object, scene.find_place(ref).link)
