"""What tools work with, handed to them: catalog, library, engine, and the rollouts made so far."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from envs.assets.catalog import Catalog
from envs.assets.search import AssetSearch
from envs.task.program import TaskProgram
from envs.task.spec import TaskSpec

if TYPE_CHECKING:
    from envs.execution.rollout import Rollout
    from memory.library import Library

KEPT_ROLLOUTS = 6
KEPT_SPECS = 32
DRAFT = "draft"


@dataclass
class ToolContext:
    """Catalog, library (None where there is none), simulator by name, and a folder for pictures.

    A spec is fixed by program and seed, a rollout by these and the engine, so the last few are kept and not made again.
    """

    catalog: Catalog
    library: Library | None = None
    engine: str = "sapien"
    folder: Path | None = None
    rollouts_run: int = 0
    _specs: OrderedDict[tuple[str, int], TaskSpec] = field(default_factory=OrderedDict, repr=False)
    _kept: OrderedDict[tuple[str, int], Rollout] = field(default_factory=OrderedDict, repr=False)

    @cached_property
    def asset_search(self) -> AssetSearch:
        """The catalog's search by meaning, with the library's embedder, or the lexical one without a library."""
        if self.library is not None:
            return AssetSearch(self.catalog, self.library.embedder.embed)
        from memory.embedders import choose_embedder

        return AssetSearch(self.catalog, choose_embedder("lexical").embed)

    def program(self, source: str, name: str = DRAFT) -> TaskProgram:
        """Return a program under a name; its hash and its rollouts do not depend on the name."""
        return TaskProgram(name=name, source=source)

    def spec(self, source: str, seed: int, name: str = DRAFT) -> TaskSpec:
        """Run a program in the sandbox for a seed; raises ProgramError or SpecError."""
        key = (source, seed)
        if key not in self._specs:
            self._specs[key] = self.program(source, name).instantiate(seed, self.catalog)
            while len(self._specs) > KEPT_SPECS:
                self._specs.popitem(last=False)
        return self._specs[key].model_copy(update={"name": name})

    def rollout(self, source: str, seed: int) -> Rollout:
        """Return the rollout of a program at a seed, executed once; raises ProgramError or SpecError."""
        from envs.execution.executor import execute

        key = (source, seed)
        if key not in self._kept:
            self._kept[key] = execute(self.spec(source, seed), self.catalog, engine=self.engine)
            self.rollouts_run += 1
            while len(self._kept) > KEPT_ROLLOUTS:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]
