"""A snapshot of everything in a world that a task, a restore or a replay depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kpam.transforms import Array, quaternion


@dataclass(frozen=True)
class Contact:
    """Two links that touch: `(object, link)` each ("robot" and "ground" are objects too), force in newtons."""

    first: tuple[str, str]
    second: tuple[str, str]
    force: float


@dataclass(frozen=True)
class ObjectState:
    """One object: link poses (4, 4) and link velocities (6,) in the world, the centre of mass's
    linear one then the angular one, joints by name.

    The first link is the root. Joint values are in radians or metres, velocities in those a second.
    """

    links: Mapping[str, Array]
    velocities: Mapping[str, Array]
    joints: Mapping[str, float] = field(default_factory=dict)
    joint_velocities: Mapping[str, float] = field(default_factory=dict)

    @property
    def pose(self) -> Array:
        """T_world_root, shape (4, 4)."""
        return next(iter(self.links.values()))


@dataclass(frozen=True)
class Held:
    """What a suction cup holds: a link of an object, and T_hand_link (4, 4) when it took hold."""

    object: str
    link: str
    T_hand_link: Array


@dataclass(frozen=True)
class RobotState:
    """Joint values of the arm and both fingers (9,), their velocities, their drive targets, and T_world_hand.

    A robot without fingers has their targets in their places. `sucked` is what a suction cup holds.
    """

    positions: Array
    velocities: Array
    targets: Array
    T_world_hand: Array
    sucked: Held | None = None

    @property
    def width(self) -> float:
        """The opening between the fingers in metres."""
        return float(self.positions[7] + self.positions[8])


@dataclass(frozen=True)
class WorldState:
    """A snapshot at a simulated time in seconds. Contacts are observed, not restored."""

    time: float
    robot: RobotState
    objects: Mapping[str, ObjectState]
    contacts: tuple[Contact, ...] = ()

    def vector(self) -> Array:
        """Return every restorable number as one float64 vector in a fixed order, for exact comparison.

        Order: robot positions (9), velocities (9), targets (9); then for each object in scene order its root's
        position (3), quaternion wxyz (4) and velocity (6), then its joints' values and velocities.
        """
        parts: list[Array] = [self.robot.positions, self.robot.velocities, self.robot.targets]
        for state in self.objects.values():
            root = next(iter(state.links))
            parts += [state.links[root][:3, 3], quaternion(state.links[root]), state.velocities[root]]
            parts += [np.array(list(state.joints.values())), np.array(list(state.joint_velocities.values()))]
        return np.concatenate(parts)
