import subprocess
import sys

import numpy as np
import pytest

from memory.embedders.lexical import LexicalEmbedder

EMBEDDER = LexicalEmbedder()


def cosine(one, other):
    left, right = EMBEDDER.embed([one, other])
    return float(left @ right)


def test_vectors_have_length_one_and_the_promised_size():
    vectors = EMBEDDER.embed(["Open the drawer.", "Close it!", "näive ☃ 7"])
    assert vectors.shape == (3, EMBEDDER.dimension)
    assert vectors.dtype == np.float64
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0)


def test_no_words_give_zeros_and_no_sentences_no_rows():
    assert not EMBEDDER.embed([""]).any()
    assert EMBEDDER.embed([]).shape == (0, EMBEDDER.dimension)


def test_filler_case_and_inflection_do_not_count():
    assert cosine("Open the drawer", "open a drawer!") == pytest.approx(1.0)
    assert cosine("opening drawers", "open drawer") == pytest.approx(1.0)


def test_common_synonyms_are_one_word():
    assert cosine("shut the upper drawer", "close the top drawer") == pytest.approx(1.0)


def test_a_paraphrase_is_nearer_than_another_task():
    said = "Put the lemon into the top drawer"
    assert cosine(said, "Place the lemon inside the upper drawer") > cosine(said, "Turn on the faucet") + 0.5


def test_vectors_do_not_depend_on_the_process():
    code = "from memory.embedders.lexical import LexicalEmbedder as E; print(E().embed(['open it']).argmax())"
    runs = {subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout for _ in range(2)}
    assert len(runs) == 1


def test_it_says_that_it_has_no_weights_and_how_to_get_them():
    assert "no weights" in EMBEDDER.describe()
    assert "pip install" in EMBEDDER.describe()


def test_a_tiny_dimension_is_refused():
    with pytest.raises(ValueError, match="8 is too small"):
        LexicalEmbedder(dimension=8)
