"""How the parts of an object hang together, and whether one starts where a goal wants it."""

from __future__ import annotations

from collections.abc import Set

from envs.task.predicates import JointFraction
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification.goal_facts import Fact

Mention = tuple[str, str | None]
"""An object, and a part of it where a part is meant."""


def carried(scene: SceneModel, name: str, part: str, spoken: Set[Mention]) -> bool:
    """Return whether a part moves with one that is spoken of: a leader's follower, or what hangs on it."""
    asset = scene.asset(name)
    for owner, other in spoken:
        if owner != name or other is None:
            continue
        if asset.part(part).joint in asset.moved_together(asset.part(other).joint):
            return True
        if part in scene.parts_moving(name, asset.part(other).link):
            return True
    return False


def linked(scene: SceneModel, name: str, part: str, spoken: Set[Mention]) -> bool:
    """Return whether a part carries, is carried by or moves with one that is spoken of."""
    above = scene.parts_moving(name, scene.asset(name).part(part).link)
    return carried(scene, name, part, spoken) or any(other in above for owner, other in spoken if owner == name)


def starts_open(spec: TaskSpec, scene: SceneModel, name: str, part: str) -> bool:
    """Return whether a part starts more open than shut."""
    return begun(spec, scene, name, part) > 0.2


def begun(spec: TaskSpec, scene: SceneModel, name: str, part: str) -> float:
    """Return the fraction of its range at which a part's joint, or the one that leads it, starts."""
    joint = scene.part_joint(name, part)
    starts = {start.joint: start.fraction for start in spec.object(name).joints}
    return starts.get(joint.name if joint.coupling is None else joint.coupling.joint, 0.0)


def already(spec: TaskSpec, scene: SceneModel, fact: Fact) -> bool:
    """Return whether a joint starts where the goal wants it."""
    item = _range(scene, fact)
    if item is None:
        return False
    at = begun(spec, scene, item.part.object, item.part.part)
    return (item.at_least is None or at >= item.at_least) and (item.at_most is None or at <= item.at_most)


def heading(spec: TaskSpec, scene: SceneModel, fact: Fact) -> str | None:
    """Return "open" or "close", the way that a joint has to go from its start to a range; None where it has none."""
    item = _range(scene, fact)
    if item is None or item.at_least is None or item.at_most is None:
        return None
    at = begun(spec, scene, item.part.object, item.part.part)
    return "open" if at < item.at_least else "close" if at > item.at_most else None


def _range(scene: SceneModel, fact: Fact) -> JointFraction | None:
    """Return what a fact wants of a joint, where that is a range and no change."""
    item = fact.predicate
    if not isinstance(item, JointFraction) or not fact.wanted or item.relative:
        return None
    return item if item.part.object in scene.objects else None
