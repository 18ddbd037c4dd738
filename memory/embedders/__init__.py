"""Sentences to vectors: MiniLM when its weights are installed, hashed words and letter groups otherwise."""

from memory.embedders.base import Embedder
from memory.embedders.choose import choose_embedder

__all__ = ["Embedder", "choose_embedder"]
