"""When a mutant is no wrong task at all: the stated rules, each with the words that a report gives for it.

- `figure`: the goal asks for another figure of the same thing, which the words of the sentence mean as well, and every
  recording (solution and controls, every seed) comes to the same under both.
- `rest`: the goal is no longer to be held for a time that is shorter than what everything is left alone for anyway.
- `implied`: the condition that was dropped follows from those that are left.
- `instance`: another instance, or thing, that every word of the sentence describes as well.
- `same_end`: the changed solution leaves everything where the solution does.
- `same_words`: "in" and "on" say the same of what is flat and has no inside, and of no thing at all: into a zone,
  onto a zone; in two layers.
- `unsaid`: upright is no longer asked of something, and no word of the sentences speaks of how it is to stand.
- `whichever`: the sentence asks for whichever of several like things.
"""

from __future__ import annotations

from collections.abc import Sequence as SequenceOf

import numpy as np

from envs.execution.executor import FINAL_REST_SECONDS
from envs.task.goals import Goal, HeldFor, Sequence
from envs.task.predicates import Grasped, Inside, JointFraction, Lifted, On, Upright
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification import words as w
from envs.verification.mutation.goal_tree import children, places
from envs.verification.mutation.recordings import Recorded, reaches
from envs.verification.mutation.variant import Variant
from envs.verification.nouns import single
from envs.verification.tokens import spoken
from envs.worlds.state import WorldState

RULES = {
    "figure": "another figure that the words mean too, with the same outcome in every recording",
    "rest": "everything rests as long before it is judged",
    "implied": "what was dropped follows from what is left",
    "instance": "another thing that every word of the sentence describes as well",
    "same_end": "ends where the solution ends",
    "same_words": "says the same in other words",
    "unsaid": "no word of the sentences asks for what is no longer tested",
    "whichever": "the sentence asks for whichever of several like things",
}
EITHER = frozenset({"in", "into", "inside", "within", "on", "onto"})
"""Words of which any is said of what is flat and has no inside."""
POSTURES = frozenset({"upright", "stand", "stands", "standing", "tip", "topple", "over", "side", "fall", "lying", "up"})
"""Words that may ask how a thing is to stand."""
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
    if variant.kind in ("conjunct_dropped", "another_object", "relation") and _implied(original, mutant):
        return "implied"
    if _unsaid(original, mutant, recorded.spec):
        return "unsaid"
    return None


def equivalent_sentence(variant: Variant, original: TaskSpec, scene: SceneModel) -> str | None:
    """Return the rule by which a changed sentence that nothing told says nothing wrong, or None."""
    texts = zip(
        (original.instruction, *original.paraphrases),
        (variant.spec.instruction, *variant.spec.paraphrases),
        strict=True,
    )
    before, after = next(((spoken(one), spoken(other)) for one, other in texts if one != other), ([], []))
    changed = [k for k, (old, new) in enumerate(zip(before, after, strict=False)) if old.text != new.text]
    if len(before) != len(after) or len(changed) != 1:
        return None
    (k,) = changed
    if not {before[k].text, after[k].text} <= EITHER:
        return None
    for word in before[k + 1 : k + 5]:
        if word.text in w.FORMATIONS:
            return "same_words"
        said = {word.text, single(word.text)}
        named = [
            model
            for model in scene.objects.values()
            if said & {*model.category.split("_"), *w.ALSO_CALLED.get(model.category, ())}
        ]
        if named:
            return "same_words" if all(m.category in w.ENTERED and not m.volumes for m in named) else None
    return None


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


def _dropped(original: Goal, mutant: Goal) -> tuple[list[Goal], list[Goal]]:
    """Return the conditions that the original has beyond the mutant, and those of the mutant."""
    left = [item for _, item in places(mutant) if not children(item)]
    return [item for _, item in places(original) if not children(item) and item not in left], left


def _implied(original: Goal, mutant: Goal) -> bool:
    """Whether every condition that the original has beyond the mutant follows from those of the mutant."""
    dropped, left = _dropped(original, mutant)
    return bool(dropped) and all(
        any(_follows(item, other) for other in left) or _beneath(item, left) for item in dropped
    )


def _beneath(item: Goal, left: SequenceOf[Goal]) -> bool:
    """Whether a thing is inside something because what is on it is."""
    if not isinstance(item, Inside):
        return False
    above = [other.object for other in left if isinstance(other, On) and other.support == item.object]
    return any(item.model_copy(update={"object": name}) in left for name in above)


def _unsaid(original: Goal, mutant: Goal, spec: TaskSpec) -> bool:
    """Whether all that is no longer asked is that something stands upright, of which no sentence speaks."""
    dropped, _ = _dropped(original, mutant)
    text = {word.text for sentence in (spec.instruction, *spec.paraphrases) for word in spoken(sentence)}
    return bool(dropped) and all(isinstance(item, Upright) for item in dropped) and not text & POSTURES


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
