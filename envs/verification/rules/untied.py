"""Words from the catalog that nothing ties."""

from __future__ import annotations

from collections.abc import Iterator

from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.nouns import of_object
from envs.verification.rules.spans import aside, landmark
from envs.verification.tokens import Named
from envs.verification.verdict import Finding

TOOLS = frozenset({"spatula"})
"""Nouns of what a robot may hold instead of a gripper."""
PLAIN = frozenset({"inside", "on", "near", "joint_fraction", "lifted", "grasped", "unchanged", "upright"})
"""Predicates that say nothing of behind, under or above."""


def untied(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the nouns of things that the goal does not ask about, and relations that it does not test.

    In the instruction they may describe the scene; a paraphrase speaks of nothing but the task.
    """
    named = {name for tie in case.ties for name in tie.named.objects} | case.counted
    if not said.strict:
        named |= set(case.goal_objects)
    known = {noun for name in named for noun in of_object(case.scene.asset(name)) if name in case.scene.objects}
    models = [case.scene.asset(name) for name in named if name in case.scene.objects]
    known |= {place.name.split("_")[-1] for model in models for place in (*model.volumes, *model.surfaces)}
    unnamed = {noun for name in case.goal_objects for noun in of_object(case.scene.asset(name))}
    for noun, words in case.nouns.untied(said.words):
        if noun in TOOLS:
            continue
        if noun not in known and (not said.strict or noun not in unnamed):
            kind = "untied_word" if said.strict or not _handled(said, words) else "contradicted_word"
            yield finding(kind, f"{said.quote} speaks of {words!r}, which the goal does not ask about")

    def told(one: Named) -> bool:
        ends = any(one in clause.between for clause in said.clauses) or landmark(case, said, one)
        return ends or all(aside(said, tie.start, tie.end) for tie in said.ties if tie.named == one)

    for clause in said.clauses if not said.strict else ():
        if clause.words[:2] in (["there", "is"], ["there", "are"]):
            continue
        for one in (*clause.objects, *(one for _, _, targets in clause.relations for one in targets)):
            if not set(one.objects) & set(case.goal_objects) and not (one in said.spared or one.guessed or told(one)):
                text = f"{said.quote} speaks of {one.text!r}, which the goal does not ask about"
                yield finding("contradicted_word", text)
    for word in said.words:
        if word.tie is None and word.text in w.UNTESTED and not _tested(case):
            yield finding("untied_word", f"{said.quote} says {word.text!r}, which the goal does not test")


def _handled(said: Said, words: str) -> bool:
    """Whether a noun is what a verb is done to, or what something is to be in, on or near."""
    text = [item.text for item in said.words]
    parts = words.split()
    for k in range(len(text)):
        if text[k : k + len(parts)] != parts:
            continue
        before = text[max(0, k - 4) : k]
        first = next((n for n in reversed(range(len(before))) if before[n] in w.DETERMINERS), None)
        ahead = "" if first is None or first == 0 else before[first - 1]
        if first is None or k == first or w.base(ahead) or ahead in w.RELATIONS | dict.fromkeys(("and", "to", "of")):
            return True
    return False


def _tested(case: Case) -> bool:
    return any(item.kind not in PLAIN for item in case.facts)
