"""Mutants of the scene: an object elsewhere, of another kind, or with one like it beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from envs.assets.catalog import AssetNameError
from envs.errors import EnvsError
from envs.pose import Pose
from envs.task.scene_model import SceneModel
from envs.task.spec import JointStart, ObjectSpec, TaskSpec
from envs.task.validate import findings
from envs.verification.goal_facts import facts
from envs.verification.mutation.variant import Variant, spread
from envs.worlds.state import WorldState
from kpam.transforms import quaternion

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

MOST = 10
FAR = 1.2
"""Metres further from the robot than it was: out of its reach."""
MOVED, TURNED = 0.03, 0.1
"""Metres, and share of a joint's range, from which on a thing starts elsewhere."""
OTHER_KINDS = ("block", "ball", "bowl", "can")


def scene_mutants(spec: TaskSpec, catalog: Catalog, end: WorldState | None = None, most: int = MOST) -> list[Variant]:
    """Return versions of a spec whose scene is another; `end` is where its solution leaves things."""
    scene = SceneModel.of(spec.scene, catalog)
    named = dict.fromkeys(name for fact in facts(spec, scene) for name in fact.objects)
    found: list[Variant] = []
    for item in (spec.object(name) for name in named):
        for kind, name, text, new in _changes(item, catalog, end):
            others = tuple(one for one in spec.scene.objects if one.name != item.name)
            joined = tuple(new if one.name == item.name else one for one in spec.scene.objects)
            objects = (*spec.scene.objects, new) if kind == "distractor" else joined
            mutant = spec.model_copy(update={"scene": spec.scene.model_copy(update={"objects": objects})})
            if kind == "distractor" and len(others) + 2 > 90:
                continue
            found.append(Variant("scene", kind, f"scene.{kind}.{item.name}.{name}", text, mutant))
    return spread([item for item in found if _built(item.spec, catalog)], most)


def _built(spec: TaskSpec, catalog: Catalog) -> bool:
    """Whether the assets have what the task names; one that lacks it is refused before it is a task."""
    try:
        return next(iter(findings(spec, SceneModel.of(spec.scene, catalog))), None) is None
    except EnvsError:
        return False


def _changes(item: ObjectSpec, catalog: Catalog, end: WorldState | None) -> Iterator[tuple[str, str, str, ObjectSpec]]:
    model = catalog.get(item.asset)
    if item.support is None:
        x, y, z = item.pose.position
        away = item.pose.model_copy(update={"position": (x + FAR, y, z)})
        yield "elsewhere", "far", f"{item.name} {FAR:g} m further away", item.model_copy(update={"pose": away})
    if end is not None and item.support is None and _moved(item, end, catalog):
        T = end.objects[item.name].pose
        there = Pose(position=tuple(np.round(T[:3, 3], 6).tolist()), quaternion=tuple(quaternion(T).tolist()))
        starts = tuple(_starts(item, end, catalog))
        new = item.model_copy(update={"pose": there, "joints": starts})
        yield "elsewhere", "done", f"{item.name} starts where the solution leaves it", new
    for instance in _other_instances(item, catalog):
        new = item.model_copy(update={"asset": f"{model.category}/{instance}"})
        yield "another_instance", str(instance), f"{item.name} is {model.category}/{instance}", new
    for category in OTHER_KINDS:
        if category != model.category and not model.fixed_base:
            other = catalog.get(catalog.first(category))
            new = item.model_copy(update={"asset": other.id, "joints": ()})
            yield "another_kind", category, f"{item.name} is {other.description}", new
            break
    x, y, z = item.pose.position
    beside = item.pose.model_copy(update={"position": (x, y + (0.3 if y < 0 else -0.3), z)})
    twin = item.model_copy(update={"name": f"{item.name}_twin"[:64], "pose": beside, "support": None, "group": None})
    yield "distractor", "twin", f"one like {item.name} beside it", twin


def _moved(item: ObjectSpec, end: WorldState, catalog: Catalog) -> bool:
    """Whether the solution leaves an object, or a joint of it, elsewhere than it was."""
    if float(np.linalg.norm(end.objects[item.name].pose[:2, 3] - np.array(item.pose.position[:2]))) > MOVED:
        return True
    begun = {start.joint: start.fraction for start in item.joints}
    return any(abs(start.fraction - begun.get(start.joint, 0.0)) > TURNED for start in _starts(item, end, catalog))


def _starts(item: ObjectSpec, end: WorldState, catalog: Catalog) -> Iterator[JointStart]:
    """Yield where every joint that moves by itself is at the end."""
    for joint in catalog.get(item.asset).joints:
        if joint.coupling is None:
            fraction = round(float(np.clip(joint.fraction_at(end.objects[item.name].joints[joint.name]), 0, 1)), 4)
            yield JointStart(joint=joint.name, low=fraction, high=fraction, fraction=fraction)


def _other_instances(item: ObjectSpec, catalog: Catalog) -> Iterator[int]:
    category, number = item.asset.split("/")
    for other in catalog.numbers(category, range(int(number) + 1, int(number) + 2))[:1]:
        if other == int(number):
            continue
        try:
            catalog.get(f"{category}/{other}")
        except AssetNameError:
            continue
        yield other
