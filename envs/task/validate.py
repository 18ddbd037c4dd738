"""Checks that a spec agrees with itself and with its assets, before anything is simulated."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from envs.assets.model import Volume
from envs.errors import SpecError, UnknownNameError
from envs.robots import ROBOTS
from envs.robots.robot import Robot
from envs.task.equipment import unequipped
from envs.task.goals import Unchanged
from envs.task.mentions import names_in, walk
from envs.task.predicates import (
    Aligned,
    Along,
    AtPose,
    Beyond,
    Cornered,
    Grasped,
    Inside,
    JointFraction,
    Lifted,
    Matched,
    Near,
    On,
    Over,
    ShareInside,
    Upright,
)
from envs.task.refs import AxisRef, ObjectRef, OverRef, PartRef, PlaceRef, PointRef, WorldAxis
from envs.task.scene_model import GROUND, ROBOT, SceneModel
from envs.task.spec import TaskSpec
from envs.task.stages import Pick, Place, Push, Sweep


def validate(spec: TaskSpec, scene: SceneModel) -> None:
    """Raise SpecError that lists everything in a spec that its scene does not offer or that contradicts itself."""
    found = list(dict.fromkeys(findings(spec, scene)))
    if found:
        raise SpecError(f"task {spec.name!r} is not valid: " + " | ".join(found))


def findings(spec: TaskSpec, scene: SceneModel) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong, with what was allowed."""
    yield from _names(spec)
    yield from _spans(spec, scene)
    yield from unequipped(spec)
    yield from _ties(spec, scene)
    for item in walk(spec):
        try:
            yield from _check(item, scene, ROBOTS[spec.scene.robot])
        except UnknownNameError as error:
            yield str(error)
    for item in spec.scene.objects:
        try:
            for start in item.joints:
                coupling = scene.asset(item.name).joint(start.joint).coupling
                if coupling is not None:
                    yield f"{item.name}'s {start.joint} follows its {coupling.joint}; set where that one starts instead"
        except UnknownNameError as error:
            yield str(error)


def _names(spec: TaskSpec) -> Iterator[str]:
    names = [item.name for item in spec.scene.objects]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{names.count(name)} objects are called {name!r}; give each its own name"
    for name in sorted({item.group for item in spec.scene.objects if item.group in names} - {None}):
        yield f"a group and an object are called {name!r}; give each its own name"
    for name in names:
        if name in (ROBOT, GROUND):
            yield f"no object may be called {name!r}; choose another name"


def _spans(spec: TaskSpec, scene: SceneModel) -> Iterator[str]:
    last, groups = 0, {item.group for item in spec.scene.objects}
    for span in sorted(spec.spans, key=lambda item: item.start):
        if not last <= span.start < span.end <= len(spec.instruction):
            where = f"span {span.start} to {span.end} of an instruction of {len(spec.instruction)} characters"
            yield f"{where} is empty, too long or overlaps another; give each phrase its own"
        last = max(last, span.end)
        try:
            if span.part is None:
                if span.object not in groups:
                    scene.asset(span.object)
            else:
                scene.asset(span.object).part(span.part)
        except UnknownNameError as error:
            yield str(error)


def _ties(spec: TaskSpec, scene: SceneModel) -> Iterator[str]:
    """Ties join two different rigid objects, of which one at least stands free."""
    for tie in spec.scene.ties:
        try:
            ends = [scene.asset(tie.first), scene.asset(tie.second)]
        except UnknownNameError as error:
            yield f"a tie names no object: {error}"
            continue
        if tie.first == tie.second:
            yield f"{tie.first!r} is tied to itself; tie two objects"
        elif all(asset.fixed_base for asset in ends):
            yield f"{tie.first!r} and {tie.second!r} are tied and both fixed to the table; tie what stands free"
        for name, asset in zip((tie.first, tie.second), ends, strict=True):
            if asset.joints:
                yield f"{name!r} is tied and has joints; tie objects of one rigid piece"


def _check(item: BaseModel, scene: SceneModel, robot: Robot) -> Iterator[str]:
    """Look every name up; an unknown one raises UnknownNameError."""
    if isinstance(item, PartRef):
        scene.asset(item.object).part(item.part)
    elif isinstance(item, PointRef):
        scene.asset(item.object).point(item.point)
    elif isinstance(item, AxisRef):
        scene.asset(item.object).axis(item.axis)
    elif isinstance(item, PlaceRef):
        scene.find_place(item)
    elif isinstance(item, ObjectRef | AtPose | Grasped | Lifted | Upright | Near):
        scene.asset(item.object)
    elif isinstance(item, OverRef | Aligned | Along | Beyond | Cornered | Matched | Over | ShareInside):
        yield from _many(item, scene)
    elif isinstance(item, WorldAxis):
        if max(abs(value) for value in item.direction) < 1e-9:
            yield f"axis {item.direction} has no length; give a direction"
    elif isinstance(item, Unchanged):
        if item.part is not None:
            scene.asset(item.object).part(item.part)
        scene.asset(item.object)
    elif isinstance(item, JointFraction | Inside | On):
        yield from _relation(item, scene)
    elif isinstance(item, Pick | Place | Push | Sweep):
        yield from _handling(item, scene, robot)


def _many(
    item: OverRef | Aligned | Along | Beyond | Cornered | Matched | Over | ShareInside, scene: SceneModel
) -> Iterator[str]:
    """Check what names several objects or places: each is there, named once, and none is its own place."""
    named = names_in(item)
    for name in named:
        scene.asset(name)
    for name in sorted({name for name in named if named.count(name) > 1}):
        yield f"{item.kind}: {name!r} is named {named.count(name)} times; name each object once"
    places: tuple[PlaceRef, ...] = ()
    if isinstance(item, Matched):
        places = item.places
    elif isinstance(item, ShareInside):
        places = (item.place,)
    elif isinstance(item, Aligned) and isinstance(item.to, PlaceRef):
        places = (item.to,)
    for place in places:
        if place.object in named:
            yield f"{item.kind}: {place.object!r} cannot be {item.kind} itself; name another object's place"
        if places.count(place) > 1:
            yield f"{item.kind}: {place.object}'s {place.place} is named {places.count(place)} times; name it once"
    if isinstance(item, Cornered) and item.corner.object == item.object:
        yield f"{item.kind}: {item.object!r} cannot be in its own corner; name another object's"


def _relation(item: JointFraction | Inside | On, scene: SceneModel) -> Iterator[str]:
    if isinstance(item, JointFraction):
        lowest = -1.0 if item.relative else 0.0
        for name, value in (("at_least", item.at_least), ("at_most", item.at_most)):
            if value is not None and not lowest <= value <= 1.0:
                yield f"{item.part.object}'s {item.part.part}: {name} is {value}; give a fraction of its range"
        return
    scene.asset(item.object)
    other = item.place.object if isinstance(item, Inside) else item.support
    if other == item.object:
        yield f"{item.object!r} cannot be {item.kind} itself; name another object"
    if isinstance(item, Inside):
        if not isinstance(scene.find_place(item.place), Volume):
            volumes = ", ".join(volume.name for volume in scene.asset(other).volumes) or "none"
            yield f"{other}'s {item.place.place} has no inside; its volumes: {volumes}"
    elif item.surface is not None:
        scene.asset(other).surface(item.surface)
    elif not scene.asset(other).surfaces:
        yield f"{other!r} has no surface to stand on; choose another support"


def _handling(item: Pick | Place | Push | Sweep, scene: SceneModel, robot: Robot) -> Iterator[str]:
    for name in names_in(item):
        if scene.asset(name).fixed_base:
            yield f"{item.kind}: {name!r} is fixed to the table; choose an object that stands free"
    if isinstance(item, Pick | Place):
        asset = scene.asset(item.object)
        if robot.has_fingers and not asset.fixed_base and not asset.grasps:
            yield f"{item.kind}: {item.object!r} ({asset.category}) has no grasp; choose another object"
    if isinstance(item, Place) and isinstance(item.target, PlaceRef) and item.target.object == item.object:
        yield f"place: {item.object!r} cannot be put on itself; name another target"
