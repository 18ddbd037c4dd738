"""Towers and layers are as high as the sentence says, and the lowest is the one that it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from envs.task.predicates import On, Over
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.verdict import Finding

SAY_NOTHING = frozenset({"near", "joint_fraction", "lifted", "grasped", "upright", "unchanged", "aligned"})
"""Predicates by which nothing is ever on top of anything."""


FLAT = w.ENTERED | {"plate"}
"""What stands under a tower and is none of its layers."""


def heights(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the numbers of layers that are said and that the goal does not ask."""
    text = [item.text for item in said.asking]
    for k, word in enumerate(text):
        count = w.number(word)
        if count is None or text[k - 1 : k] in (["of"], ["each"]):
            continue
        behind = text[k + 1 : k + 3]
        layered = behind[:1] in (["layer"], ["layers"], ["storeys"], ["levels"])
        high = behind[:1] == ["high"] or (behind[1:] == ["high"] and behind[0] not in w.LENGTHS)
        if layered or high:
            yield from _layers(case, said, count, f"{word} {' '.join(behind[:1] if layered else ['high'])}")
    for k in range(len(text) - 2):
        count = w.number(text[k + 2]) if text[k] in ("tower", "stack") and text[k + 1] == "of" else None
        if count is not None:
            yield from _layers(case, said, count, f"{text[k]} of {text[k + 2]}")
        wide = w.number(text[k + 2]) if text[k : k + 2] == ["layers", "of"] else None
        if wide is not None:
            yield from _each_layer(case, said, wide)


def _each_layer(case: Case, said: Said, count: float) -> Iterator[Finding]:
    """Yield a number of things in each layer that the goal does not ask."""
    below = supports(case)
    levels = Counter(_depth(name, below) for name in below)
    if levels and set(levels.values()) != {count}:
        asked = " and ".join(str(number) for _, number in sorted(levels.items()))
        yield finding("contradicted_word", f"{said.quote} says layers of {count:g}; the goal asks for {asked}")


def _layers(case: Case, said: Said, count: float, words: str) -> Iterator[Finding]:
    below = supports(case)
    if not below:
        if all(item.kind in SAY_NOTHING for item in case.facts):
            yield finding("contradicted_word", f"{said.quote} says {words!r}; the goal puts nothing on anything")
        return
    kinds = {case.scene.asset(name).category for name in below}
    tops = set(below) - {one for under in below.values() for one in under}
    found = {_depth(name, below) for name in tops}
    bases = {_base(name, below) for name in tops}
    models = [case.scene.asset(base) for base in bases]
    if any(model.fixed_base or model.category in FLAT for model in models):
        found = {depth - 1 for depth in found}
    elif any(model.category not in kinds for model in models):
        found |= {depth - 1 for depth in found}  # whether it counts depends on who counts
    if count not in found:
        asked = " or ".join(str(depth) for depth in sorted(found))
        yield finding("contradicted_word", f"{said.quote} says {words!r}; the goal asks for {asked} one on another")


def ends(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is said to be at the bottom or at the top of a stack and is not."""
    below = supports(case)
    above = {under for unders in below.values() for under in unders}
    for tie in said.ties:
        after = [item.text for item in said.every_word if item.start >= tie.end][:3]
        if len(tie.named.objects) != 1 or after[:1] not in (["at"], ["on"]):
            continue
        (name,) = tie.named.objects
        end = next((text for text in after[1:] if text != "the"), "")
        stacked = any(in_stack(case, under) for under in below.get(name, ()))
        wrong = end in ("bottom", "base") and stacked
        wrong = wrong or (after == ["at", "the", "top"] and name in above)
        if wrong:
            words = " ".join(after[: after.index(end) + 1])
            yield finding("contradicted_word", f"{said.quote} says {name} {words}; the goal asks otherwise")


def lying_on(case: Case, said: Said) -> Iterator[Finding]:
    """Yield a number of things that one lies on, "on the first three", that is not the goal's."""
    for span in case.spec.spans if said.strict else ():
        asked = {len(item.predicate.supports) for item in case.facts
                 if isinstance(item.predicate, Over) and item.predicate.object == span.object}  # fmt: skip
        if span.relation != "over" or not asked:
            continue
        after = [item.text for item in said.every_word if item.start >= span.end][:3]
        count = w.number(after[2]) if after[:1] == ["the"] and after[1:2] in (["first"], ["last"], ["other"]) else None
        if count is not None and count not in asked:
            yield finding(
                "contradicted_word", f"{said.quote} says on {' '.join(after)}; the goal asks for {max(asked)}"
            )


def in_stack(case: Case, name: str) -> bool:
    """Whether a thing is one of a stack's own, not what the stack stands on or in."""
    model = case.scene.asset(name)
    return not (model.fixed_base or model.volumes or model.category in FLAT)


def supports(case: Case) -> dict[str, tuple[str, ...]]:
    """Return what the goal wants each thing to rest on."""
    found: dict[str, tuple[str, ...]] = {}
    for item in case.facts:
        if item.wanted and item.final and isinstance(item.predicate, On | Over):
            for name in item.subjects:
                found[name] = (*found.get(name, ()), *item.targets)
    return found


def _depth(name: str, below: dict[str, tuple[str, ...]], seen: frozenset[str] = frozenset()) -> int:
    """Return how many things stand one on another, this one on top."""
    under = [one for one in below.get(name, ()) if one not in seen]
    return 1 + max((_depth(one, below, seen | {name}) for one in under), default=0)


def _base(name: str, below: dict[str, tuple[str, ...]]) -> str:
    seen = {name}
    while (under := next((one for one in below.get(name, ()) if one not in seen), None)) is not None:
        name = under
        seen.add(name)
    return name
