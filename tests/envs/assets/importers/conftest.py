"""Imports in a folder of its own, without drawing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from envs.assets.importers.importing import Imported, Request, import_asset

Import = Callable[..., Imported]


def no_picture(asset: object, path: Path) -> None:
    """Stand in for the picture of an asset."""
    path.write_bytes(b"")


@pytest.fixture
def bring(tmp_path: Path) -> Import:
    """Imports what is at a path into `tmp_path / "kept"`, asked for by keywords."""

    def run(path: Path, **asked: object) -> Imported:
        return import_asset(path, tmp_path / "kept", Request(**asked), draw=no_picture)  # type: ignore[arg-type]

    return run
