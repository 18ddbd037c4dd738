"""Tools as LangChain takes them: the context handed in, what can be mended handed back as text."""

from __future__ import annotations

import functools
import inspect
import typing
from collections.abc import Callable, Iterable

from langchain_core.tools import BaseTool, StructuredTool

from envs.errors import EnvsError
from tools import TOOLS
from tools.context import ToolContext
from tools.errors import ToolError


def langchain_tools(names: Iterable[str], context: ToolContext) -> list[BaseTool]:
    """Return tools by name, bound to a context; name, schema and description come from the functions."""
    return [_tool(name, TOOLS[name], context) for name in names]


def _tool(name: str, function: Callable[..., str], context: ToolContext) -> BaseTool:
    hints = typing.get_type_hints(function, include_extras=True)
    parameters = [
        parameter.replace(annotation=hints[parameter.name])
        for parameter in list(inspect.signature(function).parameters.values())[1:]
    ]

    @functools.wraps(function)
    def call(**arguments: object) -> str:
        try:
            return function(context, **arguments)
        except (ToolError, EnvsError) as error:
            return f"error: {error}"

    call.__signature__ = inspect.Signature(parameters, return_annotation=str)  # type: ignore[attr-defined]
    call.__annotations__ = {p.name: p.annotation for p in parameters} | {"return": str}
    del call.__wrapped__  # type: ignore[attr-defined]
    return StructuredTool.from_function(func=call, name=name, description=inspect.getdoc(function) or name)
