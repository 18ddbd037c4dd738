"""Mutants of the goal: another object, part or relation, other figures, the other sense, another order, less asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any as AnyValue

from pydantic import ValidationError

from envs.errors import EnvsError
from envs.task.goals import All, Any, Goal, HeldFor, Not, Sequence, Unchanged
from envs.task.predicates import Grasped, Inside, JointFraction, Lifted, Near, On
from envs.task.refs import ObjectRef, PlaceRef
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.task.validate import findings
from envs.verification.mutation.goal_tree import GOAL, Path, changed, children, places, without
from envs.verification.mutation.variant import Variant, spread

MOST = 32
"""Mutants of one goal."""
OTHERS = 3
"""Objects that are tried in another's place."""
LOOSER = {
    "distance": (2.0, 6.0),
    "position_tolerance": (3.0, 10.0),
    "tolerance": (2.0, 5.0),
    "angle_tolerance": (3.0, 8.0),
}
"""Figures that ask for less the greater they are, with the factors they are loosened by."""
TIGHTER = {"height": (0.5, 0.1), "share": (0.6, 0.15), "seconds": (0.5, 0.1)}
"""Figures that ask for less the smaller they are."""


def goal_mutants(spec: TaskSpec, scene: SceneModel, most: int = MOST) -> list[Variant]:
    """Return wrong versions of a spec's goal that its assets allow, each kind in turn up to `most`."""
    found: dict[str, Variant] = {}
    for path, node in places(spec.goal):
        for kind, name, text, new in _changes(node, spec, scene):
            key = f"goal.{kind}.{'.'.join(map(str, path)) or 'all'}.{name}"
            try:
                goal = GOAL.validate_python(changed(spec.goal, path, lambda _, new=new: new).model_dump())
            except ValidationError:
                continue
            mutant = spec.model_copy(update={"goal": goal})
            if goal != spec.goal and key not in found and _valid(mutant, scene):
                found[key] = Variant("goal", kind, key, text, mutant)
    return spread(list(found.values()), most)


def _valid(spec: TaskSpec, scene: SceneModel) -> bool:
    try:
        return next(iter(findings(spec, scene)), None) is None
    except EnvsError:
        return False


def _changes(node: Goal, spec: TaskSpec, scene: SceneModel) -> Iterator[tuple[str, str, str, Goal]]:
    """Yield kind, name, text and new goal of every change of one place."""
    if children(node):
        yield from _joined(node)
        return
    yield from _other_objects(node, spec, scene)
    yield from _other_parts(node, scene)
    yield from _other_relations(node, scene)
    yield from _other_figures(node)
    yield from _other_sense(node)


def _joined(node: Goal) -> Iterator[tuple[str, str, str, Goal]]:
    if isinstance(node, All | Sequence) and len(node.goals) > 1:
        for number, child in enumerate(node.goals):
            yield "conjunct_dropped", str(number), f"{_say(child)} is not asked", without(node, number)
    if isinstance(node, All) and len(node.goals) > 1:
        yield "one_is_enough", "any", "one of its goals is enough", Any(goals=node.goals)
    if isinstance(node, Sequence):
        yield "order", "reversed", "its steps the other way round", Sequence(goals=node.goals[::-1])
        yield "order", "together", "its steps at once, in no order", All(goals=node.goals)
    if isinstance(node, HeldFor):
        yield "threshold", "no_time", f"held for no time, not for {node.seconds:g} s", node.goal
        for factor in (0.2, 6.0):
            text = f"held for {node.seconds * factor:g} s, not for {node.seconds:g} s"
            yield "threshold", f"seconds_{factor:g}", text, node.model_copy(update={"seconds": node.seconds * factor})
    if isinstance(node, Not):
        yield "sense", "not", f"{_say(node.goal)} is wanted, not refused", node.goal


def _other_objects(node: Goal, spec: TaskSpec, scene: SceneModel) -> Iterator[tuple[str, str, str, Goal]]:
    data = node.model_dump()
    for named in dict.fromkeys(_objects(data)):
        others = [item.name for item in spec.scene.objects if item.name != named]
        own = scene.objects.get(named)
        others.sort(key=lambda name: own is None or scene.asset(name).category != own.category)
        for other in others[:OTHERS]:
            for place in _places_of(node, named, other, scene):
                try:
                    new = GOAL.validate_python(_renamed(data, named, other, place))
                except ValidationError:
                    continue
                yield "another_object", f"{named}_{other}", f"{other} in the place of {named}: {_say(new)}", new
                break


def _places_of(node: Goal, named: str, other: str, scene: SceneModel) -> list[str | None]:
    """Return the names to try for a place once its object is another: its own, then the other's of that kind."""
    ref = node.place if isinstance(node, Inside) else None
    if ref is not None and ref.object == named:
        return [volume.name for volume in scene.asset(other).volumes if volume.name == ref.place] or [
            volume.name for volume in scene.asset(other).volumes
        ]
    return [None]


def _other_parts(node: Goal, scene: SceneModel) -> Iterator[tuple[str, str, str, Goal]]:
    if isinstance(node, JointFraction):
        for part in scene.asset(node.part.object).parts:
            if part.name != node.part.part:
                new = node.model_copy(update={"part": node.part.model_copy(update={"part": part.name})})
                yield "another_part", part.name, f"{part.name} in the place of {node.part.part}", new
    if isinstance(node, Inside):
        for volume in scene.asset(node.place.object).volumes:
            if volume.name != node.place.place:
                place = PlaceRef(object=node.place.object, place=volume.name)
                text = f"{volume.name} in the place of {node.place.place}"
                yield "another_part", volume.name, text, node.model_copy(update={"place": place})


def _other_relations(node: Goal, scene: SceneModel) -> Iterator[tuple[str, str, str, Goal]]:
    target = None
    if isinstance(node, Inside):
        target = node.place.object
    elif isinstance(node, On):
        target = node.support
    elif isinstance(node, Near) and isinstance(node.target, ObjectRef):
        target = node.target.object
    if target is not None and isinstance(node, Inside | On | Near):
        asset, name = scene.asset(target), node.object
        options: list[Goal] = [] if isinstance(node, Near) else [
            Near(object=name, target=ObjectRef(object=target), distance=max(asset.size[:2]) / 2 + 0.12)
        ]  # fmt: skip
        if not isinstance(node, On) and asset.surfaces:
            options.append(On(object=name, support=target))
        if not isinstance(node, Inside) and asset.volumes:
            options.append(Inside(object=name, place=PlaceRef(object=target, place=asset.volumes[0].name)))
        options.append(Lifted(object=name, height=0.05))
        for new in options:
            yield "relation", str(new.kind), f"{_say(new)} in the place of {_say(node)}", new
    if isinstance(node, Lifted):
        yield "relation", "grasped", f"{node.object} grasped, not lifted", Grasped(object=node.object)


def _other_figures(node: Goal) -> Iterator[tuple[str, str, str, Goal]]:
    if isinstance(node, JointFraction) and not node.relative:
        if node.at_least is not None:
            for value in (0.5 * node.at_least, 0.1 * node.at_least, 1.0 - 0.05 * (1.0 - node.at_least)):
                yield _figure(node, "at_least", round(value, 4))
        if node.at_most is not None:
            for value in (0.2 * node.at_most, min(0.9, 2.0 * node.at_most), min(0.95, node.at_most + 0.6)):
                yield _figure(node, "at_most", round(value, 4))
        return
    if isinstance(node, Unchanged):
        yield _figure(node, "position", node.position * 20)
        return
    for name in type(node).model_fields:
        value = getattr(node, name)
        if isinstance(value, bool) or not isinstance(value, float | int):
            continue
        for factor in (*LOOSER.get(name, ()), *TIGHTER.get(name, ())):
            yield _figure(node, name, value * factor)
        if name in LOOSER:
            yield _figure(node, name, value / 6)
        if name in TIGHTER:
            yield _figure(node, name, min(1.0, value * 1.6) if name == "share" else value * 4)


def _figure(node: Goal, name: str, value: float) -> tuple[str, str, str, Goal]:
    old = getattr(node, name)
    key = f"{name}_{'less' if value < old else 'more'}_{value / old if old else value:.3g}"
    new = node.model_copy(update={name: value})
    return "threshold", key, f"{name} {value:.3g}, not {old:.3g}: {_say(node)}", new


def _other_sense(node: Goal) -> Iterator[tuple[str, str, str, Goal]]:
    if isinstance(node, JointFraction):
        swapped = {"at_least": node.at_most, "at_most": node.at_least}
        yield "sense", "swapped", f"the other way: {_say(node)}", node.model_copy(update=swapped)
    else:
        yield "sense", "not", f"not: {_say(node)}", Not(goal=node)


def _objects(value: AnyValue) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("object", "support") and isinstance(item, str):
                yield item
            else:
                yield from _objects(item)


def _renamed(value: AnyValue, old: str, new: str, place: str | None) -> AnyValue:
    if not isinstance(value, dict):
        return value
    here = {key: _renamed(item, old, new, place) for key, item in value.items()}
    for key in ("object", "support"):
        if here.get(key) == old:
            here[key] = new
            if "place" in here and isinstance(here["place"], str) and place is not None:
                here["place"] = place
            if key == "support":
                here["surface"] = None
    return here


def _say(goal: Goal) -> str:
    """Return a goal in a few words."""
    inner = children(goal)
    if inner:
        return f"{goal.kind.replace('_', ' ')} of {'; '.join(_say(item) for item in inner)}"
    if isinstance(goal, JointFraction):
        bound = f"at least {goal.at_least:.2f}" if goal.at_least is not None else f"at most {goal.at_most or 0:.2f}"
        return f"{goal.part.object}'s {goal.part.part} {bound}"
    named = list(dict.fromkeys(_objects(goal.model_dump())))
    return f"{named[0] if named else 'it'} {goal.kind.replace('_', ' ')} {' and '.join(named[1:])}".strip()


__all__ = ["MOST", "Path", "goal_mutants"]
