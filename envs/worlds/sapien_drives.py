"""Constraints between two bodies in SAPIEN: ball joints of a rope, and what a suction cup holds.

PhysX lets no two bodies collide that a constraint joins: tied neighbours may overlap, and a cup what it holds.
"""

from __future__ import annotations

from typing import Any

import numpy as np

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


def tie(scene: Any, first: Any, first_point: Array, second: Any, second_point: Array) -> None:
    """Join two bodies (components) at points (3,) of their frames, metres, so that they turn freely about it."""
    drive = scene.create_drive(
        first, pose_from(transform(first_point, _UPRIGHT)), second, pose_from(transform(second_point, _UPRIGHT))
    )
    for axis in "xyz":
        getattr(drive, f"set_limit_{axis}")(0.0, 0.0)


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
