"""A mutant as a program: the same change made to every seed of a task, for whatever takes a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from envs.errors import SpecError
from envs.task.program import AssetCatalog, TaskProgram
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification.mutation.goal import goal_mutants
from envs.verification.mutation.scene import scene_mutants
from envs.verification.mutation.sentence import sentence_mutants
from envs.verification.mutation.solution import stage_mutants
from envs.verification.mutation.variant import Variant

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

EVERY = 10_000


def spec_mutants(spec: TaskSpec, catalog: Catalog, group: str | None = None, *, most: int = EVERY) -> list[Variant]:
    """Return the mutants of a spec that need no rollout, of one group or of all, at most so many of each group."""
    scene = SceneModel.of(spec.scene, catalog)
    makers = {
        "goal": lambda: goal_mutants(spec, scene, most),
        "sentence": lambda: sentence_mutants(spec, scene, most),
        "scene": lambda: scene_mutants(spec, catalog, most=most),
        "solution": lambda: stage_mutants(spec)[:most],
    }
    return [item for name, make in makers.items() if group in (None, name) for item in make()]


class MutatedProgram(TaskProgram):
    """A program whose every spec is changed by the mutant of a key; see `Variant.key`."""

    key: str

    def instantiate(self, seed: int, catalog: AssetCatalog) -> TaskSpec:
        """Return the mutant of the program's spec; raises SpecError on a seed that has no such mutant."""
        spec = super().instantiate(seed, catalog)
        group = self.key.split(".", 1)[0]
        for item in spec_mutants(spec, cast("Catalog", catalog), group):
            if item.key == self.key:
                return item.spec
        raise SpecError(f"seed {seed} of {self.name!r} has no mutant {self.key!r}; its objects or its words differ")
