"""Models by name: what is missing is said in a sentence."""

from __future__ import annotations

import pytest

from agents.errors import ModelNameError, ModelUnavailableError
from agents.models import make_model
from agents.models.procedural.author import ProceduralAuthor


def test_no_name_is_the_procedural_author_with_the_seed() -> None:
    model = make_model(None, 7)
    assert isinstance(model, ProceduralAuthor)
    assert model.seed == 7


def test_a_missing_key_names_the_variable() -> None:
    with pytest.raises(ModelUnavailableError, match="OPENAI_API_KEY"):
        make_model("openai:gpt-4.1")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("opnai:gpt", "unknown provider 'opnai' .* did you mean 'openai:gpt'"),
        ("Antropic:claude", "did you mean 'anthropic:claude'"),
        ("claude:opus", "did you mean 'anthropic:opus'"),
        ("gpt-4.1", "not of the form provider:name.* did you mean 'openai:gpt-4.1'"),
        ("openai:", "did you mean 'openai:NAME'"),
        ("procedral", "did you mean 'procedural'"),
        ("nosuch:model", "unknown provider 'nosuch'.* such as openai:"),
        (":gpt", "not of the form"),
        ("", "not of the form"),
    ],
)
def test_a_name_that_is_no_models_says_in_a_sentence_what_was_meant(name: str, words: str) -> None:
    with pytest.raises(ModelNameError, match=words) as refused:
        make_model(name)
    assert "\n" not in str(refused.value)


def test_a_provider_may_be_spelt_with_capitals_and_dashes() -> None:
    with pytest.raises(ModelUnavailableError, match="pip install langchain-google-vertexai"):
        make_model("Google-VertexAI:gemini")


def test_a_provider_that_is_not_installed_names_the_package() -> None:
    with pytest.raises(ModelUnavailableError, match="pip install langchain-mistralai"):
        make_model("mistralai:small")


def test_the_author_says_that_it_is_no_language_model() -> None:
    assert "not a language model" in str(make_model(None).invoke("Tell me a joke.").text)
