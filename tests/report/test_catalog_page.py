"""`docs/assets.md` says what the code says, and its example is a category that passes every check."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from agents.report.catalog_page import BEGIN, END, MarkersError, insert, section
from envs.assets.catalog import Catalog
from envs.assets.category import Category
from envs.assets.checks.instance import check_instance

PAGE = Path(__file__).resolve().parents[2] / "docs" / "assets.md"


def test_the_page_is_what_the_command_writes(tmp_path: Path) -> None:
    copy = tmp_path / "assets.md"
    copy.write_text(PAGE.read_text())
    assert not insert(copy, section(Catalog())), "run: simwright assets tables --into docs/assets.md"


@pytest.mark.parametrize("name", Catalog().categories())
def test_every_category_has_a_small_sheet(name: str) -> None:
    sheet = PAGE.parent / "images" / "assets" / f"{name}.jpg"
    assert sheet.is_file(), "run: simwright assets sheet --all --seeds 0:8 --out docs/images/assets"
    assert sheet.stat().st_size < 100_000


def test_every_parameter_says_where_its_range_comes_from() -> None:
    catalog = Catalog()
    for name in catalog.categories():
        for key, span in catalog.category(name).parameters.items():
            assert span.low <= span.high, f"{name}: {key}"
            assert len(span.source) > 8, f"{name}: {key}"


@pytest.fixture
def tool_chest(monkeypatch: pytest.MonkeyPatch) -> Category:
    """The category that the page tells a newcomer to write."""
    (source,) = (
        code for code in re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL) if "CATEGORY =" in code
    )
    module = ModuleType("tool_chest")
    monkeypatch.setitem(sys.modules, "tool_chest", module)
    exec(compile(source, "docs/assets.md", "exec"), module.__dict__)
    return module.CATEGORY


def test_the_example_category_is_sound(tool_chest: Category) -> None:
    catalog = Catalog({tool_chest.name: tool_chest})
    for seed in range(12):
        assert check_instance(catalog, f"tool_chest/{seed}") == ()


def test_a_page_without_its_comments_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{BEGIN}\n")
    with pytest.raises(MarkersError, match="lacks the lines"):
        insert(page, "text")
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    assert insert(page, "new")
    assert page.read_text() == f"before\n{BEGIN}\nnew\n{END}\nafter\n"
