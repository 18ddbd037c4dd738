"""The right motion on the wrong part: a solution played on another part of the same thing that has the same noun."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from envs.assets.model import Part
from envs.task.mentions import walk
from envs.task.spec import TaskSpec
from envs.task.stages import FollowMotion, Stage
from envs.verification.mistaken import Mistaken

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

NAMES = {"part": "part", "point": "point", "axis": "axis", "place": "place"}
"""Which field of each kind of reference names something of an object."""


def other_parts(spec: TaskSpec, catalog: Catalog) -> Iterator[Mistaken]:
    """Yield the specs whose stages move another part than theirs: the middle drawer for the top one.

    Parts that the solution moves itself are not taken, nor those on the same joint; conditions of stages are dropped.
    """
    moved = [(item.part.object, item.part.part) for stage in spec.stages for item in walk(stage)
             if isinstance(item, FollowMotion)]  # fmt: skip
    for name, part in dict.fromkeys(moved):
        model = catalog.get(spec.object(name).asset)
        own = model.part(part)
        for other in model.parts:
            alike = other.noun == own.noun and other.handle_kind == own.handle_kind
            if not alike or (name, other.name) in moved or other.joint in model.moved_together(own.joint):
                continue
            stages = tuple(
                Stage.model_validate(
                    _exchanged(json.loads(stage.model_dump_json(exclude={"precondition", "effect"})), name, own, other)
                )
                for stage in spec.stages
            )
            yield Mistaken(spec.model_copy(update={"stages": stages}), own.name, other.name)


def _exchanged(value: Any, name: str, own: Part, other: Part) -> Any:
    """Return data with one part, its handle and its interior in the place of another's wherever they are named."""
    if isinstance(value, list):
        return [_exchanged(item, name, own, other) for item in value]
    if not isinstance(value, dict):
        return value
    field = NAMES.get(str(value.get("kind")))
    if field is None or value.get("object") != name:
        return {key: _exchanged(item, name, own, other) for key, item in value.items()}
    said = value[field]
    names = {own.name: other.name, own.interior: other.interior}
    handle = own.handle + "."
    new = other.handle + said[len(own.handle) :] if said.startswith(handle) else names.get(said) or said
    return value | {field: new}
