"""Tools as models see them: every one documented, errors handed back as text."""

from __future__ import annotations

import json

import pytest

from agents.roles import ROLES
from agents.tooling import langchain_tools
from tools import TOOLS
from tools.context import ToolContext


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_has_a_description_and_a_schema_without_the_context(name: str, tools: ToolContext) -> None:
    tool = langchain_tools([name], tools)[0]
    assert len(tool.description) > 20
    assert "context" not in tool.args
    assert all(argument.get("description") for argument in tool.args.values())


def test_roles_name_tools_that_exist() -> None:
    assert {name for role in ROLES.values() for name in role.tools} <= set(TOOLS)


def test_an_unknown_asset_comes_back_as_text_with_the_nearest_name(tools: ToolContext) -> None:
    answer = langchain_tools(["show_asset"], tools)[0].invoke({"asset": "bowel"})
    assert answer.startswith("error: unknown")
    assert "'bowl'" in answer


def test_the_listing_is_json_of_every_category(tools: ToolContext) -> None:
    listed = json.loads(langchain_tools(["list_assets"], tools)[0].invoke({}))
    assert [item["name"] for item in listed["categories"]] == list(tools.catalog.categories())
