"""The right motion on the wrong object: a spec's solution rewritten for another object of its scene."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from envs.assets.model import AssetModel
from envs.task.spec import TaskSpec
from envs.task.stages import Pick, Stage

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog


def on_another_object(spec: TaskSpec, catalog: Catalog) -> TaskSpec | None:
    """Return the spec with its stages played on another object that offers the same names, or None without one.

    The object that is picked is replaced first; where nothing is picked, the object that is actuated. Stage
    conditions are dropped, for it is the goal that must refuse.
    """
    used = {name for stage in spec.stages for name in _names(json.loads(stage.model_dump_json()))}
    picked = [action.object for stage in spec.stages for action in stage.actions if isinstance(action, Pick)]
    for original in [*dict.fromkeys(picked), *sorted(used - set(picked))]:
        model = catalog.get(spec.object(original).asset)
        for candidate in spec.scene.objects:
            if candidate.name in used:
                continue
            if _fits(model, catalog.get(candidate.asset), pick=original in picked):
                stages = tuple(_rewrite(stage, original, candidate.name) for stage in spec.stages)
                return spec.model_copy(update={"stages": stages})
    return None


def _fits(original: AssetModel, candidate: AssetModel, *, pick: bool) -> bool:
    if pick:
        return bool(candidate.grasps) and not candidate.fixed_base
    return {part.name for part in original.parts} <= {part.name for part in candidate.parts} and bool(original.parts)


def _rewrite(stage: Stage, original: str, replacement: str) -> Stage:
    data = json.loads(stage.model_dump_json(exclude={"precondition", "effect"}))
    return Stage.model_validate(_renamed(data, original, replacement))


def _renamed(value: Any, original: str, replacement: str) -> Any:
    if isinstance(value, dict):
        return {
            key: replacement if key == "object" and item == original else _renamed(item, original, replacement)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_renamed(item, original, replacement) for item in value]
    return value


def _names(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["object"]} if isinstance(value.get("object"), str) else set[str]()
        return own.union(*(_names(item) for item in value.values()))
    if isinstance(value, list):
        return set[str]().union(*(_names(item) for item in value))
    return set()
