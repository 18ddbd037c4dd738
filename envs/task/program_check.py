"""What can be refused about a program before it runs, with the line and what to write instead."""

from __future__ import annotations

import ast
from difflib import get_close_matches

from envs.errors import ProgramError
from envs.task import prelude

MAX_SOURCE = 64 * 1024  # bytes
SUBSET = (
    "Programs run in a small Python: functions, simple classes, comprehensions, f-strings, match, try, lambda and"
    " `import math` work; other imports, files, numpy, random, inheritance, decorators, yield, del, with, async,"
    " eval, exec and names that begin with _ do not."
)
REFUSED = {
    ast.Yield: "yield",
    ast.YieldFrom: "yield",
    ast.Delete: "del",
    ast.With: "with",
    ast.AsyncWith: "async",
    ast.AsyncFor: "async",
    ast.AsyncFunctionDef: "async",
    ast.Await: "async",
}
REFUSED_NAMES = ("open", "eval", "exec", "compile", "input", "globals", "locals", "vars", "breakpoint")


def check_source(source: str) -> ast.Module:
    """Return the program's syntax tree; raises ProgramError for what the sandbox would not run or must not."""
    size = len(source.encode("utf-8", errors="replace"))
    if size > MAX_SOURCE:
        raise ProgramError(f"the program has {size} bytes; at most {MAX_SOURCE} are read, so write a shorter one")
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise ProgramError(f"syntax error: {error.msg}", error.lineno) from None
    except ValueError as error:
        raise ProgramError(f"the program is no Python text ({error}); write plain text") from None
    except (RecursionError, MemoryError):
        raise ProgramError("an expression is nested too deeply to read; write it in steps") from None
    for node in ast.walk(tree):
        _check_node(node)
    _check_top_level(tree)
    _check_build(tree)
    return tree


def _check_node(node: ast.AST) -> None:
    line = getattr(node, "lineno", None)
    word = REFUSED.get(type(node))
    if word is not None:
        raise ProgramError(f"`{word}` is not available. {SUBSET}", line)
    if isinstance(node, ast.Import | ast.ImportFrom):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or "."]
        wrong = [module for module in modules if module != "math"]
        if wrong:
            remedy = "use the rng that build receives. " if wrong[0] in ("random", "numpy", "secrets") else ""
            raise ProgramError(f"`import {wrong[0]}` is not available; {remedy or 'remove it. '}{SUBSET}", line)
    if isinstance(node, ast.ClassDef) and (node.bases or node.keywords or node.decorator_list):
        raise ProgramError(f"class {node.name!r} inherits or is decorated, which is not available. {SUBSET}", line)
    if isinstance(node, ast.FunctionDef) and node.decorator_list:
        raise ProgramError(f"function {node.name!r} is decorated, which is not available. {SUBSET}", line)
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None
    if name in REFUSED_NAMES and isinstance(node, ast.Name):
        raise ProgramError(f"`{name}` is not available; a program only builds a task. {SUBSET}", line)
    if name is not None and name.startswith("_") and name != "_":
        raise ProgramError(f"the name {name!r} begins with _, which is kept for the API; rename it", line)


def _check_top_level(tree: ast.Module) -> None:
    """Refuse definitions that would take the place of the API's own names."""
    taken = prelude.definitions().keys() | {"json"}
    declared = {name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            continue
        for name in _bound(node):
            outside = node in tree.body or name in declared
            if (name in taken and outside) or (name.startswith("_") and name != "_"):
                raise ProgramError(f"{name!r} is a name of the task API; choose another", getattr(node, "lineno", None))


def _bound(node: ast.AST) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [alias.asname or alias.name for alias in node.names]
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return [node.id]
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.For | ast.NamedExpr):
        targets = [node.target]
    return [item.id for target in targets for item in ast.walk(target) if isinstance(item, ast.Name)]


def _check_build(tree: ast.Module) -> None:
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    if "build" not in functions:
        near = get_close_matches("build", functions, n=1)
        line = functions[near[0]].lineno if near else None
        raise ProgramError("the program has no `def build(task, rng):` at top level; write one", line)
    build = functions["build"]
    arguments = build.args
    names = [item.arg for item in (*arguments.posonlyargs, *arguments.args)]
    if len(names) != 2 or arguments.vararg or arguments.kwarg or arguments.kwonlyargs:
        found = ", ".join(names) or "nothing"
        raise ProgramError(f"build takes {found}; write `def build(task, rng):`", build.lineno)
