"""The task API as it runs inside the sandbox, in the interpreter's Python subset; read as text, never imported."""

from __future__ import annotations

import ast
from functools import cache
from importlib import resources

FILES = ("checks", "places", "goals", "objects", "actions", "random_numbers", "task")


@cache
def source(name: str) -> str:
    """Return the text of one file of the prelude, its imports from other files blanked: all share one namespace."""
    text = resources.files(__name__).joinpath(f"{name}.py").read_text(encoding="utf-8")
    lines = text.split("\n")
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom):
            for number in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[number] = ""
    return "\n".join(lines)


@cache
def tree(name: str) -> ast.Module:
    """Return the syntax tree of one file of the prelude."""
    return ast.parse(source(name))


def definitions() -> dict[str, ast.stmt]:
    """Return every name that the prelude defines at top level, private ones too, with its definition."""
    found: dict[str, ast.stmt] = {}
    for name in FILES:
        for node in tree(name).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found[node.name] = node
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found[node.targets[0].id] = node
    return found


def members(definition: ast.ClassDef) -> list[str]:
    """Return the public methods and attributes of a class of the prelude."""
    names = [node.name for node in definition.body if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(definition):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            names.append(node.attr)
    return sorted({name for name in names if not name.startswith("_")})
