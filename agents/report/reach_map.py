"""Where an asset may stand so that the hand gets to one of its keypoints, and a picture of that."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from agents.report.drawing import Drawing, Point
from agents.report.keypoint_cameras import whole_camera
from agents.report.marks import INK, PAPER, TARGET, Colour, Marks, font
from agents.report.still import Standing, picture, still, thing_of
from envs.assets.keypoints import keypoints
from envs.assets.model import AssetModel
from envs.errors import UnknownNameError
from envs.render.camera import Camera
from envs.robots import panda
from kpam.batch import solve_many
from kpam.constraints import AxisOrthogonal, AxisParallel, Constraint, PointToPoint
from kpam.keypoints import Keypoints
from kpam.motion.collision import CollisionModel
from kpam.problem import KeypointProblem, KeypointSolution
from kpam.transforms import Array, about_axis, from_rotation

X = (0.2, 1.04)
Y = (-0.77, 0.77)
"""The part of the table that is looked at, metres."""
LEAN = 0.35
"""Radians by which the hand's approach may lean from the one that the keypoint asks for."""
TURNS = (-60.0, -30.0, 0.0, 30.0, 60.0)
"""Degrees by which the asset's front is turned from facing the robot's base."""
NONE: Colour = (120, 122, 130)
SOME: tuple[Colour, Colour] = ((240, 200, 70), (20, 135, 75))
SIZE = (640, 640)
_BATCH = 64


@dataclass(frozen=True, eq=False)
class ReachMap:
    """Positions (k, 2) of an asset in metres, the share (k,) of the ways to face in which the hand gets to a point.

    `best` is the pose, of those positions with the largest share, that costs the arm least; it does so in `solution`.
    Both are None where it is reached nowhere.
    """

    point: str
    step: float
    positions: Array
    shares: Array
    best: Array | None
    solution: KeypointSolution | None


def keypoint_names(asset: AssetModel) -> tuple[str, ...]:
    """Return the points of an asset that a hand may be sent to, handles and grasps first."""
    handles = [f"{part.handle}.centre" for part in asset.parts]
    names = [*handles, *(grasp.name for grasp in asset.grasps), *(point.name for point in asset.points)]
    return tuple(dict.fromkeys(names))


def reach_map(
    asset: AssetModel,
    point: str | None = None,
    *,
    step: float = 0.07,
    opened: float = 0.0,
    seed: int = 0,
    on_progress: Callable[[int, int], None] | None = None,
) -> ReachMap:
    """Ask for many positions on the table whether the hand gets to a keypoint, and the arm touches nothing there.

    The way there is not planned, and only the solution of least cost is looked at. The hand's grasp point must meet the
    keypoint. Where the asset says so, the hand also approaches as a handle or grasp asks, leaning by 0.35 rad at most,
    with the fingers across the bar.

    Args:
        asset: the asset; it stands on the table, its front turned to the robot's base by each of `TURNS`.
        point: one of `keypoint_names`; None for the first.
        step: metres between positions.
        opened: the share by which its joints are open.
        seed: fixes the solver's starts.
        on_progress: called with how many problems are solved, of how many.

    Raises:
        UnknownNameError: there is no such point.
    """
    known = keypoint_names(asset)
    name = known[0] if point is None else point
    if name not in known:
        raise UnknownNameError(f"keypoint of {asset.id}", name, known)
    joints = {joint.name: joint.value_at(opened) for joint in asset.joints}
    across = np.arange(Y[0], Y[1] + 1e-9, step)
    positions = np.array([(x, y) for x in np.arange(X[0], X[1] + 1e-9, step) for y in across])
    poses = [_facing(position, turn) for position in positions for turn in TURNS]
    body = keypoints(asset, np.eye(4), joints)
    problems = [
        KeypointProblem(_at(body.at(pose), name), panda.HOME[:7], symmetries=panda.GRIPPER.symmetries())
        for pose in poses
    ]
    solutions: list[KeypointSolution] = []
    for first in range(0, len(problems), _BATCH):
        solutions += solve_many(problems[first : first + _BATCH], panda.arm(), seed=seed, starts=4)
        if on_progress is not None:
            on_progress(len(solutions), len(problems))
    link = _link(asset, name)
    reached = np.array(
        [
            solution.feasible and _clear(solution, Standing(asset, pose, joints), link)
            for solution, pose in zip(solutions, poses, strict=True)
        ]
    )
    shares = reached.reshape(len(positions), len(TURNS)).mean(axis=1)
    # In the middle of where it is reached, rather than at a rim that happens to be near the arm.
    costs = np.where(reached, [solution.cost for solution in solutions], np.inf) - 100.0 * np.repeat(shares, len(TURNS))
    at, found = int(np.argmin(costs)), bool(reached.any())
    return ReachMap(
        name,
        step,
        positions,
        shares,
        poses[at] if found else None,
        solutions[at] if found else None,
    )


def draw_reach(asset: AssetModel, reach: ReachMap, *, opened: float = 0.0) -> Image.Image:
    """Return a picture: the table from above with a patch for each position, and the best of them from the side."""
    joints = {joint.name: joint.value_at(opened) for joint in asset.joints}
    home = panda.HOME[:7]
    above = Camera(name="above", position=(0.5, 0, 2.6), target=(0.5, 0, 0), up=(1, 0, 0), fov=0.72).sized(*SIZE)
    plan = Marks(picture(still(home, ()), above), above)
    for position, share in zip(reach.positions, reach.shares, strict=True):
        plan.patch(_square(position, 0.46 * reach.step), colour_of(share), cover=0.25 if share == 0 else 0.75)
    for x in (0.2, 0.4, 0.6, 0.8, 1.0):
        plan.note(np.array([x, Y[1] + 0.12, 0.0]), f"x {x:.1f} m")
    for y in (-0.6, -0.3, 0.0, 0.3, 0.6):
        plan.note(np.array([X[1] + 0.1, y, 0.0]), f"y {y:.1f} m")
    solution, pose = reach.solution, reach.best
    things = () if pose is None else (Standing(asset, pose, joints),)
    points: list[Point] = []
    if pose is not None:
        plan.ring(np.array([*pose[:2, 3], 0.0]), TARGET)
        plan.label(np.array([*pose[:2, 3], 0.0]), "as on the right", TARGET)
        points.append(Point(keypoints(asset, pose, joints).point(reach.point), (), reach.point, False, True))
    scene = still(home if solution is None else solution.q, things)
    beside = whole_camera(scene, Drawing(points), things, SIZE)
    side = Marks(picture(scene, beside), beside)
    for point in points:
        side.ring(point.place, TARGET)
        side.label(point.place, point.name, TARGET)
    page = Image.new("RGB", (2 * SIZE[0], SIZE[1] + 104), PAPER)
    page.paste(plan.image(), (0, 0))
    page.paste(side.image(), (SIZE[0], 0))
    _legend(ImageDraw.Draw(page), asset, reach)
    return page


def colour_of(share: float) -> Colour:
    """Return the colour of a share: grey for none, from yellow to green for some to all."""
    if share == 0:
        return NONE
    low, high = np.array(SOME, dtype=float)
    red, green, blue = (round(float(part)) for part in low + (high - low) * share)
    return red, green, blue


def _at(body: Keypoints, name: str) -> tuple[Constraint, ...]:
    """Return what holds when the hand is at a keypoint."""
    tool, stem = panda.GRIPPER, name.removesuffix(".centre")
    constraints: list[Constraint] = [PointToPoint("point", tool.point("grasp"), body.point(name), 2e-3)]
    if f"{stem}.approach" in body.axes:
        constraints.append(AxisParallel("approach", tool.axis("approach"), body.axis(f"{stem}.approach"), LEAN))
    if f"{stem}.axis" in body.axes and f"{stem}.approach" in body.axes:
        constraints.append(AxisOrthogonal("fingers", tool.axis("fingers"), body.axis(f"{stem}.axis"), 0.05))
    if f"{stem}.closing" in body.axes:
        constraints.append(AxisParallel("fingers", tool.axis("fingers"), body.axis(f"{stem}.closing"), 0.05))
    return tuple(constraints)


def _link(asset: AssetModel, name: str) -> str:
    """Return the link that a keypoint is on, which the hand may touch."""
    places = (*asset.points, *asset.grasps)
    return next(place.link for place in places if place.name == name)


def _clear(solution: KeypointSolution, thing: Standing, link: str) -> bool:
    """Say whether the arm touches nothing in a solution but the link that the hand is to touch."""
    model = CollisionModel(panda.arm(), thing_of(thing.asset, thing.joints).obstacles(thing.pose))
    return model.clear(solution.q, width=panda.MAX_WIDTH, ignore=(f"{thing.asset.category}/{link}",))


def _facing(position: Array, turn: float) -> Array:
    """Return the pose (4, 4) of an asset whose front is turned by degrees from facing the robot's base."""
    yaw = math.atan2(position[1], position[0]) + math.pi + math.radians(turn)
    return from_rotation(about_axis((0.0, 0.0, 1.0), yaw)[:3, :3], (*position, 0.0))


def _square(position: Array, half: float) -> Array:
    x, y = position
    return np.array([(x + i * half, y + j * half, 0.0) for i, j in ((-1, -1), (-1, 1), (1, 1), (1, -1))])


def _legend(pen: ImageDraw.ImageDraw, asset: AssetModel, reach: ReachMap) -> None:
    y = SIZE[1] + 10
    title = f"{asset.id}: where it may stand, metres from the robot's base, for the hand to get to {reach.point}"
    pen.text((16, y), title, fill=INK, font=font(19))
    x = 16
    for count in range(len(TURNS) + 1):
        pen.rectangle((x, y + 34, x + 22, y + 56), fill=colour_of(count / len(TURNS)))
        pen.text((x + 30, y + 35), f"{count} of {len(TURNS)}", fill=INK, font=font(16))
        x += 100
    pen.text((x + 4, y + 35), _turns(TURNS), fill=INK, font=font(16))
    share = float(np.mean(reach.shares > 0))
    best = "" if reach.best is None else "; on the right, of the best ones, that which the arm moves least for"
    pen.text((16, y + 66), f"reached from {share:.0%} of the positions{best}", fill=INK, font=font(16))


def _turns(turns: Sequence[float]) -> str:
    said = ", ".join(f"{turn:+.0f}" if turn else "0" for turn in turns)
    return f"ways to face: front turned by {said} degrees from the robot"
