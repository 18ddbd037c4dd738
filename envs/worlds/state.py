"""A snapshot of everything in a world that a task, a restore or a replay depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kpam.transforms import Array, quaternion

HELD_NUMBERS = 9
"""How many numbers of a state vector say what a suction cup holds."""


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

    A robot without fingers has their targets in their places. `sucks` says whether it has a suction cup, `sucked` what
    that holds.
    """

    positions: Array
    velocities: Array
    targets: Array
    T_world_hand: Array
    sucks: bool = False
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
        position (3), quaternion wxyz (4) and velocity (6), then its joints' values and velocities. A robot with a
        suction cup adds what it holds (9): the numbers of object and link in their order, and T_hand_link as position
        and quaternion; -1, -1 and zeros for nothing. Of a pose that is no number, as after an explosion, the quaternion
        is NaN.
        """
        parts: list[Array] = [self.robot.positions, self.robot.velocities, self.robot.targets]
        for state in self.objects.values():
            root = next(iter(state.links))
            parts += [state.links[root][:3, 3], _turn(state.links[root]), state.velocities[root]]
            parts += [np.array(list(state.joints.values())), np.array(list(state.joint_velocities.values()))]
        if self.robot.sucks:
            parts.append(self._sucked())
        return np.concatenate(parts)

    def _sucked(self) -> Array:
        held = self.robot.sucked
        if held is None:
            return np.array([-1.0, -1.0, *np.zeros(HELD_NUMBERS - 2)])
        object, link = list(self.objects).index(held.object), list(self.objects[held.object].links).index(held.link)
        return np.array([object, link, *held.T_hand_link[:3, 3], *_turn(held.T_hand_link)])


def _turn(T: Array) -> Array:
    """Return the quaternion wxyz of a pose (4, 4); NaN where that is no number, as physics may have exploded."""
    return quaternion(T) if np.isfinite(T).all() else np.full(4, np.nan)
