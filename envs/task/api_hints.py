"""Adds to an interpreter's error what the task API has instead: nearest names, signatures."""

from __future__ import annotations

import ast
import re
from difflib import get_close_matches

from envs.task import prelude

ATTRIBUTE = re.compile(r"'(\w+)' object has no attribute '(\w+)'")
NAME = re.compile(r"name '(\w+)' is not defined")
CALL = re.compile(r"(?:(\w+)\.)?(\w+)\(\) (?:got|missing|takes)")


def explain(message: str) -> str:
    """Return an error's message with what is known about the API at the point where it failed."""
    defined = prelude.definitions()
    attribute = ATTRIBUTE.search(message)
    if attribute:
        kind, name = attribute.groups()
        if kind == "Absent":
            return f"{message.split(':')[-1].strip()}: this asset has no such place; see its places with show_asset"
        definition = defined.get(kind)
        if isinstance(definition, ast.ClassDef):
            known = prelude.members(definition)
            return f"{kind} has no {name!r}; it has: {', '.join(known)}.{_near(name, known)}"
        return message
    unknown = NAME.search(message)
    if unknown:
        known = [name for name in defined if not name.startswith("_")]
        return f"{unknown.group(1)!r} is not defined.{_near(unknown.group(1), known)}"
    call = CALL.search(message)
    if call:
        found = _function(call.group(2), defined)
        if found is not None:
            return f"{message}; it is called as {signature(found)}"
    return message


def line_of_misfit(message: str, program: ast.Module) -> int | None:
    """Return the line of the first call in a program that lacks arguments as an error's message says.

    The interpreter gives no line of the caller for a call that leaves out positional arguments.
    """
    call = CALL.search(message)
    if call is None or "missing" not in message:
        return None
    name = call.group(2)
    own = {node.name: node for node in ast.walk(program) if isinstance(node, ast.FunctionDef)}
    function = own.get(name) or _function(name, prelude.definitions())
    calls = [node for node in ast.walk(program) if isinstance(node, ast.Call) and _callee(node) == name]
    if function is None or not calls:
        return None
    return min((node.lineno for node in calls if _lacks(node, function)), default=None)


def _callee(call: ast.Call) -> str | None:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else None


def _lacks(call: ast.Call, function: ast.FunctionDef) -> bool:
    """Return whether a call gives fewer arguments than a function needs; unpacked ones count as enough."""
    if any(isinstance(item, ast.Starred) for item in call.args) or any(item.arg is None for item in call.keywords):
        return False
    names = [item.arg for item in function.args.args if item.arg != "self"]
    needed = names[: len(names) - len(function.args.defaults)]
    given = {item.arg for item in call.keywords}
    return any(name not in given for name in needed[len(call.args) :])


def signature(function: ast.FunctionDef) -> str:
    """Return how a function of the API is called: its name and arguments, without self, with what comes back."""
    arguments = ast.arguments(**{field: getattr(function.args, field) for field in function.args._fields})
    arguments.args = [item for item in arguments.args if item.arg != "self"]
    returns = "" if function.returns is None else f" -> {ast.unparse(function.returns)}"
    return f"{function.name}({ast.unparse(arguments)}){returns}"


def _near(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def _function(name: str, defined: dict[str, ast.stmt]) -> ast.FunctionDef | None:
    direct = defined.get(name)
    if isinstance(direct, ast.FunctionDef):
        return direct
    for definition in defined.values():
        if isinstance(definition, ast.ClassDef):
            for node in definition.body:
                if isinstance(node, ast.FunctionDef) and node.name == name:
                    return node
    return None
