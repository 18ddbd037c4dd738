"""The same goals told in many other words, one to a line of the files in `words`: none of them is refused."""

from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parent / "words").glob("*.txt"))
LINES = [line for file in FILES for line in file.read_text().splitlines()]
GOOD = [tuple(line.split(": ", 1)) for line in LINES]


@pytest.mark.parametrize(("scene", "sentence"), GOOD, ids=[sentence[:60] for _, sentence in GOOD])
def test_other_words_for_a_goal_pass_as_the_instruction_and_as_a_paraphrase(look, scene: str, sentence: str):
    assert look(scene, sentence) == look(scene, sentence, paraphrased=True) == ()
