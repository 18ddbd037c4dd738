"""What a task speaks of: the objects and parts that its goal and its stages name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from envs.task.goals import Goal, Unchanged
from envs.task.refs import AxisRef, PartRef, PlaceRef, PointRef
from envs.task.scene_model import SceneModel
from envs.task.stages import Stage

Mention = tuple[str, str | None]


def mentioned(goal: Goal, stages: Iterable[Stage], scene: SceneModel | None = None) -> set[Mention]:
    """Return every (object, part) that a goal and stages name; the part is None where an object itself is named.

    With a scene, a point, axis or place on a moving link also mentions the parts whose joints carry it: a thing put
    into a drawer may shift the drawer.
    """
    found: set[Mention] = set()
    for model in (goal, *stages):
        for item in walk(model):
            found |= _mentions(item, scene)
    return found


def walk(value: object) -> Iterator[BaseModel]:
    """Yield a model and every model within it, outermost first."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from walk(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from walk(item)


def _mentions(item: BaseModel, scene: SceneModel | None) -> set[Mention]:
    if isinstance(item, PartRef):
        return {(item.object, item.part)}
    if isinstance(item, Unchanged):
        return {(item.object, item.part)}
    if isinstance(item, PointRef | AxisRef | PlaceRef):
        parts = () if scene is None else scene.parts_moving(item.object, _link(item, scene))
        return {(item.object, None), *((item.object, part) for part in parts)}
    return {(name, None) for name in names_in(item)}


def names_in(item: BaseModel) -> tuple[str, ...]:
    """Return the objects that a predicate, an action or a reference names itself, not what is within it."""
    found = [getattr(item, field, None) for field in ("object", "support")]
    for field in ("objects", "supports"):
        found += getattr(item, field, ())
    return tuple(name for name in found if isinstance(name, str))


def _link(item: PointRef | AxisRef | PlaceRef, scene: SceneModel) -> str:
    if isinstance(item, PointRef):
        return scene.asset(item.object).point(item.point).link
    if isinstance(item, AxisRef):
        return scene.asset(item.object).axis(item.axis).link
    return scene.find_place(item).link
