"""How a scene begins, as far as words say it: what is open, and what is in, on or near what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification.nouns import of_object
from envs.verification.parts import begun
from envs.verification.tokens import Named

OPEN, WIDE, SHUT = 0.2, 0.7, 0.05
"""Fractions of a joint's range: over the first one calls it open, over the second wide open, up to the third shut."""
NEAR = 0.25
"""Metres between the middles of two things that may be called near each other."""
Part = tuple[str, str]


class Beginning:
    """A scene before anything is done."""

    def __init__(self, spec: TaskSpec, scene: SceneModel) -> None:
        self.spec, self.scene = spec, scene
        self.supports = {item.name: item.support.object for item in spec.scene.objects if item.support is not None}

    def parts(self, named: Iterable[Named], nouns: frozenset[str]) -> list[Part]:
        """Return the parts that phrases and nouns may mean, every one where they mean none in particular."""
        told = [one for item in named for one in self._parts(item)]
        every = [(name, part.name) for name, model in self.scene.objects.items() for part in model.parts]
        called = [(name, part) for name, part in every if set(self._noun(name, part)) & nouns]
        return told or called or every

    def free(self, named: Named) -> bool:
        """Return whether a phrase names whole things that can be moved."""
        known = [self.scene.asset(name) for name in named.objects if name in self.scene.objects]
        return named.part is None and bool(known) and not any(model.fixed_base for model in known)

    def nouns(self) -> frozenset[str]:
        """Return what the things of the scene may be called."""
        return frozenset(noun for model in self.scene.objects.values() for noun in of_object(model))

    def _parts(self, named: Named) -> Iterator[Part]:
        for name in named.objects:
            if name in self.scene.objects:
                own = self.scene.asset(name).parts
                yield from ((name, part.name) for part in own if named.part in (None, part.name))

    def _noun(self, name: str, part: str) -> list[str]:
        return self.scene.asset(name).part(part).noun.split()

    def is_so(self, state: str, parts: Iterable[Part], *, fully: bool = False) -> bool:
        """Return whether one of some parts starts open, as "open", "on" and "ajar" say, or shut."""
        fractions = [begun(self.spec, self.scene, name, part) for name, part in parts]
        if state in ("open", "opened", "on", "ajar"):
            return any(item > (WIDE if fully else OPEN) for item in fractions)
        return any(item <= SHUT for item in fractions)

    def stands(self, relation: str, named: Iterable[Named], targets: Iterable[Named] | None) -> bool:
        """Return whether things start in, on or near others, on the bare table where there are no others."""
        things = [name for item in named for name in item.objects if name in self.scene.objects]
        if targets is None:
            return bool(things) and all(name not in self.supports for name in things)
        others = {name for item in targets for name in item.objects if name in self.scene.objects}
        if relation in ("in", "on"):
            return bool(things) and all(self.supports.get(name) in others for name in things)
        return relation == "near" and bool(things) and all(self._near(name, others) for name in things)

    def beside(self, side: str, named: Iterable[Named], other: Named) -> bool:
        """Return whether things start to the left, or to the right, of another, as the robot sees them."""
        names = [name for item in named for name in item.objects if name in self.scene.objects]
        across = [self._across(name) - self._across(one) for name in names for one in other.objects]
        return bool(across) and all((item > 0) == (side == "left") for item in across)

    def _across(self, name: str) -> float:
        return self.spec.object(name).pose.position[1] if name in self.scene.objects else 0.0

    def _near(self, name: str, others: Iterable[str]) -> bool:
        here = np.array(self.spec.object(name).pose.position[:2])
        apart = [np.linalg.norm(here - self.spec.object(one).pose.position[:2]) for one in others if one != name]
        return any(float(item) <= NEAR for item in apart)
