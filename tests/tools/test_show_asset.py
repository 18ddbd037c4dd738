"""What a program can name is what the tool shows."""

from __future__ import annotations

import json

import pytest

from envs.assets.catalog import Catalog
from tools.context import ToolContext
from tools.show_asset import show_asset


@pytest.mark.parametrize("category", Catalog().categories())
def test_every_category_is_shown_with_what_its_instance_has(context: ToolContext, category: str) -> None:
    shown = json.loads(show_asset(context, f"{category}/5"))
    model = context.catalog.get(f"{category}/5")
    assert shown["asset"] == f"{category}/5"
    assert [part["name"] for part in shown["parts"]] == [part.name for part in model.parts]
    assert len(shown["grasps"]) == len(model.grasps)


def test_a_category_alone_is_its_first_instance(context: ToolContext) -> None:
    assert json.loads(show_asset(context, "mug"))["asset"] == "mug/0"
