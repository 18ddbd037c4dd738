"""A task as source text, and how it becomes a spec for one seed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Protocol

import numpy as np
from pydantic import Field, ValidationError

from envs.assets.catalog import AssetNameError, UnknownCategoryError
from envs.assets.model import AssetModel
from envs.errors import ProgramError, SpecError, UnknownNameError
from envs.frozen import Frozen, Name
from envs.task import prelude, sandbox
from envs.task.api_hints import explain, line_of_misfit
from envs.task.goals import Goal
from envs.task.groups import GroupRequest, ties
from envs.task.placement import ObjectRequest, draw
from envs.task.program_check import check_source
from envs.task.scene_model import SceneModel
from envs.task.spec import MAX_OBJECTS, RobotName, SceneSpec, Span, TaskSpec, Tolerances
from envs.task.stages import Stage
from envs.task.validate import validate

MAX_ASSETS = MAX_OBJECTS
MAX_SEARCHED = 1000  # instances whose colour is asked for
MAX_BUILT = {"variant": 40, "size": 16}  # instances built in search of one
NOT_IN_SPEC = ("objects", "groups", "sets", "robot")  # fields of a draft that become the scene


class AssetCatalog(Protocol):
    """What a program needs of the catalog."""

    def categories(self) -> tuple[str, ...]:
        """Return the names of every category."""
        ...

    def instances(self, category: str, /) -> tuple[int, ...]:
        """Return the numbers of a category's instances; nothing where every number is one."""
        ...

    def colour(self, category: str, number: int, /) -> str | None:
        """Return what the colour of an instance is called, None where it has no one colour."""
        ...

    def get(self, id: str, /) -> AssetModel:
        """Return the model of `category/instance`; raises UnknownNameError."""
        ...


class _Draft(Frozen):
    """What a program gives: a task whose poses are not yet drawn."""

    objects: tuple[ObjectRequest, ...] = Field(min_length=1, max_length=MAX_OBJECTS)
    groups: tuple[GroupRequest, ...] = Field(default=(), max_length=MAX_OBJECTS)
    sets: dict[Name, tuple[Name, ...]] = Field(default={}, max_length=MAX_OBJECTS)
    robot: RobotName = "panda"
    instruction: str
    spans: tuple[Span, ...]
    paraphrases: tuple[str, ...]
    goal: Goal
    stages: tuple[Stage, ...] = Field(min_length=1, max_length=16)
    tolerances: Tolerances
    time_limit: float
    parents: tuple[str, ...]


class TaskProgram(Frozen):
    """A task's name and the source of its `build(task, rng)`; see `envs.task.api_text` for what it may call."""

    name: Name
    source: str

    @property
    def hash(self) -> str:
        """The sha256 of the source, as hex."""
        return hashlib.sha256(self.source.encode("utf-8", errors="surrogatepass")).hexdigest()

    def instantiate(self, seed: int, catalog: AssetCatalog) -> TaskSpec:
        """Run the program for a seed, draw its scene and return the validated spec.

        The same seed gives the same spec. Raises ProgramError, with the program's line where there is one, when the
        program does not run or gives no task; SpecError when the task contradicts itself or its assets, or when its
        objects find no room.
        """
        if seed < 0:
            raise SpecError(f"seed {seed} is negative; give 0 or more")
        tree = check_source(self.source)
        choices, instances, places = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(3))
        try:
            data = sandbox.run(
                self.source,
                prelude=[prelude.source(name) for name in prelude.FILES],
                final="_task = Task()\nbuild(_task, Rng())\n_export(_task)",
                host=_host(catalog, choices, instances),
                explain=explain,
            )
        except ProgramError as error:
            if error.line is not None:
                raise
            raise ProgramError(error.message, line_of_misfit(error.message, tree)) from None
        try:
            draft = _Draft.model_validate(data)
        except ValidationError as error:
            raise SpecError(_readable(error)) from None
        models = {item.name: catalog.get(item.asset) for item in draft.objects}
        named = {member: group for group, members in draft.sets.items() for member in members}
        objects = tuple(
            item.model_copy(update={"group": named[item.name]}) if item.name in named else item
            for item in draw(draft.objects, models, places, draft.groups)
        )
        tied = tuple(tie for group in draft.groups for tie in ties(group, models[group.members[0]]))
        content: dict[str, Any] = {
            field: getattr(draft, field) for field in _Draft.model_fields if field not in NOT_IN_SPEC
        }
        try:
            spec = TaskSpec(
                name=self.name,
                seed=seed,
                scene=SceneSpec(robot=draft.robot, objects=objects, ties=tied),
                **content,
            )
        except ValidationError as error:
            raise SpecError(_readable(error)) from None
        validate(spec, SceneModel(models))
        return spec


def _host(
    catalog: AssetCatalog, choices: np.random.Generator, instances: np.random.Generator
) -> Mapping[str, Callable[..., Any]]:
    """Return the functions that the prelude calls in this process; what they return is plain data."""
    asked = 0

    def asset(
        category: str, low: int, high: int, colour: str | None, variant: str | None, size: list[float] | None
    ) -> dict[str, Any]:
        nonlocal asked
        asked += 1
        if asked > MAX_ASSETS:
            return {"error": f"the program asked for more than {MAX_ASSETS} assets; use fewer"}
        if category not in catalog.categories():
            return {"error": str(UnknownCategoryError(category, catalog.categories()))}
        existing = [n for n in catalog.instances(category) if int(low) <= n <= int(high)]
        if colour is not None or variant is not None or size is not None:
            numbers = existing or range(int(low), int(high) + 1)
            return _matching(catalog, category, numbers, colour, variant, size, instances)
        if existing:
            return describe(catalog.get(f"{category}/{existing[int(instances.integers(len(existing)))]}"))
        try:
            return describe(catalog.get(f"{category}/{int(instances.integers(int(low), int(high) + 1))}"))
        except AssetNameError as error:
            return {"error": str(error)}

    def unknown(what: str, name: str, known: Iterable[str]) -> str:
        return str(UnknownNameError(str(what)[:200], str(name)[:100], [str(item)[:100] for item in known][:200]))

    def numbers(count: int) -> list[float]:
        return choices.random(min(int(count), 1024)).tolist()

    return {"_asset": asset, "_unknown": unknown, "_draw": numbers}


def _matching(
    catalog: AssetCatalog,
    category: str,
    numbers: Sequence[int],
    colour: str | None,
    variant: str | None,
    size: list[float] | None,
    instances: np.random.Generator,
) -> dict[str, Any]:
    """Describe an instance of a colour, whose description has the word of a variant, or say which there are.

    With a size in metres it is the one of those looked at that comes nearest to it.
    """
    if len(numbers) <= MAX_SEARCHED:
        candidates = [numbers[int(k)] for k in instances.permutation(len(numbers))]
    else:
        candidates = [numbers[int(k)] for k in instances.integers(len(numbers), size=MAX_SEARCHED)]
    alike = (number for number in candidates if colour is None or catalog.colour(category, number) == colour)
    found: list[AssetModel] = []
    for number in islice(alike, MAX_BUILT["variant" if size is None else "size"]):
        model = catalog.get(f"{category}/{number}")
        if variant is None or str(variant).lower() in re.findall(r"[a-z0-9]+", model.description.lower()):
            found.append(model)
            if size is None:
                break
    if found:
        return describe(min(found, key=lambda model: float(np.abs(np.subtract(model.size, size or 0.0)).max())))
    wanted = " ".join(str(word)[:60] for word in (variant, colour) if word is not None)
    colours = {catalog.colour(category, number) for number in candidates[:100]} - {None}
    known = ", ".join(sorted(str(name) for name in colours)) or "none"
    first = catalog.get(f"{category}/{candidates[0]}").description
    return {"error": f"there is no {wanted} {category}; its colours: {known}; one of them is {first!r}"}


def describe(model: AssetModel) -> dict[str, Any]:
    """Return what a program learns of an asset: its parts and the names of its points, axes and places."""
    return {
        "id": model.id,
        "category": model.category,
        "description": model.description,
        "colour": model.colour_name,
        "fixed_base": model.fixed_base,
        "size": list(model.size),
        "parts": [
            part.model_dump(include={"name", "noun", "which", "handle", "handle_kind", "interior"})
            for part in model.parts
        ],
        "points": [point.name for point in model.points],
        "axes": [axis.name for axis in model.axes],
        "places": {volume.name: "volume" for volume in model.volumes}
        | {surface.name: "surface" for surface in model.surfaces},
        "place_sizes": {volume.name: list(volume.size) for volume in model.volumes}
        | {surface.name: [*surface.size, 0.0] for surface in model.surfaces},
    }


def _readable(error: ValidationError) -> str:
    """Return a validation error as a sentence that names where and what."""
    lines = [f"{'.'.join(str(step) for step in item['loc'])}: {item['msg']}" for item in error.errors()[:5]]
    return "the task is not valid: " + "; ".join(lines)
