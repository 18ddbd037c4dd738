"""Opens a file of a keypoint problem, ours or GenSim2's, with the asset that stands in its scene."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from agents.cli.failing import CommandError
from agents.report.keypoint_scene import asset_named, joints_of
from agents.report.still import Standing, thing_of
from envs.assets.catalog import Catalog
from envs.assets.keypoints import gensim2_keypoints
from envs.errors import EnvsError
from envs.robots import ROBOTS, panda
from envs.robots.robot import Robot
from kpam.errors import FileError, KeypointError
from kpam.files.build import Built
from kpam.files.document import Document
from kpam.files.marked import parse
from kpam.files.reader import read_text, text_of
from kpam.files.setting import Setting, Thing
from kpam.importers.gensim2 import read_gensim2, tool_keypoints
from kpam.keypoints import Keypoints
from kpam.motion.obstacle import Obstacle
from kpam.transforms import about_axis, from_rotation

REACH = 0.6
"""Metres in front of the robot at which an asset stands unless told otherwise."""


@dataclass(frozen=True)
class Placing:
    """An asset of the catalog and how it stands: position (metres), yaw (degrees), share by which its joints are open.

    `part` is the one that GenSim2's names mean; None for the first.
    """

    asset: str
    position: tuple[float, float, float] = (REACH, 0.0, 0.0)
    yaw: float = 180.0
    opened: float = 0.0
    part: str | None = None

    def standing(self, catalog: Catalog) -> Standing:
        """Return the asset at its pose.

        Raises:
            EnvsError: the catalog does not have it.
            CommandError: the pose is not finite.
        """
        if not np.all(np.isfinite([*self.position, self.yaw])):
            raise CommandError(f"--at {self.position} --yaw {self.yaw}; give finite numbers")
        asset = asset_named(catalog, self.asset)
        turned = about_axis((0.0, 0.0, 1.0), np.radians(self.yaw))
        return Standing(asset, from_rotation(turned[:3, :3], self.position), joints_of(asset, self.opened))


@dataclass(frozen=True)
class Opened:
    """A file with everything that it leaves open, and the assets that stand in its scene besides."""

    built: Built
    things: tuple[Standing, ...]

    @property
    def document(self) -> Document:
        """What the file says."""
        return self.built.document


def open_file(path: Path, placing: Placing | None) -> Opened:
    """Read a file, and put an asset into its scene.

    Our own files may speak of the asset by its category: `drawer_cabinet.drawer_top.handle.centre`.

    Raises:
        CommandError: it is one of GenSim2's, and no asset is named.
        FileError: the file cannot be meant.
    """
    text = text_of(path)
    thing = None if placing is None else placing.standing(Catalog())
    if "constraint_list" in parse(text, str(path)).entries("the file"):
        if thing is None or placing is None:
            raise CommandError(
                f"{path} is a configuration of GenSim2, which describes no object; name one: --scene drawer_cabinet/3"
            )
        return _gensim2(text, str(path), thing, placing.part)
    document = read_text(text, source=str(path))
    if thing is None:
        return Opened(Built(document, _setting(document)), ())
    body = thing_of(thing.asset, thing.joints)
    objects = {thing.asset.category: body.places.at(thing.pose)}
    return Opened(Built(document, _setting(document, objects, body.obstacles(thing.pose))), (thing,))


def _gensim2(text: str, source: str, thing: Standing, part: str | None) -> Opened:
    """Return a configuration of GenSim2 about an asset, which its motions may touch: they push with the whole hand."""
    target = gensim2_keypoints(thing.asset, thing.pose, thing.joints, part=part)
    x, y, z = (float(value) for value in target.axes.get("hinge", np.zeros(3)))
    config = read_gensim2(text, source=source, hinge=(x, y, z) if "hinge" in target.axes else None)
    missing = [name for name in config.keypoints if name not in target.points]
    if missing:
        raise FileError(
            f"{source}: {thing.asset.id} has no {missing[0]!r}; it has {', '.join(target.points)}: name another asset"
        )
    document = config.document
    if document.plan is not None:
        document = replace(document, plan=replace(document.plan, options={"touching": (thing.asset.category,)}))
    shapes = thing_of(thing.asset, thing.joints).obstacles(thing.pose)
    setting = _setting(document, {"object": target}, shapes)
    setting = replace(setting, tools={"gripper": tool_keypoints(panda.GRIPPER)})
    return Opened(Built(document, setting), (thing,))


def robot_of(document: Document) -> Robot:
    """Return the robot whose tool a document names; one with a tool of its own has the gripper's shapes."""
    named = [robot for robot in ROBOTS.values() if robot.tool.name == document.tool]
    return named[0] if named else ROBOTS["panda"]


def _setting(
    document: Document, objects: dict[str, Keypoints] | None = None, obstacles: list[Obstacle] | None = None
) -> Setting:
    tools = {robot.tool.name: robot.tool for robot in ROBOTS.values()}
    robot = robot_of(document)
    return Setting(robot.arm(), robot.home[:7], tools, objects or {}, obstacles or (), _asset)


def _asset(name: str, opened: float) -> Thing:
    try:
        asset = asset_named(Catalog(), name)
    except EnvsError as error:
        raise KeypointError(str(error)) from error
    return thing_of(asset, joints_of(asset, opened))
