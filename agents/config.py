"""What a run was asked to do; written to its folder, read again on resume."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field, ValidationError

from agents.budget import Budget
from agents.errors import RunError
from envs.frozen import Frozen
from envs.worlds import DEFAULT_WORLD

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

CONFIG_FILE = "config.json"
MOST_WORKERS = 8


def _workers() -> int:
    """Return a worker for each core, within reason."""
    return max(1, min(MOST_WORKERS, os.cpu_count() or 1))


def write_whole(path: Path, text: str) -> None:
    """Write a text file under another name and rename it: a kill or a full disk leaves no half of it."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


class GenerateConfig(Frozen):
    """A request for `n` verified tasks."""

    n: int = Field(default=5, ge=1, le=1000)
    seed: int = Field(default=0, ge=0)
    target: str | None = Field(default=None, max_length=400, description="a sentence the tasks should come near to")
    model: str | None = Field(default=None, description="provider:name; None is the procedural author")
    library: Path = Path("library")
    out: Path = Path("runs/run")
    engine: str = DEFAULT_WORLD
    asset_dir: Path | None = Field(default=None, description="a folder of imported assets")
    with_catalog: bool = Field(default=False, description="offer the built-in catalog beside that folder")
    trial_seeds: int = Field(default=2, ge=1, le=5, description="seeds simulated before verification")
    verify_seeds: int = Field(default=20, ge=1, le=1000)
    workers: int = Field(default_factory=_workers, ge=1, description="processes that verify; results are the same")
    vision: bool = Field(default=False, description="show the critic pictures; needs a model that sees")
    video: bool = Field(default=True, description="leave a video of each candidate in the run folder")
    budget: Budget = Budget()

    def catalog(self) -> Catalog:
        """Return the catalog that tasks are made from: of the folder of one's own assets alone, where one is given."""
        from envs.assets.catalog import Catalog

        if self.asset_dir is None:
            return Catalog()
        return Catalog().with_directory(self.asset_dir, alone=not self.with_catalog)

    @property
    def run(self) -> str:
        """The run's name: its folder's."""
        return self.out.name

    def write(self) -> None:
        """Write the request to the run folder, which is made where missing."""
        self.out.mkdir(parents=True, exist_ok=True)
        write_whole(self.out / CONFIG_FILE, self.model_dump_json(indent=2) + "\n")

    @classmethod
    def read(cls, folder: Path) -> GenerateConfig:
        """Read the request of a run; raises RunError where the folder is no run."""
        path = folder / CONFIG_FILE
        if not path.is_file():
            raise RunError(f"{folder} is no run: it has no {CONFIG_FILE}; give the folder that `generate --out` wrote")
        try:
            return cls.model_validate_json(path.read_text()).model_copy(update={"out": folder})
        except ValueError as error:
            problem = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else error
            raise RunError(f"{path} does not hold a run's request ({problem}); start a new run instead") from error
