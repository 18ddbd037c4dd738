"""What is to be so all the way, the goal asks for by always or never, and not at the end alone."""

from __future__ import annotations

from collections.abc import Iterator

from envs.task.goals import Always, Never
from envs.task.mentions import walk
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.pieces import named_in, pieces, places, spelled
from envs.verification.tokens import PRONOUNS, Named, Word
from envs.verification.verdict import Finding

ALL_ALONG = (
    "at no point", "at no time", "at no moment", "at all times", "the whole time", "the entire time",
    "the whole while", "all the while", "from start to finish", "from beginning to end", "throughout",
    "at any time", "at any point", "at any moment", "at every moment",
)  # fmt: skip
"""Phrases that ask for something at every moment."""
ON_THE_WAY = ("on the way", "along the way", "the whole way", "all the way", "en route", "on its way", "on their way",
              "while carrying", "while moving", "while you carry", "while you move", "as you carry", "as you move",
              "while it is carried", "while transporting", "never", "ever", "always",
              "without spilling", "without tilting")  # fmt: skip
"""Phrases that do where something is said of how a thing is held."""
HOW = w.listed("upright level tilt tilts tilting tip tips tipping spill spills spilling lean leans leaning horizontal")
STATES = frozenset({"upright", "level", "horizontal"})
AHEAD = w.listed("to from over across down up into onto out in open through")
"""Words behind which "all the way" says how far."""
TRAVELS = w.listed("carry carried carrying bring brought bringing move moved moving travels travel transport")
NEVER_OPEN = ("never be opened", "never be open", "never come open", "never get opened")
MOVES = w.listed("move way whole transfer transport task process operation")
SIZES = w.listed("larger bigger smaller heavier lighter wider")
HELD = w.listed("hold holding air hand grip gripper fingers grasp grasped")
"""Words by which it is the hand that something is said of."""


def throughout(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is to be so at every moment where the goal looks only at the end.

    What the goal does not mention is watched all along, so that only what it does mention can be missed.
    """
    if any(isinstance(item, Always | Never) for item in walk(case.spec.goal)):
        return
    for piece in pieces(said):
        text = spelled(piece)
        phrases = [phrase for _, end, phrase in places(text, ALL_ALONG) if not _idle(text, end, phrase)] + _of_how(text)
        if any(item.senses() and item.parts for item in case.facts):
            phrases += [phrase for _, _, phrase in places(text, NEVER_OPEN)]
        if not phrases or HELD & set(text):
            continue
        if phrases == ["without spilling"] and _filled(case):
            continue  # what is not to be spilled may be in what receives the other
        tilted = _tilted(said, piece)
        named = tilted or named_in(said, piece)
        stands_for = bool(PRONOUNS & set(text)) and not tilted
        if named or stands_for:
            known = all(_among(case, one, "objects") for one in named)
            moved = stands_for or any(_among(case, one, "subjects") for one in named)
            kept = any(item.kind == "unchanged" for item in case.facts)
            kind = "contradicted_word" if known and moved and not kept else "untied_word"
            text_ = f"{said.quote} says {phrases[0]!r}; the goal looks only at the end: use always or never"
            yield finding(kind, text_)


def arranged(case: Case, said: Said) -> Iterator[Finding]:
    """Yield "never a larger one on a smaller" where no always or never of the goal looks at what is on what."""
    times = [item for item in walk(case.spec.goal) if isinstance(item, Always | Never)]
    kinds = {getattr(one, "kind", "") for item in times for one in walk(item.goal)}
    for piece in pieces(said):
        text = spelled(piece)
        if "never" not in text or not SIZES & set(text):
            continue
        behind = text[text.index("never") :]
        relation = next((w.RELATIONS[word] for word in behind if word in w.RELATIONS), None)
        relation = "near" if any(places(behind, ("next to", "close to"))) else relation
        if relation is not None and not w.TESTED_BY[relation] & kinds:
            yield finding("contradicted_word", f"{said.quote} says {' '.join(behind)!r}; no always or never asks that")


def _filled(case: Case) -> bool:
    """Whether the goal puts anything into something."""
    names = {name for item in case.facts for name in item.targets if name in case.scene.objects}
    return any(case.scene.asset(name).volumes for name in names)


def _idle(text: list[str], end: int, phrase: str) -> bool:
    """Whether a phrase asks nothing: "at any time" that nothing denies, "throughout the day"."""
    if phrase.startswith("at any"):
        return not w.NEGATIONS & set(text)
    return phrase == "throughout" and text[end : end + 1] == ["the"] and not MOVES & set(text[end + 1 : end + 3])


def _tilted(said: Said, piece: list[Word]) -> list[Named]:
    """Return what stands behind a word for tilting: "without ever tipping the tray"."""
    for k, item in enumerate(piece):
        if item.text in HOW - STATES:
            number = next((one.tie for one in piece[k + 1 : k + 3] if one.tie is not None), None)
            if number is not None:
                return [said.ties[number].named]
    return []


def _among(case: Case, named: Named, where: str) -> bool:
    """Whether what is named is one of the goal's objects, or of its subjects; what only receives others is watched."""
    if named.part is not None:
        return any((name, named.part) in fact.parts for fact in case.facts for name in named.objects)
    return any(set(getattr(fact, where)) & set(named.objects) for fact in case.facts)


def _of_how(text: list[str]) -> list[str]:
    """Return the phrases for the way that stand between the same commas as a word for how a thing is held."""
    found: list[str] = []
    for stretch in " ".join(text).split(" , "):
        words = stretch.split()
        if HOW & set(words):
            found += [f"{words[k]} it moves" for k in range(len(words))
                      if words[k] in ("while", "as") and TRAVELS & set(words[k + 1 : k + 7])]  # fmt: skip
            for _, end, phrase in places(words, ON_THE_WAY):
                far = phrase in ("the whole way", "all the way") and AHEAD & set(words[end : end + 1])
                loose = phrase == "always" and not HOW & set(words[end : end + 3])
                found += [] if far or loose else [phrase]
    return found
