import pytest

from memory.embedders.wordpiece import WordPiece

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "open", "draw", "##er", "##s", "the", ".", "cafe", "北", "un"]
TOKENS = WordPiece(VOCABULARY)


def pieces(text, longest=32):
    return [VOCABULARY[index] for index in TOKENS.encode(text, longest)]


def test_the_longest_piece_comes_first():
    assert pieces("Open the drawers.") == ["[CLS]", "open", "the", "draw", "##er", "##s", ".", "[SEP]"]


def test_accents_and_case_are_dropped_and_ideographs_stand_alone():
    assert pieces("CAFÉ北the") == ["[CLS]", "cafe", "北", "the", "[SEP]"]


def test_a_word_that_cannot_be_spelled_is_unknown_as_a_whole():
    assert pieces("unopen drawx") == ["[CLS]", "[UNK]", "[UNK]", "[SEP]"]
    assert pieces("open" * 40) == ["[CLS]", "[UNK]", "[SEP]"]


def test_control_characters_vanish_and_white_space_separates():
    assert pieces("op\x00en\u200bthe\tdrawer\n") == ["[CLS]", "[UNK]", "draw", "##er", "[SEP]"]


def test_long_text_is_cut_to_size():
    assert len(pieces("open " * 50, longest=10)) == 10
    assert pieces("open " * 50, longest=10)[-1] == "[SEP]"


def test_a_vocabulary_without_the_marks_is_refused():
    with pytest.raises(ValueError, match=r"\[SEP\]"):
        WordPiece(["[CLS]", "[UNK]"])
