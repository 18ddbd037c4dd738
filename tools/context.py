"""What tools work with, handed to them: catalog, library, engine, and the rollouts made so far."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from envs.assets.catalog import Catalog
from envs.assets.search import AssetSearch
from envs.task.program import TaskProgram
from envs.task.spec import TaskSpec
from envs.worlds import DEFAULT_WORLD

if TYPE_CHECKING:
    from envs.execution.rollout import Rollout
    from envs.verification.workers import Workers
    from memory.library import Library

KEPT_ROLLOUTS = 6
KEPT_SPECS = 32
DRAFT = "draft"


@dataclass
class ToolContext:
    """Catalog, library (None where there is none), simulator by name, a folder for pictures, processes to share work.

    A spec is fixed by program and seed, a rollout by these and the engine, so the last few are kept and not made again.
    """

    catalog: Catalog
    library: Library | None = None
    engine: str = DEFAULT_WORLD
    folder: Path | None = None
    workers: Workers | None = None
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
        return next(self.rollouts(source, [seed]))

    def rollouts(self, source: str, seeds: Sequence[int]) -> Iterator[Rollout]:
        """Yield rollouts in the order of the seeds, sharing what was not executed before among the processes.

        Raises ProgramError or SpecError.
        """
        from envs.verification.workers import Workers

        known = {seed: self._kept[source, seed] for seed in seeds if (source, seed) in self._kept}
        jobs = [(self.spec(source, seed), self.engine) for seed in seeds if seed not in known]
        pool = Workers(self.catalog) if self.workers is None or len(jobs) == 1 else self.workers
        executed = pool.in_order(_execute, jobs)
        for seed in seeds:
            if seed in known:
                rollout = known[seed]
            else:
                rollout = next(executed)
                self.rollouts_run += 1
            self._keep((source, seed), rollout)
            yield rollout

    def _keep(self, key: tuple[str, int], rollout: Rollout) -> None:
        self._kept[key] = rollout
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT_ROLLOUTS:
            self._kept.popitem(last=False)


def _execute(catalog: Catalog, job: tuple[TaskSpec, str]) -> Rollout:
    from envs.execution.executor import execute

    spec, engine = job
    return execute(spec, catalog, engine=engine)
