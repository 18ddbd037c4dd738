"""What agents call, one tool to a file; the registry below is the whole list.

A tool takes a `ToolContext` and typed arguments and answers with text; its docstring and annotations are its schema.
"""

from __future__ import annotations

from collections.abc import Callable

from tools.check_program import check_program
from tools.compare import compare
from tools.list_assets import list_assets
from tools.program_api import program_api
from tools.recall import recall
from tools.render import render
from tools.show_asset import show_asset
from tools.simulate import simulate
from tools.solve_stages import solve_stages
from tools.verify import verify

TOOLS: dict[str, Callable[..., str]] = {
    "list_assets": list_assets,
    "show_asset": show_asset,
    "program_api": program_api,
    "recall": recall,
    "check_program": check_program,
    "solve_stages": solve_stages,
    "simulate": simulate,
    "verify": verify,
    "render": render,
    "compare": compare,
}
