"""Opens a file of a keypoint problem, ours or GenSim2's, with the asset that stands in its scene."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from agents.cli.failing import CommandError
from agents.report.still import Standing, collision_shapes
from envs.assets.catalog import Catalog
from envs.assets.keypoints import gensim2_keypoints, keypoints
from envs.robots import panda
from kpam.errors import FileError
from kpam.files.build import Setting, build, build_motions, collision_obstacles, places_of
from kpam.files.document import Document
from kpam.files.marked import parse
from kpam.files.places import Places
from kpam.files.reader import read_text, text_of
from kpam.importers.gensim2 import read_gensim2, tool_keypoints
from kpam.keypoints import Keypoints
from kpam.motion.collision import CollisionModel
from kpam.motion.frames import Frames
from kpam.motion.plan import MotionPlan
from kpam.problem import KeypointProblem
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
        """Return the asset at its pose; raises EnvsError for one that the catalog does not have."""
        asset = catalog.get(self.asset if "/" in self.asset else f"{self.asset}/0")
        turned = about_axis((0.0, 0.0, 1.0), np.radians(self.yaw))
        return Standing(
            asset,
            from_rotation(turned[:3, :3], self.position),
            {joint.name: joint.value_at(self.opened) for joint in asset.joints},
        )


@dataclass(frozen=True)
class Opened:
    """A file with everything that it leaves open: what it says, where its names are, what stands around."""

    document: Document
    setting: Setting
    things: tuple[Standing, ...]

    @property
    def places(self) -> tuple[Places, ...]:
        """Where the document's names are, for each alternative of the problem."""
        return places_of(self.document, self.setting)

    @property
    def problem(self) -> KeypointProblem:
        """The problem."""
        return build(self.document, self.setting)

    @property
    def motions(self) -> tuple[MotionPlan, Frames]:
        """The motion plan. The hand may touch the part of an asset that GenSim2's configurations are about."""
        return build_motions(self.document, self.setting)

    @property
    def collision(self) -> CollisionModel:
        """What the arm must not hit: the file's obstacles, and the assets' shapes as `category/link`."""
        found = [*collision_obstacles(self.document.obstacles), *collision_shapes(self.things)]
        return CollisionModel(self.setting.arm, found)


def open_file(path: Path, placing: Placing | None) -> Opened:
    """Read a file, and put an asset into its scene.

    Our own files may speak of the asset by its category: `drawer_cabinet.drawer_top.handle.centre`.

    Raises:
        CommandError: it is one of GenSim2's, and no asset is named.
        FileError: the file cannot be meant.
    """
    text = text_of(path)
    things = [] if placing is None else [placing.standing(Catalog())]
    if "constraint_list" not in parse(text, str(path)).entries("the file"):
        objects = {thing.asset.category: keypoints(thing.asset, thing.pose, thing.joints) for thing in things}
        return Opened(read_text(text, source=str(path)), _setting(objects), tuple(things))
    if placing is None:
        raise CommandError(
            f"{path} is a configuration of GenSim2, which describes no object; name one: --scene drawer_cabinet/3"
        )
    thing = things[0]
    target = gensim2_keypoints(thing.asset, thing.pose, thing.joints, part=placing.part)
    x, y, z = (float(part) for part in target.axes.get("hinge", np.zeros(3)))
    config = read_gensim2(text, source=str(path), hinge=(x, y, z) if "hinge" in target.axes else None)
    missing = [name for name in config.keypoints if name not in target.points]
    if missing:
        raise FileError(
            f"{path}: {thing.asset.id} has no {missing[0]!r}; it has {', '.join(target.points)}: name another asset"
        )
    document = _touching(config.document, thing.asset.category)
    return Opened(document, _setting({"object": target}, gensim2=True), tuple(things))


def _setting(objects: dict[str, Keypoints], *, gensim2: bool = False) -> Setting:
    gripper = tool_keypoints(panda.GRIPPER) if gensim2 else panda.GRIPPER
    return Setting(panda.arm(), panda.HOME[:7], {"gripper": gripper}, objects)


def _touching(document: Document, name: str) -> Document:
    """Return a document whose plan may touch an asset: GenSim2's motions push and pull with the whole hand."""
    if document.plan is None:
        return document
    return replace(document, plan=replace(document.plan, options={"touching": (name,)}))
