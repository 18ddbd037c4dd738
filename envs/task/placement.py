"""Draws where objects stand: in their regions, clear of each other, of the robot's base and of what swings open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from envs.assets.model import AssetModel
from envs.errors import SpecError
from envs.frozen import Frozen, Name
from envs.pose import Pose
from envs.task.footprint import Footprint, footprint, sweeps
from envs.task.groups import DRAWS, PileRequest, RopeRequest, Spot, spots, too_tight
from envs.task.refs import PlaceRef
from envs.task.scene_model import SceneModel
from envs.task.spec import JointStart, ObjectSpec, Region
from envs.worlds.state import ObjectState, RobotState, WorldState
from kpam.transforms import Array, about_axis, from_rotation

CLEARANCE = 0.02  # metres between objects
BASE_CLEARANCE = 0.25  # metres from the robot's base axis
HAND_ROOM = 0.08  # metres that a hand needs under a part that it moves
DROP = 0.001  # metres above a support at which an object starts
TRIES = 60  # positions drawn for one object before the scene is drawn anew
SCENES = 30  # scenes drawn before the region is called crowded; the first two thirds keep sweeps clear


class JointRequest(Frozen):
    """The range of fractions from which a part's opening at the start is drawn."""

    part: Name
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)


class ObjectRequest(Frozen):
    """An object as a program asks for it: where it may stand, before anything is drawn."""

    name: Name
    asset: str = Field(pattern=r"^[a-z][a-z0-9_]*/[0-9]+$")
    yaw: tuple[float, float]
    region: Region | None = None
    support: PlaceRef | None = None
    joints: tuple[JointRequest, ...] = ()
    group: Name | None = None
    stacked: bool = Field(default=False, description="in the middle of its support, on top of what is there already")


@dataclass(frozen=True)
class _Placed:
    specs: tuple[ObjectSpec, ...]
    grounds: tuple[Footprint, ...]
    sweeps: tuple[Footprint, ...] = ()


Group = RopeRequest | PileRequest


def draw(
    requests: Sequence[ObjectRequest],
    models: Mapping[str, AssetModel],
    rng: np.random.Generator,
    groups: Sequence[Group] = (),
) -> tuple[ObjectSpec, ...]:
    """Draw every object's pose and joints; `models` maps object names to assets.

    Objects stand 2 cm apart and at least 25 cm from the robot's base; the members of a group are as close to each
    other as the group says. What stands free keeps out of the way of drawers and doors where a scene can be found in
    which it does. Raises SpecError that names the crowded region.
    """
    for group in groups:
        tight = too_tight(group, models[group.members[0]])
        if tight is not None:
            raise SpecError(tight)
    starts = {request.name: _joints(request, models[request.name], rng) for request in requests}
    single: list[ObjectRequest | Group] = [
        request for request in requests if request.support is None and request.group is None
    ]
    standing = [*single, *groups]
    standing.sort(key=lambda request: _turn(request, models))
    blocked: list[str] = []
    for number in range(SCENES):
        placed: dict[str, _Placed] = {}
        for request in standing:
            keep_clear = number < SCENES * 2 // 3
            if isinstance(request, ObjectRequest):
                found = _stand(request, models[request.name], starts[request.name], placed, keep_clear, rng)
            else:
                found = _spread(request, requests, models, placed, keep_clear, rng)
            if found is None:
                blocked.append(request.name)
                break
            placed[request.name] = found
        else:
            return _with_supported(requests, models, starts, placed, rng)
    worst = max(blocked, key=blocked.count)
    raise SpecError(_crowded(next(request for request in standing if request.name == worst), standing))


def _turn(request: ObjectRequest | Group, models: Mapping[str, AssetModel]) -> tuple[int, float]:
    """Return what says who is placed first: what is fixed, groups, what stands free, each the largest first."""
    if not isinstance(request, ObjectRequest):
        return 1, -len(request.members) * _area(models[request.members[0]])
    return (0 if models[request.name].fixed_base else 2), -_area(models[request.name])


def _area(asset: AssetModel) -> float:
    return asset.size[0] * asset.size[1]


def _joints(request: ObjectRequest, asset: AssetModel, rng: np.random.Generator) -> tuple[JointStart, ...]:
    found = []
    for item in request.joints:
        fraction = float(rng.uniform(item.low, item.high))
        found.append(JointStart(joint=asset.part(item.part).joint, low=item.low, high=item.high, fraction=fraction))
    return tuple(found)


def _values(asset: AssetModel, joints: tuple[JointStart, ...]) -> dict[str, float]:
    return {item.joint: asset.joint(item.joint).value_at(item.fraction) for item in joints}


def _stand(
    request: ObjectRequest,
    asset: AssetModel,
    joints: tuple[JointStart, ...],
    placed: Mapping[str, _Placed],
    keep_clear: bool,
    rng: np.random.Generator,
) -> _Placed | None:
    """Return an object at a free pose in its region, or None when none was found."""
    region = request.region
    if region is None:
        raise SpecError(f"object {request.name!r} has neither a region nor a support; give one")
    ground, swept = footprint(asset, _values(asset, joints)), sweeps(asset)
    for _ in range(TRIES):
        position = np.array([rng.uniform(*region.x), rng.uniform(*region.y)])
        yaw = float(rng.uniform(*request.yaw))
        here = ground.moved(position, yaw)
        paths = tuple(sweep.moved(position, yaw) for sweep in swept)
        if not _free([here], placed.values()) or (keep_clear and not _clear_of_sweeps([here], paths, placed.values())):
            continue
        pose = Pose.from_matrix(about_axis((0, 0, 1), yaw) if yaw else np.eye(4))
        pose = pose.model_copy(update={"position": (float(position[0]), float(position[1]), 0.0)})
        spec = ObjectSpec(
            name=request.name, asset=request.asset, region=region, yaw=request.yaw, pose=pose, joints=joints
        )
        return _Placed((spec,), (here,), paths)
    return None


def _spread(
    group: Group,
    requests: Sequence[ObjectRequest],
    models: Mapping[str, AssetModel],
    placed: Mapping[str, _Placed],
    keep_clear: bool,
    rng: np.random.Generator,
) -> _Placed | None:
    """Return the members of a group, clear of what is placed, or None when no room was found."""
    asset = models[group.members[0]]
    ground = footprint(asset, {})
    by_name = {request.name: request for request in requests}

    def free(spot: Spot) -> bool:
        here = [ground.moved(np.array(spot[:2]), spot[2])]
        return _free(here, placed.values()) and (not keep_clear or _clear_of_sweeps(here, (), placed.values()))

    for _ in range(DRAWS):
        found = spots(group, asset, rng, free)
        if found is None:
            continue
        grounds = tuple(ground.moved(np.array([x, y]), yaw) for x, y, yaw in found)
        specs = tuple(
            ObjectSpec(
                name=name,
                asset=by_name[name].asset,
                region=group.region,
                yaw=by_name[name].yaw,
                pose=Pose.from_matrix(about_axis((0, 0, 1), yaw)).model_copy(update={"position": (x, y, 0.0)}),
                group=group.name,
            )
            for name, (x, y, yaw) in zip(group.members, found, strict=True)
        )
        return _Placed(specs, grounds)
    return None


def _free(grounds: Sequence[Footprint], others: Collection[_Placed]) -> bool:
    if any(here.distance(np.zeros(2)) < BASE_CLEARANCE for here in grounds):
        return False
    grown = [here.grown(CLEARANCE) for here in grounds]
    return not any(here.overlaps(ground) for other in others for ground in other.grounds for here in grown)


def _clear_of_sweeps(grounds: Sequence[Footprint], paths: Sequence[Footprint], others: Collection[_Placed]) -> bool:
    """Return whether nothing stands where another's part swings, unless it is low enough to pass under."""
    for other in others:
        if any(_in_the_way(here, path) for path in other.sweeps for here in grounds):
            return False
        if any(_in_the_way(ground, path) for path in paths for ground in other.grounds):
            return False
    return True


def _in_the_way(thing: Footprint, path: Footprint) -> bool:
    return thing.high > path.low - HAND_ROOM and thing.grown(CLEARANCE).overlaps(path)


def _crowded(request: ObjectRequest | Group, standing: Sequence[ObjectRequest | Group]) -> str:
    region = request.region or Region(name="?", x=(0, 0), y=(0, 0))
    others = [item.name for item in standing if item.region == region and item.name != request.name]
    sharing = f"with {', '.join(others)}" if others else "clear of its neighbours and of the robot's base"
    tries = SCENES * (TRIES if isinstance(request, ObjectRequest) else DRAWS)
    return (
        f"region {region.name!r} (x {region.x[0]:.2f} to {region.x[1]:.2f}, y {region.y[0]:.2f} to {region.y[1]:.2f} m)"
        f" is crowded: {tries} draws found no room for {request.name!r} {sharing};"
        " use fewer or smaller objects or another region"
    )


def _with_supported(
    requests: Sequence[ObjectRequest],
    models: Mapping[str, AssetModel],
    starts: Mapping[str, tuple[JointStart, ...]],
    placed: dict[str, _Placed],
    rng: np.random.Generator,
) -> tuple[ObjectSpec, ...]:
    """Put what starts in or on another object there, in the order asked for, and return all in that order."""
    specs = {spec.name: spec for item in placed.values() for spec in item.specs}
    beside: dict[tuple[str, str], list[Footprint]] = {}
    for request in requests:
        if request.support is not None:
            put = _stack if request.stacked else _set_on
            specs[request.name] = put(request, request.support, models, starts, specs, beside, rng)
    return tuple(specs[request.name] for request in requests)


def _set_on(
    request: ObjectRequest,
    support: PlaceRef,
    models: Mapping[str, AssetModel],
    starts: Mapping[str, tuple[JointStart, ...]],
    specs: Mapping[str, ObjectSpec],
    beside: dict[tuple[str, str], list[Footprint]],
    rng: np.random.Generator,
) -> ObjectSpec:
    T_floor, asset, joints = _level_floor(request, support, models, specs), models[request.name], starts[request.name]
    edges = np.array(SceneModel(models).find_place(support).size[:2])
    where = f"{support.object}.{support.place}"
    base, neighbours = footprint(asset, _values(asset, joints)), beside.setdefault((support.object, support.place), [])
    fitted = False
    for _ in range(TRIES * 4):
        yaw = float(rng.uniform(*request.yaw))
        turned = base.moved(np.zeros(2), yaw - _yaw(T_floor))
        reach = _reach(turned)
        room = edges / 2 - reach
        if (room < 0).any():
            continue
        fitted = True
        spot = rng.uniform(-room, room)
        here = base.moved(spot - turned.centre, yaw - _yaw(T_floor))
        if any(here.grown(CLEARANCE / 2).overlaps(other) for other in neighbours):
            continue
        neighbours.append(here)
        T = from_rotation(about_axis((0, 0, 1), yaw)[:3, :3])
        T[:3, 3] = T_floor[:3, :3] @ np.array([*(spot - turned.centre), DROP - base.low]) + T_floor[:3, 3]
        region = Region(name=where, x=(-float(room[0]), float(room[0])), y=(-float(room[1]), float(room[1])))
        return ObjectSpec(
            name=request.name,
            asset=request.asset,
            region=region,
            yaw=request.yaw,
            pose=Pose.from_matrix(T),
            joints=joints,
            support=support,
        )
    size = f"{edges[0] * 1000:.0f} x {edges[1] * 1000:.0f} mm"
    why = f"what lies there leaves no room in {size}" if fitted else f"it is larger than the {size} there"
    raise SpecError(f"{request.name!r} cannot start on {where}: {why}; choose another place, object or instance")


def _stack(
    request: ObjectRequest,
    support: PlaceRef,
    models: Mapping[str, AssetModel],
    starts: Mapping[str, tuple[JointStart, ...]],
    specs: Mapping[str, ObjectSpec],
    beside: dict[tuple[str, str], list[Footprint]],
    rng: np.random.Generator,
) -> ObjectSpec:
    """Put an object in the middle of a place, on top of what is stacked there already."""
    T_floor, joints = _level_floor(request, support, models, specs), starts[request.name]
    base = footprint(models[request.name], _values(models[request.name], joints))
    below = beside.setdefault((support.object, support.place), [])
    yaw, height = float(rng.uniform(*request.yaw)), sum(item.high - item.low + DROP for item in below)
    below.append(base)
    T = from_rotation(about_axis((0, 0, 1), yaw)[:3, :3])
    T[:3, 3] = T_floor[:3, 3] + np.array([0.0, 0.0, height + DROP - base.low])
    return ObjectSpec(
        name=request.name,
        asset=request.asset,
        region=Region(name=f"{support.object}.{support.place}", x=(0.0, 0.0), y=(0.0, 0.0)),
        yaw=request.yaw,
        pose=Pose.from_matrix(T),
        joints=joints,
        support=support,
    )


def _level_floor(
    request: ObjectRequest,
    support: PlaceRef,
    models: Mapping[str, AssetModel],
    specs: Mapping[str, ObjectSpec],
) -> Array:
    """Return T_world_floor of where an object starts, on something placed before it that lies level."""
    if support.object not in specs:
        raise SpecError(f"{request.name!r} starts on {support.object!r}, which is not placed before it; add that first")
    scene = SceneModel({support.object: models[support.object]})
    T_floor, _ = scene.floor(_still(specs[support.object], models[support.object]), support)
    if T_floor[2, 2] < 0.99:
        where = f"{support.object}.{support.place}"
        raise SpecError(f"{request.name!r} cannot start on {where}: it does not lie level; choose another place")
    return T_floor


def _reach(box: Footprint) -> Array:
    """Return half the edges (2,) of the axis-aligned rectangle round a turned box."""
    c, s = abs(np.cos(box.yaw)), abs(np.sin(box.yaw))
    return np.array([c * box.half[0] + s * box.half[1], s * box.half[0] + c * box.half[1]])


def _yaw(T: Array) -> float:
    return float(np.arctan2(T[1, 0], T[0, 0]))


def _still(spec: ObjectSpec, asset: AssetModel) -> WorldState:
    """Return the state of a world in which one object is at its start and nothing moves."""
    values = asset.joint_values(_values(asset, spec.joints))
    links = asset.link_poses(spec.pose.matrix(), values)
    state = ObjectState(links, {name: np.zeros(6) for name in links}, values, dict.fromkeys(values, 0.0))
    robot = RobotState(np.zeros(9), np.zeros(9), np.zeros(9), np.eye(4))
    return WorldState(0.0, robot, {spec.name: state})
