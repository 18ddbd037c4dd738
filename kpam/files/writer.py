"""Writes a keypoint problem as a file that `read_text` gives back as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from kpam.files.document import VERSION, Body, Document, Obstacle, Pose, Turns
from kpam.files.plan import plan_mapping
from kpam.files.values import written


def write(document: Document, path: str | Path) -> None:
    """Write a document as a file. Raises OSError where that cannot be."""
    Path(path).write_text(write_text(document), encoding="utf-8")


def write_text(document: Document) -> str:
    """Return a document as YAML, in the order of the schema, without what a file need not say."""
    held = document.held
    top: dict[str, Any] = {
        "kpam": VERSION,
        "name": document.name,
        "tool": document.tool if isinstance(document.tool, str) else _body(document.tool),
        "held": None if held is None else {"name": held[0], **_body(held[1])},
        "objects": {name: _body(body) for name, body in document.objects.items()},
        "constraints": [
            {
                **_kept({"kind": entry.kind, "name": entry.name}),
                **{name: written(value) for name, value in entry.fields.items()},
            }
            for entry in document.constraints
        ],
        "start": None if document.start is None else list(document.start),
        "costs": dict(document.costs),
        "workspace": _workspace(document),
        "obstacles": {obstacle.name: _obstacle(obstacle) for obstacle in document.obstacles},
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
    """Leave out what is empty or None; a list of constraints is never empty, and zeros stay."""
    return {name: value for name, value in mapping.items() if value is not None and value not in ("", [], {})}


def _body(body: Body) -> dict[str, Any]:
    return _kept(
        {
            **_pose(body.pose),
            "points": {name: list(point) for name, point in body.points.items()},
            "axes": {name: list(axis) for name, axis in body.axes.items()},
            "symmetries": [_turns(turn) for turn in body.symmetries],
        }
    )


def _turns(turn: Turns) -> dict[str, Any]:
    through = None if turn.through == (0.0, 0.0, 0.0) else written(turn.through)
    return _kept({"about": written(turn.about), "through": through, "count": turn.count or "any"})


def _pose(pose: Pose) -> dict[str, Any]:
    usual = asdict(Pose())
    return {key: list(numbers) for key, numbers in asdict(pose).items() if numbers != usual[key]}


def _workspace(document: Document) -> dict[str, Any] | None:
    if document.workspace is None:
        return None
    lower, upper = document.workspace
    return {"lower": list(lower), "upper": list(upper)}


def _obstacle(obstacle: Obstacle) -> dict[str, Any]:
    return {"kind": obstacle.kind, "size": list(obstacle.size), **_pose(obstacle.pose)}
