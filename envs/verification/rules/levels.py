"""The order of a tower in words, "from bottom to top red, green, blue", "the blue one below", against the goal's."""

from __future__ import annotations

from collections.abc import Iterator

from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.nouns import coloured
from envs.verification.pieces import ENDS, places, spelled
from envs.verification.rules.stacks import in_stack, supports
from envs.verification.tokens import Word
from envs.verification.verdict import Finding

UPWARD = ("from bottom to top", "bottom to top", "from the bottom up", "from the bottom to the top", "bottom up",
          "from below upwards", "starting from the bottom", "starting at the bottom", "beginning at the bottom",
          "from the bottom")  # fmt: skip
DOWNWARD = ("from top to bottom", "top to bottom", "from the top down", "from the top to the bottom", "top down",
            "starting from the top", "starting at the top", "beginning at the top", "from the top")  # fmt: skip
LOW = frozenset({"below", "underneath", "beneath", "lowest", "lowermost", "bottommost"})
HIGH = frozenset({"above", "uppermost", "topmost", "highest"})
MIDDLE = ("in the middle", "in between", "in the centre", "in the center")
GOVERNING = frozenset({"on", "onto", "upon", "from", "off", "to", "over", "beside", "near"})
CLOSES = frozenset({"", ",", "and", "then", "but", "with", "while"}) | ENDS
"""Words behind which nothing follows that the word before is said of."""

Mention = tuple[str, int, int]
"""A thing, and where what names it begins and ends."""


def ordered(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the things of a tower that are listed in another order than the goal's, or at another level."""
    below = supports(case)
    stacked = {
        name for name, under in below.items() if set(under) & set(below) or any(in_stack(case, one) for one in under)
    }
    stacked |= {one for name in stacked for one in below[name] if in_stack(case, one)}
    if len(stacked) < 2:
        return
    words = said.every_word
    found = [item for item in _mentions(case, said, words) if item[0] in stacked]
    yield from _listed(said, spelled(words), found, below)
    for name, first, end in found:
        if GOVERNING & set(spelled(words[max(0, first - 2) : first])):
            continue  # "on the red cube in the middle" tells where that stands
        behind = spelled(words[end : end + 5])
        level = _level(behind) or _ahead(spelled(words[max(0, first - 2) : first]))
        under = [one for one in below.get(name, ()) if one in stacked]
        over = [one for one in stacked if name in below.get(one, ())]
        wrong = (level == "low" and not over) or (level == "high" and not under)
        wrong = wrong or (level == "middle" and len(stacked) > 2 and not (under and over))
        if wrong:
            yield finding(
                "contradicted_word", f"{said.quote} says {name} {' '.join(behind[:3])!r}; the goal has it elsewhere"
            )


def _listed(said: Said, text: list[str], found: list[Mention], below: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    for phrases, upward in ((UPWARD, True), (DOWNWARD, False)):
        start = next((k for k, _, _ in places(text, phrases)), None)
        if start is None:
            continue
        stop = next((k for k in range(start, len(text)) if text[k] in ENDS - {":"}), len(text))
        begin = next((k + 1 for k in reversed(range(start)) if text[k] in ENDS - {":"}), 0)
        after = list(dict.fromkeys(name for name, first, _ in found if start <= first < stop))
        before = list(dict.fromkeys(name for name, first, _ in found if begin <= first < start))
        order = after if len(after) > 1 else before
        order = order if upward else order[::-1]
        for k, lower in enumerate(order):
            for upper in order[k + 1 :]:
                if _rests(lower, upper, below):
                    yield finding(
                        "contradicted_word", f"{said.quote} lists {lower} below {upper}; the goal asks otherwise"
                    )
                    return


def _rests(name: str, under: str, below: dict[str, tuple[str, ...]], seen: frozenset[str] = frozenset()) -> bool:
    """Whether one thing rests on another, at once or by way of others."""
    own = [one for one in below.get(name, ()) if one not in seen]
    return under in own or any(_rests(one, under, below, seen | {name}) for one in own)


def _level(behind: list[str]) -> str:
    """Return "low", "high" or "middle" where the words behind a mention put it there."""
    behind = behind + [""] * 5
    skip = 1 if behind[0] in ("is", "goes", "being", "comes", "should", "must") else 0
    behind = behind[skip:]
    for phrase in MIDDLE:
        parts = phrase.split()
        if behind[: len(parts)] == parts and behind[len(parts)] in CLOSES:
            return "middle"
    if behind[1] in CLOSES and behind[0] in LOW | HIGH:
        return "low" if behind[0] in LOW else "high"
    if behind[:2] == ["on", "top"] and behind[2] in CLOSES:
        return "high"
    return ""


def _ahead(before: list[str]) -> str:
    """Return the level that stands alone before a mention: "bottom red, middle green, top blue"."""
    if len(before) < 2 or before[0] not in {",", ":", "and"}:
        return ""
    return {"bottom": "low", "lowest": "low", "middle": "middle", "top": "high", "topmost": "high"}.get(before[1], "")


def _mentions(case: Case, said: Said, words: list[Word]) -> list[Mention]:
    """Return what is named in order, "the blue one" among it where one tied thing is blue."""
    found: list[Mention] = []
    tied = {name for tie in said.ties for name in tie.named.objects if name in case.scene.objects}
    for k, item in enumerate(words):
        if item.tie is not None and (not k or words[k - 1].tie != item.tie):
            named = said.ties[item.tie].named
            end = next((n for n in range(k, len(words)) if words[n].tie != item.tie), len(words))
            if len(named.objects) == 1 and named.part is None:
                found.append((named.objects[0], k, end))
        elif item.tie is None and item.text in w.COLOURS and spelled(words[k + 1 : k + 2]) == ["one"]:
            own = [name for name in sorted(tied) if coloured(case.scene.asset(name), item.text)]
            if len(own) == 1:
                found.append((own[0], k, k + 2))
    return found
