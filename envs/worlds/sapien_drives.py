"""Constraints between two bodies in SAPIEN: ball joints of a rope, and what a suction cup holds.

PhysX lets no two bodies collide that a constraint joins: not tied neighbours, not a cup and what it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from envs.assets.model import AssetModel
from envs.robots.suction_cup import TUBE_LENGTH
from envs.worlds.sapien_bodies import pose_from
from envs.worlds.suction import HOLD_FORCE, HOLD_TORQUE
from kpam.transforms import Array, transform

_UPRIGHT = (1.0, 0.0, 0.0, 0.0)
_T_CUP_HAND = transform((0.0, 0.0, -TUBE_LENGTH), _UPRIGHT)

# A hold is a stiff drive and not a locked joint, whose force has no limit. Under 10 N it gives 0.01 mm, under 0.1 N m
# 0.01 mrad. Zero angular limits do not lock in PhysX: they leave 0.3 rad of play.
_HOLD_STIFFNESS, _HOLD_DAMPING = 1e6, 1e4
_HOLD_STIFFNESS_ANGULAR, _HOLD_DAMPING_ANGULAR = 1e4, 1e2

_TIE_RATE = 80.0
"""Per second."""
_FAR = 10.0
"""Metres, further than any two tied bodies get: a distance joint has an upper limit too."""


@dataclass(frozen=True)
class TiedBody:
    """A body that is tied at a point of its frame: its component, its asset's root, lengths in metres."""

    component: Any
    point: Array
    centre: Array
    mass: float
    thickness: float

    @classmethod
    def of(cls, component: Any, asset: AssetModel, point: Array) -> TiedBody:
        """Return the root of an asset as a body that is tied at a point (3,)."""
        return cls(component, point, np.asarray(asset.root.centre_of_mass), asset.root.mass, min(asset.size))

    @property
    def arm(self) -> float:
        """How far the tied point is from the centre of mass."""
        return float(np.linalg.norm(self.point - self.centre))


def tie(scene: Any, first: TiedBody, second: TiedBody) -> None:
    """Join two bodies at a point of each, about which they turn freely, but no further than until they touch.

    As the bodies do not collide, a distance joint keeps their centres as far apart as their thickness, where they
    begin at least as far apart. Their turning against each other dies away at `_TIE_RATE`, without which a rope that
    was dragged and lies in bends creeps on at some millimetres a second.
    """
    drive = scene.create_drive(first.component, _at(first.point), second.component, _at(second.point))
    for axis in "xyz":
        getattr(drive, f"set_limit_{axis}")(0.0, 0.0)
    arms = first.arm + second.arm
    drive.set_drive_property_slerp(0.0, _TIE_RATE * min(first.mass, second.mass) * (arms / 2) ** 2)
    nearest = min((first.thickness + second.thickness) / 2, arms)
    if nearest > 0.0:
        apart = scene.create_connection(first.component, _at(first.centre), second.component, _at(second.centre))
        apart.set_limit(nearest, _FAR)


def hold(scene: Any, cup: Any, body: Any, T_hand_link: Array) -> Any:
    """Hold a body (component) at a pose in the hand's frame (4, 4) to the cup's link; returns the drive."""
    drive = scene.create_drive(cup, pose_from(_T_CUP_HAND @ T_hand_link), body, pose_from(np.eye(4)))
    for axis in "xyz":
        getattr(drive, f"set_drive_property_{axis}")(_HOLD_STIFFNESS, _HOLD_DAMPING, HOLD_FORCE)
    drive.set_drive_property_slerp(_HOLD_STIFFNESS_ANGULAR, _HOLD_DAMPING_ANGULAR, HOLD_TORQUE)
    return drive


def release(drive: Any) -> None:
    """Let go of what `hold` holds."""
    drive.entity.remove_component(drive)


def _at(point: Array) -> Any:
    return pose_from(transform(point, _UPRIGHT))
