"""Seeded problems over every category of the catalog: handles, lids and levers, grasps, and places to set things down.

One in five has no solution, by construction: its target is beyond the arm, below the table, or its constraints
contradict each other. The others stand where chance puts them, so that some of these have none either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from benchmarks.kpam.case import IMPOSSIBLE, STARTS, Case
from benchmarks.kpam.objective import Objective
from envs.assets.catalog import Catalog
from envs.assets.model import AssetModel, Grasp
from envs.execution.resolve import obstacle
from envs.robots import panda
from kpam.constraints import AxisOrthogonal, AxisParallel, PointToPoint
from kpam.motion.collision import Obstacle
from kpam.problem import Costs, KeypointProblem
from kpam.robot import Arm
from kpam.transforms import Array, about_axis, apply, cross, from_rotation, inverse, rotate

HOME = np.array(panda.HOME[:7])
UP = np.array([0.0, 0.0, 1.0])
TIGHT = 0.01
"""Radians of most angles."""
HINDRANCES = 6
"""Posts that stand around each scene."""
HOME_HAND = np.array([0.31, 0.0])
"""Where the hand is at home, seen from above, metres."""
SUPPORTS = ("drawer_cabinet", "lidded_box", "bin", "bowl", "plate")
"""What things are set down in or on."""
GRASP, APPROACH, FINGERS = panda.TOOL_POINTS["grasp"], panda.TOOL_AXES["approach"], panda.TOOL_AXES["fingers"]


@dataclass(frozen=True, eq=False)
class Goal:
    """What the hand is to do: a point to meet and angles to keep, among things that stand there, holding something."""

    what: str
    point: PointToPoint
    angles: tuple[AxisParallel | AxisOrthogonal, ...]
    scene: tuple[Obstacle, ...]
    held: tuple[Obstacle, ...] = ()


def generated_cases(count: int, rng: np.random.Generator, arm: Arm, objective: Objective) -> list[Case]:
    """Return so many problems of every category that a hand holds or moves something of, every fifth impossible."""
    catalog = Catalog()
    held = [name for name in catalog.categories() if (asset := catalog.get(f"{name}/0")).parts or asset.grasps]
    found: list[Case] = []
    for i in range(count):
        for category in held:
            goal = _goal(catalog, category, i, rng)
            impossible = i % 5 == 4
            if impossible:
                goal = spoilt(goal, (i // 5) % 3)
            starts = rng.uniform(arm.lower, arm.upper, size=(STARTS, len(HOME)))
            starts[:2] = HOME, arm.middle
            constraints = (goal.point, *goal.angles, *objective.soft(HOME, arm))
            found.append(
                Case(
                    name=f"{i} {category}: {goal.what}",
                    group=IMPOSSIBLE if impossible else goal.what,
                    problem=KeypointProblem(constraints, HOME, costs=Costs(joint_change=0.0, posture=0.0)),
                    starts=starts,
                    scene=(*goal.scene, *_posts(rng, goal.point.target)),
                    held=goal.held,
                )
            )
    return found


def spoilt(goal: Goal, way: int) -> Goal:
    """Return a goal that cannot be met: its point beyond the arm, or below the table, or two angles contradict."""
    if way < 2:
        away = np.array([1.2, 0.0, 0.0]) if way == 0 else np.array([0.0, 0.0, -1.2])
        return replace(goal, point=replace(goal.point, target=goal.point.target + away))
    first = goal.angles[0]
    aside = cross(first.target_axis, np.eye(3)[int(np.argmin(np.abs(first.target_axis)))])
    return replace(goal, angles=(*goal.angles, AxisParallel("contradiction", first.tool_axis, aside, TIGHT)))


def _goal(catalog: Catalog, category: str, i: int, rng: np.random.Generator) -> Goal:
    asset = catalog.get(f"{category}/{i}")
    if not asset.parts and i % 2:
        return _place(asset, catalog.get(f"{SUPPORTS[i // 2 % len(SUPPORTS)]}/{i}"), rng)
    joints = {joint.name: joint.value_at(rng.uniform(0.0, 0.6)) for joint in asset.joints}
    links = asset.link_poses(_pose(asset, rng), joints)
    return (_handle if asset.parts else _pick)(asset, links, rng)


def _pose(asset: AssetModel, rng: np.random.Generator) -> Array:
    """Return where it stands: what is fixed about faces the robot, the rest any way; some on a pedestal."""
    if asset.fixed_base:
        x, y, yaw = rng.uniform(0.5, 0.8), rng.uniform(-0.3, 0.3), np.pi + rng.uniform(-0.6, 0.6)
    else:
        x, y, yaw = rng.uniform(0.3, 0.75), rng.uniform(-0.45, 0.45), rng.uniform(-np.pi, np.pi)
    z = rng.uniform(0.05, 0.3) if rng.random() < 1 / 3 else 0.0
    return from_rotation(about_axis(UP, yaw)[:3, :3], (x, y, z))


def _shapes(asset: AssetModel, links: dict[str, Array]) -> tuple[Obstacle, ...]:
    found = [
        obstacle(f"{asset.id}/{link.name}", shape, links[link.name]) for link in asset.links for shape in link.shapes
    ]
    return tuple(found)


def _handle(asset: AssetModel, links: dict[str, Array], rng: np.random.Generator) -> Goal:
    """Return the grip of a part's handle: exact, or with room to tilt about the bar."""
    part = asset.parts[int(rng.integers(len(asset.parts)))]
    centre = asset.point(f"{part.handle}.centre")
    approach, bar = asset.axis(f"{part.handle}.approach"), asset.axis(f"{part.handle}.axis")
    towards, along = rotate(links[approach.link], approach.direction), rotate(links[bar.link], bar.direction)
    tilt, slack = (TIGHT, TIGHT) if rng.random() < 0.5 else (0.6, 0.05)
    angles = (
        AxisParallel("approach", APPROACH, towards, tilt),
        AxisOrthogonal("approach across the bar", APPROACH, along, slack),
        AxisOrthogonal("fingers across the bar", FINGERS, along, slack),
    )
    target = apply(links[centre.link], centre.position)
    point = PointToPoint("grasp point", GRASP, target, 1e-3, componentwise=True)
    return Goal("grip of a handle, lid or lever", point, angles, _shapes(asset, links))


def _pick(asset: AssetModel, links: dict[str, Array], rng: np.random.Generator) -> Goal:
    """Return one grasp of an object, the hand one way round or the other."""
    grasp = asset.grasps[int(rng.integers(len(asset.grasps)))]
    T = links[grasp.link]
    point = PointToPoint("grasp point", GRASP, apply(T, grasp.centre), 1e-3, componentwise=True)
    approach = AxisParallel("approach", APPROACH, rotate(T, grasp.approach), TIGHT)
    side = 1.0 if rng.random() < 0.5 else -1.0
    closing = AxisParallel("closing", FINGERS, side * rotate(T, grasp.closing), TIGHT)
    angles = (approach,) if grasp.free_spin else (approach, closing)
    return Goal("grasp of an object", point, angles, _shapes(asset, links))


def _place(asset: AssetModel, support: AssetModel, rng: np.random.Generator) -> Goal:
    """Return the upright set-down of an object, held by one of its grasps, on or in a support."""
    links = support.link_poses(_pose(support, rng), {})
    floor = (*support.surfaces, *support.volumes)[0]
    T_floor = links[floor.link] @ floor.pose.matrix()
    if floor in support.volumes:
        T_floor = T_floor @ from_rotation(np.eye(3), (0.0, 0.0, -0.5 * floor.size[2]))
    T_hand_object = _in_hand(asset.grasps[int(rng.integers(len(asset.grasps)))])
    x, y, z = asset.centre
    bottom = apply(T_hand_object, (x, y, z - 0.5 * asset.size[2]))
    point = PointToPoint("bottom of the object", bottom, T_floor[:3, 3] + 0.006 * UP, 1e-3, componentwise=True)
    upright = AxisParallel("upright", rotate(T_hand_object, UP), UP, TIGHT)
    held = _shapes(asset, asset.link_poses(T_hand_object, {}))
    return Goal("set-down of an object", point, (upright,), _shapes(support, links), held)


def _in_hand(grasp: Grasp) -> Array:
    """Return T_hand_object of an object whose root is the grasp's link, held by that grasp."""
    z, y = np.array(grasp.approach), np.array(grasp.closing)
    rotation = np.column_stack([np.cross(y, z), y, z])
    return inverse(from_rotation(rotation, np.array(grasp.centre) - rotation @ GRASP))


def _posts(rng: np.random.Generator, target: Array) -> list[Obstacle]:
    """Return posts on the table, clear of the arm at home and of the target; one half-way between, if there is room."""
    posts: list[Obstacle] = []
    middle = 0.5 * (HOME_HAND + target[:2])
    if min(np.linalg.norm(middle - target[:2]), np.linalg.norm(middle)) > 0.2:
        posts.append(_post(middle, rng.uniform(0.5, 0.8)))
    while len(posts) < HINDRANCES:
        at, height = rng.uniform((0.1, -0.6), (0.7, 0.6)), rng.uniform(0.3, 0.8)
        at_home = abs(at[1]) < 0.2 and at[0] < 0.5
        if not at_home and min(np.linalg.norm(at) - 0.1, np.linalg.norm(at - target[:2])) > 0.2:
            posts.append(_post(at, height))
    return posts


def _post(at: Array, height: float) -> Obstacle:
    return Obstacle("post", "cylinder", (0.03, height), from_rotation(np.eye(3), (*at, 0.5 * height)))
