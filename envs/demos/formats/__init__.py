"""Dataset formats, one to a module or package with `write(episodes, path, *, overwrite)` and `read(path)`."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from envs.errors import UnknownNameError

FORMATS = {"lerobot": "envs.demos.formats.lerobot"}


def load_format(name: str) -> ModuleType:
    """Return the module of a format by name; raises UnknownNameError."""
    if name not in FORMATS:
        raise UnknownNameError("dataset format", name, FORMATS)
    return import_module(FORMATS[name])
