"""Writes the documentation of the task API out of the prelude, for prompts and people."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from envs.task import prelude
from envs.task.api_hints import signature
from envs.task.program_check import SUBSET

TITLES = {
    "task": "The builder",
    "objects": "Objects and parts",
    "goals": "Goals over logic and time",
    "actions": "Constraints, motions, actions",
    "places": "Points, axes, the hand",
    "random_numbers": "Random choices",
}
EXAMPLE = """\
def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    ball = task.add("ball", region="table_left")
    drawer = cabinet.part("drawer", which="top")

    task.say("Open the {upper drawer} and put the {ball} inside.", drawer, ball)
    task.goal(drawer.at_least(0.3), ball.inside(drawer))

    task.stage("open the drawer", actuate(grip(drawer), then=follow(drawer, to=0.9)), effect=drawer.at_least(0.6))
    task.stage("put the ball in", pick(ball), place(ball, drawer.interior), effect=ball.inside(drawer))
"""


def api_text() -> str:
    """Return what a program may call, as Markdown: every name, signature and docstring of the prelude."""
    parts = [
        "# The task API",
        "A program defines `build(task, rng)`, which fills the task: scene, sentence, goal, stages. " + SUBSET,
        "Lengths are metres, angles radians; the robot's base is the origin, x forward, y left, z up from the table.",
        "```python\n" + EXAMPLE + "```",
    ]
    for name, title in TITLES.items():
        parts.append(f"## {title}")
        parts += list(_entries(prelude.tree(name)))
    return "\n\n".join(parts) + "\n"


def _entries(tree: ast.Module) -> Iterator[str]:
    constants: list[tuple[str, ast.expr]] = []
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and ast.get_docstring(node):
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef) and item.name[0] != "_"]
            lines = [f"### {node.name}", ast.get_docstring(node) or ""]
            yield "\n".join(lines + [_function(item, f"{_called(node.name)}.") for item in methods])
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            constants.append((node.targets[0].id, node.value))
    if functions:
        yield "\n".join(_function(node, "") for node in functions)
    names = [name for name, value in constants if not isinstance(value, ast.Dict)]
    if names:
        yield "Ready-made: " + ", ".join(f"`{name}`" for name in names)
    for name, value in constants:
        if isinstance(value, ast.Dict):
            yield f"`{name}`: `{ast.unparse(value)}`"


def _called(name: str) -> str:
    return "obj" if name == "Object" else name.lower()


def _function(node: ast.FunctionDef, owner: str) -> str:
    text = " ".join((ast.get_docstring(node) or "").split())
    return f"- `{owner}{signature(node)}`: {text}"
