"""BERT's lower-case WordPiece tokens (Wu et al. 2016, arXiv 1609.08144; Devlin et al. 2018, arXiv 1810.04805)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_LONGEST_WORD = 100


class WordPiece:
    """Splits text into word pieces of a vocabulary, longest piece first."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: index for index, piece in enumerate(vocabulary)}
        missing = [piece for piece in ("[CLS]", "[SEP]", "[UNK]") if piece not in self._ids]
        if missing:
            raise ValueError(f"the vocabulary lacks {', '.join(missing)}; use the vocab.txt that came with the weights")

    def encode(self, text: str, longest: int) -> list[int]:
        """Return token ids with [CLS] and [SEP] around them, at most `longest` in all."""
        pieces = [piece for word in _words(text) for piece in self._pieces(word)]
        return [self._ids["[CLS]"], *pieces[: longest - 2], self._ids["[SEP]"]]

    def _pieces(self, word: str) -> list[int]:
        unknown = [self._ids["[UNK]"]]
        if len(word) > _LONGEST_WORD:
            return unknown
        found: list[int] = []
        start = 0
        while start < len(word):
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                index = self._ids.get(prefix + word[start:end])
                if index is not None:
                    found.append(index)
                    start = end
                    break
            else:
                return unknown
        return found


def _words(text: str) -> list[str]:
    cleaned = "".join(_spaced(character) for character in text)
    bare = unicodedata.normalize("NFD", cleaned.lower())
    bare = "".join(c for c in bare if unicodedata.category(c) != "Mn")
    return "".join(f" {c} " if _is_punctuation(c) else c for c in bare).split()


def _spaced(character: str) -> str:
    if character in "\t\n\r" or unicodedata.category(character) == "Zs":
        return " "
    if character in "\0\ufffd" or unicodedata.category(character).startswith("C"):
        return ""
    return f" {character} " if _is_ideograph(character) else character


def _is_punctuation(character: str) -> bool:
    code = ord(character)
    ascii_mark = 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126
    return ascii_mark or unicodedata.category(character).startswith("P")


def _is_ideograph(character: str) -> bool:
    code = ord(character)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x2CEAF
        or 0xF900 <= code <= 0xFAFF
        or 0x2F800 <= code <= 0x2FA1F
    )
