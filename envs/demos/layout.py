"""Where each number of a state vector lies, and the observations that are read off it.

The recorder and the Gymnasium environment both observe through this file, so that what a policy is trained on is what
it sees when it acts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from envs.worlds.state import HELD_NUMBERS, WorldState
from kpam.transforms import Array

ARM_JOINTS = 7
ROBOT_JOINTS = 9
ROBOT_NUMBERS = 3 * ROBOT_JOINTS
"""Positions, velocities and drive targets."""
POSE_NUMBERS, VELOCITY_NUMBERS = 7, 6
AGENT_NAMES = (*(f"panda_joint{k}" for k in range(1, ARM_JOINTS + 1)), "gripper_width")
POSE_NAMES = ("x", "y", "z", "qw", "qx", "qy", "qz")

Float32 = NDArray[np.float32]


@dataclass(frozen=True)
class Layout:
    """The objects of a scene in order, each with the names of its joints: what `WorldState.vector` lines up.

    `sucks` says whether the robot has a suction cup, whose hold the vector ends with.
    """

    objects: tuple[tuple[str, tuple[str, ...]], ...]
    sucks: bool = False

    @classmethod
    def of(cls, state: WorldState) -> Layout:
        """Read the layout off a state."""
        return cls(tuple((name, tuple(item.joints)) for name, item in state.objects.items()), state.robot.sucks)

    @classmethod
    def from_json(cls, data: Sequence[Mapping[str, object]], *, sucks: bool = False) -> Layout:
        """Read what `to_json` wrote; the robot says whether it `sucks`."""
        return cls(tuple((str(item["object"]), tuple(_strings(item["joints"]))) for item in data), sucks)

    def to_json(self) -> list[dict[str, object]]:
        """Return the objects as plain data for a JSON file."""
        return [{"object": name, "joints": list(joints)} for name, joints in self.objects]

    @property
    def state_size(self) -> int:
        """How many numbers a state vector has."""
        joints = sum(2 * len(names) for _, names in self.objects)
        held = HELD_NUMBERS if self.sucks else 0
        return ROBOT_NUMBERS + len(self.objects) * (POSE_NUMBERS + VELOCITY_NUMBERS) + joints + held

    @property
    def environment_names(self) -> tuple[str, ...]:
        """The names of the environment observation: each object's pose, then its joints, in scene order."""
        names: list[str] = []
        for name, joints in self.objects:
            names += [f"{name}.{field}" for field in (*POSE_NAMES, *joints)]
        return tuple(names)

    def agent(self, states: Array) -> Float32:
        """Return what the robot feels of itself, (..., 8): seven joint angles in radians, gripper width in metres.

        `states` are state vectors, shape (..., state_size).
        """
        width = states[..., ARM_JOINTS : ARM_JOINTS + 1] + states[..., ARM_JOINTS + 1 : ARM_JOINTS + 2]
        return np.concatenate([states[..., :ARM_JOINTS], width], axis=-1).astype(np.float32)

    def environment(self, states: Array) -> Float32:
        """Return where the objects are, (..., len(environment_names)): metres, quaternions wxyz, joint values."""
        return states[..., self._environment_indices()].astype(np.float32)

    def describe(self, index: int) -> str:
        """Name one number of the state vector, for a message."""
        if index < ROBOT_NUMBERS:
            field, joint = divmod(index, ROBOT_JOINTS)
            return f"robot {('position', 'velocity', 'drive target')[field]} of joint {joint}"
        offset = ROBOT_NUMBERS
        for name, joints in self.objects:
            fields = [*POSE_NAMES, *("vx", "vy", "vz", "wx", "wy", "wz"), *joints, *(f"{j} velocity" for j in joints)]
            if index < offset + len(fields):
                return f"{name} {fields[index - offset]}"
            offset += len(fields)
        if offset <= index < self.state_size:
            return f"{('object', 'link', *POSE_NAMES)[index - offset]} of what the suction cup holds"
        raise IndexError(f"a state vector of this scene has {self.state_size} numbers; {index} is none of them")

    def _environment_indices(self) -> list[int]:
        indices: list[int] = []
        offset = ROBOT_NUMBERS
        for _, joints in self.objects:
            indices += range(offset, offset + POSE_NUMBERS)
            offset += POSE_NUMBERS + VELOCITY_NUMBERS
            indices += range(offset, offset + len(joints))
            offset += 2 * len(joints)
        return indices


def padded(values: Float32, size: int) -> Float32:
    """Return (..., n) values followed by zeros up to `size`; raises ValueError when there are more than `size`."""
    if values.shape[-1] > size:
        raise ValueError(f"{values.shape[-1]} values do not fit into {size}")
    width = [(0, 0)] * (values.ndim - 1) + [(0, size - values.shape[-1])]
    return np.pad(values, width)


def _strings(value: object) -> list[str]:
    if not isinstance(value, list):
        raise ValueError(f"a list of joint names was expected, not {value!r}")
    return [str(item) for item in value]
