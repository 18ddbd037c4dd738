"""Writes a keypoint problem as a file that `read_text` gives back as it was."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from kpam.files.bodies import body_mapping, corners_mapping, held_mapping, moves_mapping, shape_mapping
from kpam.files.document import VERSION, Document
from kpam.files.plan import plan_mapping
from kpam.files.values import written


def write(document: Document, path: str | Path) -> None:
    """Write a document as a file. Raises OSError where that cannot be."""
    Path(path).write_text(write_text(document), encoding="utf-8")


def write_text(document: Document) -> str:
    """Return a document as YAML, in the order of the schema, without what a file need not say."""
    top: dict[str, Any] = {
        "kpam": VERSION,
        "name": document.name,
        "tool": document.tool if isinstance(document.tool, str) else _kept(body_mapping(document.tool)),
        "held": None if document.held is None else _kept(held_mapping(document.held)),
        "objects": {name: _kept(body_mapping(body)) for name, body in document.objects.items()} or None,
        "moves": None if document.moves is None else _kept(moves_mapping(document.moves)),
        "constraints": [
            {
                **_kept({"kind": entry.kind, "name": entry.name}),
                **{name: written(value) for name, value in entry.fields.items()},
            }
            for entry in document.constraints
        ],
        "start": None if document.start is None else list(document.start),
        "costs": dict(document.costs) or None,
        "workspace": None if document.workspace is None else corners_mapping(document.workspace),
        "obstacles": {name: shape_mapping(shape) for name, shape in document.obstacles.items()} or None,
        "plan": None if document.plan is None else plan_mapping(document.plan),
    }
    return yaml.dump(_kept(top), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


class _Dumper(yaml.SafeDumper):
    """Writes lists of numbers and small mappings on one line, and nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def lists(self, data: list[Any]) -> yaml.SequenceNode:
        flat = all(isinstance(item, int | float | str) for item in data)
        return self.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=flat)

    def mappings(self, data: Mapping[Any, Any]) -> yaml.MappingNode:
        flat = len(data) <= 3 and all(isinstance(item, str | int | float) for item in data.values())
        return self.represent_mapping("tag:yaml.org,2002:map", data, flow_style=flat and "kpam" not in data)


_Dumper.add_representer(list, _Dumper.lists)
_Dumper.add_representer(dict, _Dumper.mappings)


def _kept(mapping: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a file need not say: None, and names and lists of nothing."""
    return {name: value for name, value in mapping.items() if value is not None and value not in ("", [])}
