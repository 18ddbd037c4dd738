"""When a suction cup takes hold of what: the same rule in every engine.

An engine asks `Suction.takes` at the beginning of a physics step in which the cup sucks and holds nothing, and when it
names something makes a fixed constraint between `suction_cup.CUP_LINK` and that link, at the pose they have then and of
limited force. The link is held until the cup lets go. Cup and link do not collide while it is: their gap, of up to
`REACH`, stays as it was. What is held is `RobotState.sucked`, from which a restore makes the constraint again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from envs.assets.contact import Solid, penetration
from envs.assets.geometry import extreme_points
from envs.assets.model import AssetModel, Cylinder, Shape, Sphere
from envs.pose import Pose
from envs.robots import panda
from envs.robots.suction_cup import LIP_RADIUS
from envs.task.scene_model import SceneModel
from envs.task.spec import SceneSpec
from envs.worlds.state import Held
from kpam.transforms import Array, apply, inverse

REACH = 0.004
"""Metres from the lip along the approach within which something is taken hold of."""
HOLD_FORCE, HOLD_TORQUE = SceneModel.HOLD_FORCE, 10.0
"""What the hold bears, newtons along each axis and newton metres: more pulls the link from its place in the hand, and
the hold pulls back."""

_MOUTH_RADIUS = 0.8 * LIP_RADIUS
"""Less than the lip's: what stands beside the cup and touches its side is not below it."""
_LIP = panda.SUCTION.point("cup")


def sucks(targets: Array) -> bool:
    """Return whether drive targets (9,) make a cup suck: an opening of less than half the widest."""
    return float(targets[7] + targets[8]) < panda.MAX_WIDTH / 2


class Suction:
    """What a cup may take hold of in a scene: every link but the roots of what is bolted down.

    `links` are their `(object, link)` names, in scene order.
    """

    def __init__(self, scene: SceneSpec, assets: Mapping[str, AssetModel]) -> None:
        """List the links; `assets` maps object names to models. Shapes are prepared when a cup first comes near."""
        links = [
            (item.name, link)
            for item in scene.objects
            for link in assets[item.name].links
            if not (assets[item.name].fixed_base and link is assets[item.name].root)
        ]
        self.links = tuple((name, link.name) for name, link in links)
        self._shapes = tuple(link.shapes for _, link in links)
        self._prepared: dict[int, tuple[Solid, ...]] = {}
        self._mouth = Solid.of(Cylinder(radius=_MOUTH_RADIUS, length=2 * REACH, pose=_at(_LIP)))
        self._middle = Solid.of(Sphere(radius=REACH, pose=_at(_LIP)))

    @cached_property
    def _radii(self) -> Array:
        """How far from its frame each link reaches, (n,)."""
        far = {id(shapes): max((_far(shape) for shape in shapes), default=0.0) for shapes in self._shapes}
        return np.array([far[id(shapes)] for shapes in self._shapes])

    def _solids(self, index: int) -> tuple[Solid, ...]:
        shapes = self._shapes[index]
        if id(shapes) not in self._prepared:
            self._prepared[id(shapes)] = tuple(Solid.of(shape) for shape in shapes)
        return self._prepared[id(shapes)]

    def takes(self, T_world_hand: Array, poses: Array) -> Held | None:
        """Return what the cup takes hold of, or None.

        That is the link of which most lies in the middle of the cup's mouth, a cylinder somewhat narrower than the lip
        that reaches `REACH` above and below it, among those that lie in the mouth at all.

        Args:
            T_world_hand: (4, 4).
            poses: T_world_link (n, 4, 4) of `links`, in their order.
        """
        away = np.linalg.norm(poses[:, :3, 3] - apply(T_world_hand, _LIP), axis=1)
        found: list[tuple[float, float, int]] = []
        for index in np.flatnonzero(away <= self._radii + _MOUTH_RADIUS + REACH).tolist():
            depth = self._reaches(self._mouth, index, T_world_hand, poses[index])
            if depth > 0.0:
                middle = self._reaches(self._middle, index, T_world_hand, poses[index])
                found.append((-round(middle, 6), -round(depth, 6), index))
        if not found:
            return None
        index = min(found)[2]
        object, link = self.links[index]
        return Held(object, link, inverse(T_world_hand) @ poses[index])

    def _reaches(self, solid: Solid, index: int, T_world_hand: Array, T_world_link: Array) -> float:
        return max(penetration(solid, T_world_hand, other, T_world_link) for other in self._solids(index))


def _at(point: Array) -> Pose:
    x, y, z = (float(value) for value in point)
    return Pose(position=(x, y, z))


def _far(shape: Shape) -> float:
    """Return a distance from the link's frame beyond which a shape has no point, metres."""
    middle = np.asarray(shape.pose.position)
    return float(np.linalg.norm(middle) + np.linalg.norm(extreme_points(shape) - middle, axis=1).max())
