"""The right motion on the wrong object: a task's solution played on another object of its scene."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from envs.assets.model import AssetModel
from envs.task.goals import Unchanged
from envs.task.mentions import walk
from envs.task.refs import AxisRef, ObjectRef, OverRef, PartRef, PlaceRef, PointRef
from envs.task.spec import TaskSpec
from envs.task.stages import Auto, Pick, Push, Stage, Sweep
from envs.verification.mistaken import Mistaken
from envs.verification.wrong_part import other_parts

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

NAMING = ("object", "objects", "support", "supports")
"""Fields of goals and stages whose text is the name of an object."""

MISTAKES = 3
"""How many things a solution is tried on at most."""
CANDIDATES = 8
"""How many objects are looked at on either side; there are piles of fifty."""


def on_another_object(spec: TaskSpec, catalog: Catalog) -> Mistaken | str:
    """Return the spec with its solution played on another object, or in words why there is none: the first mistake."""
    found = mistakes(spec, catalog)
    return found if isinstance(found, str) else found[0]


def mistakes(spec: TaskSpec, catalog: Catalog) -> tuple[Mistaken, ...] | str:
    """Return the specs whose solution is played on another object, the likeliest mistake first, or why there are none.

    What is picked or pushed is mistaken first; where nothing is, what is actuated. An object that neither goal nor
    stages name is taken for it, one of the same category before others; where there is none, two objects that are
    handled change their parts, unless the goal says the same of both. Last comes a part of the very thing that has the
    same noun: another drawer of the cabinet. Stage conditions are dropped, for it is the goal that must refuse; a stage
    that is derived from the goal is derived from the mistaken one.
    """
    goal = json.loads(_Goal(goal=spec.goal).model_dump_json())["goal"]
    named = _names(goal) | {name for stage in spec.stages for name in _names(json.loads(stage.model_dump_json()))}
    handled = _handled(spec, catalog)
    others = [item.name for item in spec.scene.objects if item.name not in named]
    interchangeable: list[str] = []
    found: list[Mistaken] = []
    objects = {item.name for item in spec.scene.objects}  # the goal may name groups, too
    for original in [*handled[:CANDIDATES], *sorted((named & objects) - set(handled))]:
        model = catalog.get(spec.object(original).asset)
        candidates = [*others, *(name for name in handled if name != original)][:CANDIDATES]
        for other in sorted(
            candidates, key=lambda name: catalog.get(spec.object(name).asset).category != model.category
        ):
            if not _fits(model, catalog.get(spec.object(other).asset), handled=original in handled):
                continue
            if _canonical(goal) == _canonical(_exchanged(goal, original, other)):
                interchangeable.append(f"{original} and {other}")
                continue
            if len(found) < MISTAKES:
                found.append(Mistaken(_mistaken(spec, goal, original, other), original, other))
    found += islice(other_parts(spec, catalog), MISTAKES - len(found))
    if found:
        return tuple(found)
    if len(spec.scene.objects) < 2:
        return "the scene has a single object"
    if interchangeable:
        return f"the goal says the same of {interchangeable[0]}: they are interchangeable"
    return "no other object that the solution fits"


class _Goal(BaseModel):
    goal: Any


def _handled(spec: TaskSpec, catalog: Catalog) -> list[str]:
    """Return the objects that the solution picks, pushes or sweeps; for one that is derived, those it would."""
    found: list[str] = []
    for item in (item for stage in spec.stages for item in walk(stage)):
        if isinstance(item, Pick | Push):
            found.append(item.object)
        elif isinstance(item, Sweep):
            found += item.objects
        elif isinstance(item, Auto):
            free = {thing.name for thing in spec.scene.objects if not catalog.get(thing.asset).fixed_base}
            about = [name for part in walk(spec.goal) for name in _about(part)]
            found += [name for name in about if name in free]
    return list(dict.fromkeys(found))


def _about(part: BaseModel) -> list[str]:
    """Return the objects that a predicate is about, not those that it relates them to."""
    if isinstance(part, Unchanged | ObjectRef | PartRef | PlaceRef | PointRef | AxisRef | OverRef):
        return []
    return [*_texts(getattr(part, "object", None)), *(name for name in getattr(part, "objects", ()))]


def _fits(original: AssetModel, candidate: AssetModel, *, handled: bool) -> bool:
    if handled:
        return not candidate.fixed_base and (bool(candidate.grasps) or not original.grasps)
    parts = {part.name for part in original.parts}
    return candidate.category == original.category or (bool(parts) and parts <= {part.name for part in candidate.parts})


def _mistaken(spec: TaskSpec, goal: Any, original: str, other: str) -> TaskSpec:
    stages = tuple(
        Stage.model_validate(
            _exchanged(json.loads(stage.model_dump_json(exclude={"precondition", "effect"})), original, other)
        )
        for stage in spec.stages
    )
    if any(isinstance(action, Auto) for stage in spec.stages for action in stage.actions):
        data = spec.model_dump(mode="json")
        return TaskSpec.model_validate(data | {"goal": _exchanged(goal, original, other), "stages": stages})
    return spec.model_copy(update={"stages": stages})


def _exchanged(value: Any, one: str, other: str) -> Any:
    """Return data with two objects' names exchanged wherever they name an object."""
    names = {one: other, other: one}
    if isinstance(value, dict):
        return {
            key: _renamed(item, names) if key in NAMING else _exchanged(item, one, other) for key, item in value.items()
        }
    if isinstance(value, list):
        return [_exchanged(item, one, other) for item in value]
    return value


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else _exchanged(value, *names)


def _canonical(value: Any) -> Any:
    """Return data in a form in which what means the same is the same: the order of what is joined does not matter."""
    if isinstance(value, dict):
        data = {key: _canonical(item) for key, item in value.items()}
        if data.get("kind") in ("all", "any"):
            data["goals"] = sorted(data["goals"], key=json.dumps)
        if (
            data.get("kind") == "near"
            and isinstance(data.get("target"), dict)
            and data["target"].get("kind") == "object"
        ):
            data["object"], data["target"]["object"] = sorted((data["object"], data["target"]["object"]))
        for key in ("objects", "supports"):
            if isinstance(data.get(key), list):
                data[key] = sorted(data[key], key=json.dumps)
        return dict(sorted(data.items()))
    return [_canonical(item) for item in value] if isinstance(value, list) else value


def _names(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {item for key in NAMING for item in _texts(value.get(key))}
        return own.union(*(_names(item) for item in value.values()))
    if isinstance(value, list):
        return set[str]().union(*(_names(item) for item in value))
    return set()


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
