"""A task's spec as a file: read, or refused in a sentence that says where it is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from envs.errors import SpecError
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.task.validate import validate

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

SHOWN = 3
"""Faults that are told; the others are counted."""
LONGEST = 200
"""Characters of a fault: a list of everything that was allowed may be long."""


def read_spec(path: Path, catalog: Catalog) -> TaskSpec:
    """Read a spec from JSON and check that it agrees with itself and its assets; raises SpecError."""
    try:
        spec = TaskSpec.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SpecError(f"{path} cannot be read ({error.strerror}); name the file of a spec") from error
    except ValidationError as error:
        raise SpecError(f"{path} holds no valid spec: {_said(error)}") from error
    validate(spec, SceneModel.of(spec.scene, catalog))
    return spec


def _said(error: ValidationError) -> str:
    faults = error.errors(include_url=False, include_context=False)
    told = [f"{_where(item['loc'])}: {_cut(item['msg'])}; got {_cut(repr(item['input']))}" for item in faults[:SHOWN]]
    more = f" | and {len(faults) - SHOWN} more" if faults[SHOWN:] else ""
    return " | ".join(told) + more


def _where(place: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in place) or "the whole file"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
