"""When a mutant is no wrong task at all: the stated rules, each with the words that a report gives for it.

- `figure`: the goal asks for another figure of the same thing, which the words of the sentence mean as well, and every
  recording (solution and controls, every seed) comes to the same under both.
- `rest`: the goal is no longer to be held for a time that is shorter than what everything is left alone for anyway.
- `implied`: the condition that was dropped follows from one that is left.
- `instance`: another instance, or thing, that every word of the sentence describes as well.
- `same_end`: the changed solution leaves everything where the solution does.
- `same_words`: "in" and "on" say the same of what is flat and has no inside, and of no thing at all: into a zone,
  onto a zone; in two layers.
- `whichever`: the sentence asks for whichever of several like things.
"""

from __future__ import annotations

import numpy as np

from envs.execution.executor import FINAL_REST_SECONDS
from envs.task.goals import Goal, HeldFor, Sequence
from envs.task.predicates import Grasped, JointFraction, Lifted
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification import words as w
from envs.verification.mutation.goal_tree import children, places
from envs.verification.mutation.recordings import Recorded, reaches
from envs.verification.mutation.variant import Variant
from envs.verification.tokens import spoken
from envs.worlds.state import WorldState

RULES = {
    "figure": "another figure that the words mean too, with the same outcome in every recording",
    "rest": "everything rests as long before it is judged",
    "implied": "what was dropped follows from what is left",
    "instance": "another thing that every word of the sentence describes as well",
    "same_end": "ends where the solution ends",
    "same_words": "says the same in other words",
    "whichever": "the sentence asks for whichever of several like things",
}
EITHER = frozenset({"in", "into", "inside", "within", "on", "onto"})
"""Words of which any is said of what is flat and has no inside."""
FORMATIONS = frozenset({"row", "line", "layer", "layers", "circle", "column"})
"""How several things stand together, which is no place."""
SAME_PLACE = 0.02
"""Metres within which an object ends in the same place."""
SAME_TILT = 0.2
"""Radians within which it stands the same way up."""
SAME_JOINT = 0.1
"""Share of its range within which a joint ends the same."""


def equivalent_goal(variant: Variant, recorded: Recorded) -> str | None:
    """Return the rule by which a goal that nothing told is no wrong one, or None."""
    original, mutant = recorded.spec.goal, variant.goal
    if variant.kind == "threshold" and _only_rest(original, mutant):
        return "rest"
    if variant.kind == "threshold" and all(
        reaches(original, item, recorded.scene) == reaches(mutant, item, recorded.scene)
        for item in (recorded.solution, *recorded.controls)
    ):
        return "figure"
    if variant.kind == "conjunct_dropped" and _implied(original, mutant):
        return "implied"
    return None


def equivalent_sentence(variant: Variant, original: TaskSpec, scene: SceneModel) -> str | None:
    """Return the rule by which a changed sentence that nothing told says nothing wrong, or None."""
    before, after = spoken(original.instruction), spoken(variant.spec.instruction)
    changed = [(old, new) for old, new in zip(before, after, strict=False) if old.text != new.text]
    if len(before) != len(after) or len(changed) != 1 or not {item.text for item in changed[0]} <= EITHER:
        return None
    if any(item.text in FORMATIONS for item in before[before.index(changed[0][0]) + 1 :][:3] if item.tie is None):
        return "same_words"
    spans = sorted(original.spans, key=lambda span: span.start)
    target = next((span.object for span in spans if span.start >= changed[0][0].end and span.relation is None), None)
    if target not in scene.objects:
        return None
    model = scene.asset(target)
    return "same_words" if model.category in w.ENTERED and not model.volumes else None


def equivalent_end(end: WorldState, reference: WorldState, scene: SceneModel) -> str | None:
    """Return the rule by which a changed solution is no wrong one, or None."""
    for name, item in reference.objects.items():
        other = end.objects[name]
        if np.linalg.norm(scene.centre(end, name) - scene.centre(reference, name)) > SAME_PLACE:
            return None
        if np.arccos(np.clip(item.pose[:3, 2] @ other.pose[:3, 2], -1, 1)) > SAME_TILT and not _rolls(name, scene):
            return None
        for joint in scene.asset(name).joints:
            if abs(item.joints[joint.name] - other.joints[joint.name]) > SAME_JOINT * (joint.upper - joint.lower):
                return None
    return "same_end"


def _rolls(name: str, scene: SceneModel) -> bool:
    return "roll" in scene.asset(name).affordances


def _only_rest(original: Goal, mutant: Goal) -> bool:
    """Whether only times that are no longer than the final rest were shortened, and nothing looks back."""
    times = [item.seconds for _, item in places(original) if isinstance(item, HeldFor)]
    looks_back = any(isinstance(item, Sequence) for _, item in places(original))
    if not times or looks_back or max(times) > FINAL_REST_SECONDS:
        return False
    later = [item.seconds for _, item in places(mutant) if isinstance(item, HeldFor)]
    return _untimed(original) == _untimed(mutant) and max(later, default=0.0) <= max(times)


def _untimed(goal: Goal) -> Goal:
    """Return a goal without its times."""
    if isinstance(goal, HeldFor):
        return _untimed(goal.goal)
    inner = tuple(_untimed(item) for item in children(goal))
    if not inner:
        return goal
    return goal.model_copy(update={"goals": inner} if "goals" in type(goal).model_fields else {"goal": inner[0]})


def _implied(original: Goal, mutant: Goal) -> bool:
    """Whether the one condition that the original has beyond the mutant is a weaker one on the same joint."""
    mine = [item for _, item in places(original) if not children(item)]
    left = [item for _, item in places(mutant) if not children(item)]
    dropped = [item for item in mine if item not in left]
    return bool(dropped) and all(any(_follows(item, other) for other in left) for item in dropped)


def _follows(weaker: Goal, stronger: Goal) -> bool:
    """Whether one condition follows from another; what is still in the air after everything rested is held."""
    if isinstance(weaker, Grasped) and isinstance(stronger, Lifted):
        return weaker.object == stronger.object
    if not isinstance(weaker, JointFraction) or not isinstance(stronger, JointFraction):
        return weaker == stronger
    if weaker.part != stronger.part or weaker.relative != stronger.relative:
        return False
    low = weaker.at_least is None or (stronger.at_least is not None and stronger.at_least >= weaker.at_least)
    high = weaker.at_most is None or (stronger.at_most is not None and stronger.at_most <= weaker.at_most)
    return low and high
