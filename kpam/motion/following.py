"""Steps done one after the other from a configuration, as a joint path, and where that takes what the hand holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kpam.motion.frames import Frames, Step, backwards, in_base, say
from kpam.motion.motions import FollowJoint, body_path, hand_path
from kpam.motion.track import track
from kpam.robot import Arm
from kpam.transforms import Array, inverse

_NEAR_LIMIT = 5e-3  # rad


@dataclass(frozen=True, eq=False)
class Followed:
    """How far steps could be followed.

    Attributes:
        path: (k, n) from the start as far as the arm got, rad.
        T_in_hand: (k, 4, 4) how what the hand holds by a bar has moved in it since the start; None where it stays.
        share: how much of the steps was done, 1 for all.
        missed: a sentence that says which step could not be done to its end, and why; None where all were done.
    """

    path: Array
    T_in_hand: Array | None
    share: float = 1.0
    missed: str | None = None


def follow(
    arm: Arm,
    q: Array,
    steps: Sequence[Step],
    frames: Frames,
    *,
    T_hand_tool: Array | None = None,
    reverse: bool = False,
) -> Followed:
    """Follow steps by differential kinematics, within the joint limits.

    Args:
        arm: the arm.
        q: (n,) where they begin, rad.
        steps: the motions, in order.
        frames: what they may refer to, as it is at q.
        T_hand_tool: (4, 4) the symmetry under which the tool is used, whose axes the steps mean; None for none.
        reverse: undo the steps, the last one first, from q, where they end.

    Raises:
        MotionError: a step is malformed or names a frame that is not there.
    """
    T_base_hand = arm.forward(q)
    moved, path, held, turned = np.eye(4), np.array([q]), T_base_hand[None], False
    for number, step in enumerate(reversed(steps) if reverse else steps):
        T_base_tool = T_base_hand if T_hand_tool is None else T_base_hand @ T_hand_tool
        motion = in_base(step, T_base_tool, frames.carried(moved))
        motion = backwards(motion) if reverse else motion
        bar, free = None, None
        if isinstance(motion, FollowJoint) and motion.bar is not None:
            bar, turned = motion.bar.moved(inverse(T_base_hand)), True
            free = bar.axis if motion.turning is None else None
        poses, body = hand_path(T_base_hand, motion), body_path(T_base_hand, motion)
        tracked = track(arm, path[-1], poses, free_axis=free, point=np.zeros(3) if bar is None else bar.point)
        leads_to = np.searchsorted(tracked.rows, np.arange(1, len(tracked.path)))  # poses, of all rows but the first
        path = np.concatenate([path, tracked.path[1:]])
        held = np.concatenate([held, body[leads_to] @ held[-1]])
        if tracked.failed_at is not None:
            share = (number + max(0, tracked.failed_at - 1) / (len(poses) - 1)) / len(steps)
            text = f"{say(step)} leaves the arm's reach after {tracked.failed_at} of {len(poses)} poses"
            return Followed(path, None, share, f"{text}; {_reason(arm, path[-1])}")
        moved = body[-1] @ moved
        T_base_hand = poses[-1] if free is None else arm.forward(path[-1])
    if not turned:
        return Followed(path, None)
    in_hand = [inverse(arm.forward(q)) @ T for q, T in zip(path, held, strict=True)]
    return Followed(path, np.array(in_hand))


def _reason(arm: Arm, q: Array) -> str:
    """Return what keeps an arm from going on."""
    at_limit = [
        f"{name} is at its {'lower' if value < middle else 'upper'} limit"
        for name, value, middle, low, high in zip(arm.joints, q, arm.middle, arm.lower, arm.upper, strict=True)
        if min(value - low, high - value) < _NEAR_LIMIT
    ]
    return " and ".join(at_limit) or "no joint is at its limit; the arm is stretched out or singular there"
