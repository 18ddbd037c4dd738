import ast

import pytest

from envs.task import prelude
from envs.task.api_text import EXAMPLE, api_text
from envs.task.program_check import check_source


def test_every_public_name_of_the_prelude_is_documented():
    text = api_text()
    for name, node in prelude.definitions().items():
        if not name.startswith("_"):
            assert name in text
        if isinstance(node, ast.ClassDef):
            for member in node.body:
                if isinstance(member, ast.FunctionDef) and not member.name.startswith("_"):
                    assert f".{member.name}(" in text


@pytest.mark.parametrize("name", prelude.FILES)
def test_every_public_function_has_a_docstring_and_types(name):
    for node in ast.walk(prelude.tree(name)):
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name
    for node in prelude.tree(name).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert all(item.annotation for item in (*node.args.args, *node.args.kwonlyargs)), node.name


def test_nothing_private_is_documented():
    assert "`_" not in api_text()
    assert "._" not in api_text()


def test_signatures_have_no_self_and_keep_defaults():
    assert "`part.opened(fraction: float=0.8) -> Goal`" in api_text()
    assert "self" not in api_text()


def test_the_subset_is_said():
    assert "import math" in api_text()
    assert "inheritance" in api_text()


def test_the_example_passes_the_check():
    check_source(EXAMPLE)


def test_the_regions_are_those_of_the_prelude():
    assert "'table_front': ((0.32, 0.5), (-0.25, 0.25))" in api_text()
