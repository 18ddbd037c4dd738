"""A catalog, tools over it, and a model behind a real HTTP connection."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from langchain_core.language_models import BaseChatModel

from agents.models import make_model
from envs.assets.catalog import Catalog
from tools.context import ToolContext

sys.path.insert(0, str(Path(__file__).parent))

from openai_server import ChatServer, chat_server

SEED = 1
"""Of the author behind the server: on this one its critic agrees with what it proposes."""


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture
def tools(catalog: Catalog, tmp_path: Path) -> ToolContext:
    return ToolContext(catalog=catalog, folder=tmp_path)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server(seed=SEED) as running:
        yield running


@pytest.fixture
def author() -> BaseChatModel:
    """The author that answers behind the server, without HTTP between."""
    return make_model(None, SEED)


@pytest.fixture
def over_http(server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> Callable[..., BaseChatModel]:
    """Return a function that makes a model whose every answer comes over HTTP from the server."""
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    return lambda **options: make_model("openai:test", 0, **{"timeout": 20.0, "retries": 1, **options})
