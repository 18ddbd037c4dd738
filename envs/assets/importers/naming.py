"""What things and parts are called: names for the catalog, nouns for sentences, from what files call them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from envs.assets.importers.posing import RestingJoint
from envs.assets.palette import FURNITURE, VIVID
from kpam.transforms import Array

PARTS: tuple[tuple[str, str], ...] = (
    ("drawer", "drawer"), ("lid", "lid"), ("cap", "cap"), ("knob", "knob"), ("switch", "switch"),
    ("button", "button"), ("lever", "lever"), ("faucet", "lever"), ("tap", "lever"), ("pedal", "pedal"),
    ("wheel", "wheel"), ("window", "window"), ("screen", "lid"), ("tray", "tray"), ("seat", "seat"),
    ("door", "door"), ("key", "button"), ("slider", "slider"),
)  # fmt: skip
"""The noun of a part by a word in what its file calls it; the first that is found counts."""
HANDLE_WORDS = ("handle", "knob", "grip", "pull")
"""Words in the name of a piece that is there to be held."""
TURNED = ("knob", "lever", "wheel", "switch", "cap")
PRESSED = ("button", "pedal")
_ROWS = {2: ("bottom", "top"), 3: ("bottom", "middle", "top")}
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def slug(text: str) -> str:
    """Return text as a name of the catalog: small letters, digits and underscores, a letter first."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    plain = re.sub(r"_+", "_", plain)
    return (plain if plain[:1].isalpha() else f"asset_{plain}".rstrip("_"))[:56].rstrip("_")


def noun_of(text: str, known: Collection[str]) -> str | None:
    """Return the longest noun of `known` that a file's name ends with, numbers aside: "red_mug_02" is a mug."""
    words = [word for word in re.split(r"[^a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()) if word]
    while words:
        if " ".join(words) in known:
            return " ".join(words)
        words = words[1:]
    return None


def named_noun(words: str) -> str | None:
    """Return what people call a part that moves, from its names and meanings; None where they do not say."""
    plain = words.lower()
    for word, noun in PARTS:
        if re.search(rf"(?<![a-z]){word}(?![a-rt-z])", plain):
            return noun
    return None


def part_noun(words: str, joint: RestingJoint) -> str:
    """Return what people call a part that moves, from its names and meanings, else from how it moves."""
    named = named_noun(words)
    if named is not None:
        return named
    if joint.kind == "prismatic":
        return "drawer" if abs(joint.axis[2]) < 0.5 else "slider"
    return "door" if abs(joint.axis[2]) > 0.5 else "lid"


def telling_apart(nouns: Sequence[str], middles: Sequence[Array]) -> list[str | None]:
    """Return for each part what tells it from others of its noun: top, left (as one faces the front), second."""
    found: list[str | None] = [None] * len(nouns)
    for noun in dict.fromkeys(nouns):
        same = [k for k, other in enumerate(nouns) if other == noun]
        if len(same) > 1:
            for k, which in zip(same, _which(np.array([middles[k] for k in same])), strict=True):
                found[k] = which
    return found


def _which(middles: Array) -> list[str]:
    count = len(middles)
    spread = np.ptp(middles, axis=0)
    if count in _ROWS and spread[2] >= spread[1]:
        order = np.argsort(middles[:, 2], kind="stable")
        return [_ROWS[count][int(np.flatnonzero(order == k)[0])] for k in range(count)]
    if count == 2:
        return ["left" if middles[k, 1] == middles[:, 1].min() else "right" for k in range(2)]
    rows = np.lexsort((middles[:, 1], -np.round(middles[:, 2], 2)))
    ranks = [int(np.flatnonzero(rows == k)[0]) for k in range(count)]
    return [_ORDINALS[rank] if rank < len(_ORDINALS) else f"number {rank + 1}" for rank in ranks]


def colour_word(colours: Sequence[tuple[float, float, float]], weights: Sequence[float]) -> str:
    """Return the word for the colour that most of a thing has."""
    words: Mapping[str, tuple[float, float, float]] = {"grey": FURNITURE["grey"], "beige": FURNITURE["beige"], **VIVID}
    share: dict[str, float] = {}
    for colour, weight in zip(colours, weights, strict=True):
        word = min(words, key=lambda name: float(np.sum((np.subtract(words[name], colour)) ** 2)))
        share[word] = share.get(word, 0.0) + weight
    return max(share, key=lambda name: share[name])
