"""The catalog that a verb works with: the built-in one, and one's own assets where a folder of them is given."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog


def open_catalog(asset_dir: Path | None) -> Catalog:
    """Return the catalog with the assets of a folder; raises AssetDirectoryError for a folder that cannot be used."""
    from envs.assets.catalog import Catalog

    return Catalog() if asset_dir is None else Catalog().with_directory(asset_dir)
