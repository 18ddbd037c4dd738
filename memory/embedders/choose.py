"""Which embedder this machine can run."""

from __future__ import annotations

from typing import Literal

from memory.embedders.base import Embedder
from memory.embedders.lexical import LexicalEmbedder
from memory.embedders.minilm import MiniLMEmbedder, installed_folder

Preference = Literal["auto", "minilm", "lexical"]


def choose_embedder(preference: Preference = "auto") -> Embedder:
    """Return MiniLM if its weights are installed, the lexical embedder otherwise; say which with `describe()`.

    Raises EmbedderError if MiniLM was asked for and is missing, or if installed weights are not the official ones.
    """
    if preference == "lexical" or (preference == "auto" and installed_folder() is None):
        return LexicalEmbedder()
    return MiniLMEmbedder.installed()
