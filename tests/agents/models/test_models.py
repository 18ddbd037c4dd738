"""Models by name: what is missing is said in a sentence."""

from __future__ import annotations

import pytest

from agents.errors import ModelUnavailableError
from agents.models import make_model
from agents.models.procedural.author import ProceduralAuthor


def test_no_name_is_the_procedural_author_with_the_seed() -> None:
    model = make_model(None, 7)
    assert isinstance(model, ProceduralAuthor)
    assert model.seed == 7


def test_a_missing_key_names_the_variable() -> None:
    with pytest.raises(ModelUnavailableError, match="OPENAI_API_KEY"):
        make_model("openai:gpt-4.1")


@pytest.mark.parametrize(("name", "words"), [("gpt", "provider:name"), ("nosuch:model", "nosuch")])
def test_an_unknown_name_says_how_models_are_named(name: str, words: str) -> None:
    with pytest.raises(ModelUnavailableError, match=words):
        make_model(name)


def test_a_provider_that_is_not_installed_names_the_package() -> None:
    with pytest.raises(ModelUnavailableError, match="pip install langchain-mistralai"):
        make_model("mistralai:small")


def test_the_author_says_that_it_is_no_language_model() -> None:
    assert "not a language model" in str(make_model(None).invoke("Tell me a joke.").text)
