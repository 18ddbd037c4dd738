"""Categories are found by what they are for."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.assets.search import AssetSearch
from memory.embedders.lexical import LexicalEmbedder


@pytest.fixture(scope="module")
def search() -> AssetSearch:
    return AssetSearch(Catalog(), LexicalEmbedder().embed)


@pytest.mark.parametrize(
    ("query", "category"),
    [
        ("something to keep milk cold", "refrigerator"),
        ("a fridge", "refrigerator"),
        ("something to drink coffee from", "mug"),
        ("heat up leftovers", "microwave"),
        ("turn the light on", "wall_switch"),
        ("tool to drive a nail", "hammer"),
        ("throw the rubbish away", "trash_can"),
        ("wash my dirty clothes", "washing_machine"),
        ("let fresh air into the room", "sliding_window"),
    ],
)
def test_what_it_is_for_finds_it_without_weights(search: AssetSearch, query: str, category: str) -> None:
    assert search.nearest(query)[0].category == category


def test_the_nearest_come_first_and_no_more_than_asked_for(search: AssetSearch) -> None:
    found = search.nearest("fruit", 4)
    assert [item.nearness for item in found] == sorted((item.nearness for item in found), reverse=True)
    assert {item.category for item in found} <= {"apple", "orange", "pear", "lemon", "banana"}


def test_words_that_say_nothing_find_nothing(search: AssetSearch) -> None:
    assert search.nearest("") == ()


def test_the_catalog_is_embedded_once() -> None:
    calls: list[int] = []

    def embed(sentences):
        calls.append(len(sentences))
        return LexicalEmbedder().embed(sentences)

    search = AssetSearch(Catalog(), embed)
    search.nearest("fruit")
    search.nearest("tools")
    assert len(calls) == 3
    assert calls[1:] == [1, 1]


@pytest.mark.parametrize("name", Catalog().categories())
def test_every_category_says_what_it_is_for(name: str) -> None:
    assert len(Catalog().category(name).uses.split(";")) >= 2


def test_nearness_is_at_most_one(search: AssetSearch) -> None:
    category = Catalog().category("hammer")
    found = search.nearest(category.summary, 1)[0]
    assert found.category == "hammer"
    assert 0.5 < found.nearness <= 1.0 + 1e-9
    assert np.isfinite(found.nearness)
