"""Words that no rule reads are reported and reject nothing; those that rules read, and words that join, are not."""

import pytest

UNREAD = [
    ("opened", "Open the {top|top drawer} until it clicks.", "clicks"),
    ("in bowl", "Put the {block|cube} in the {bowl}, with a flourish.", "flourish"),
    ("on plate", "Put the {can} on the {plate} in a jiffy.", "jiffy"),
]
READ = [
    ("in bowl", "Could you please carefully put the {block|blue cube} into the {bowl|green bowl}?"),
    ("opened", "Open the {top|top drawer} of the cabinet."),
    ("half", "Open the {top|top drawer} halfway."),
    ("both", "Put both the {red|red cube} and the {green|green cube} into the {bin}."),
]


@pytest.mark.parametrize(("scene", "sentence", "word"), UNREAD)
def test_a_word_that_nothing_reads_is_reported_and_is_no_certain_disagreement(look, scene, sentence, word):
    findings = look(scene, sentence, reported=True)
    assert any(item.kind == "unread_word" and repr(word) in item.text for item in findings)
    assert not look(scene, sentence)


@pytest.mark.parametrize(("scene", "sentence"), READ)
def test_words_that_rules_read_or_that_only_join_are_not_reported(look, scene, sentence):
    assert not [item for item in look(scene, sentence, reported=True) if item.kind == "unread_word"]
