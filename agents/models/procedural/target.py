"""How near an idea comes to the sentence that was asked for."""

from __future__ import annotations

import re

from agents.models.procedural.ideas import Idea
from agents.models.procedural.planning import WHICH

SYNONYMS = {
    "tumbler": "cup", "brick": "block", "tin": "can", "tap": "faucet", "dish": "plate",
    "notebook": "laptop", "computer": "laptop", "upper": "top", "uppermost": "top", "fridge": "refrigerator",
    "lower": "bottom", "lowest": "bottom", "central": "middle", "dresser": "cabinet", "crate": "bin",
    "chest": "box", "sphere": "ball", "shut": "close", "pull": "open", "push": "close", "store": "inside",
    "stash": "inside", "insert": "inside", "into": "inside", "in": "inside", "within": "inside", "onto": "on",
    "upon": "on", "beside": "near", "next": "near", "toward": "near", "towards": "near", "grasp": "lift",
    "grab": "lift", "raise": "lift", "hold": "lift", "up": "lift", "pile": "stack", "tower": "stack",
    "build": "stack", "place": "put", "move": "put", "drop": "put", "switch": "turn", "both": "collect",
    "gather": "collect", "away": "close", "drawers": "drawer",
}  # fmt: skip
ACTS = {"open", "close", "inside", "on", "near", "lift", "stack", "turn", "collect"}
VERB_ACTS = {
    "open": {"open"},
    "close": {"close"},
    "open_then_close": {"open", "close"},
    "turn_on": {"turn", "on", "open"},
    "turn_off": {"turn", "close"},
    "turn_on_then_turn_off": {"turn", "on", "close"},
    "store": {"open", "inside"},
    "put": {"inside"},
    "put_away": {"inside", "close"},
    "swap": {"open", "close"},
    "set": {"on"},
    "bring": {"near"},
    "lift": {"lift"},
    "stack": {"stack", "on"},
    "collect": {"inside", "collect"},
}
OFF = {"off"}


def wanted(sentence: str) -> frozenset[str]:
    """Return the words of a sentence that ideas can share, synonyms made one."""
    words: list[str] = re.findall(r"[a-z]+", sentence.lower())
    plain = {word[:-1] if word.endswith("s") and word[:-1] in SYNONYMS.values() else word for word in words}
    return frozenset({SYNONYMS.get(word, word) for word in plain} | (OFF & plain))


def nearness(idea: Idea, words: frozenset[str]) -> float:
    """Return how much an idea shares with the wanted words: things first, then what is done, then which one."""
    things = {token for word in idea.words for token in re.split(r"[_ ]", word.lower()) if token}
    named = things - WHICH - {"open", "close", "hold", "raise", "stack", "tower", "pile"}
    score = 3.0 * len(named & words)
    for thing in idea.things:
        # "the ball" is a ball before it is a golf ball; a golf ball before something that is no ball.
        said = set(thing.category.split("_"))
        score -= 0.5 * len(said - words) if said & words else 1.0
    acts = VERB_ACTS.get(idea.verb, set())
    score += 2.0 * len(acts & words) - 1.5 * len((acts ^ words) & (ACTS - {"on", "turn"}))
    if "off" in words and idea.verb == "turn_off":
        score += 3.0
    which, asked = things & WHICH, words & WHICH
    return score + 1.5 * len(which & asked) - 1.5 * len(which - asked if asked else ())
