"""The room that an open parallel gripper takes up at a grasp."""

from __future__ import annotations

import numpy as np

from envs.assets.model import Box
from envs.frozen import Vector3
from envs.pose import Pose
from kpam.transforms import Array, from_rotation

OPENING = 0.08
# The Panda's hand, seen from the point between the fingertips where it grasps: x across the fingers, y along their
# closing, z the way the hand advances. Metres.
_REACH = 0.0088
_FINGER_WIDTH = 0.021
_TIP, _ROOT = (0.018, 0.020), (0.026, 0.025)
_PALM = (0.064, 0.205, 0.090)
_PALM_FACE = -0.0374


def grasp_frame(centre: Vector3, approach: Vector3, closing: Vector3) -> Array:
    """Return T_link_grasp (4, 4): origin at the centre, z along the approach, y along the closing line."""
    z, y = np.asarray(approach, dtype=float), np.asarray(closing, dtype=float)
    return from_rotation(np.column_stack([np.cross(y, z), y, z]), centre)


def open_gripper() -> tuple[tuple[str, Box], ...]:
    """Return boxes in the grasp's frame that hold the palm and both fingers when the gripper is open, with names."""
    boxes = [("palm", Box(size=_PALM, pose=Pose(position=(0.0, 0.0, _PALM_FACE - _PALM[2] / 2))))]
    for side in (-1, 1):
        high = _REACH
        for thickness, length in (_TIP, _ROOT):
            y = side * (OPENING + thickness) / 2
            box = Box(size=(_FINGER_WIDTH, thickness, length), pose=Pose(position=(0.0, y, high - length / 2)))
            boxes.append(("finger", box))
            high -= length
    return tuple(boxes)
