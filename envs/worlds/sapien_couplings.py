"""Joints that follow others, and joints that spring back, in SAPIEN.

PhysX has fixed tendons for both, and SAPIEN's URDF loader makes them of `<mimic>`. On one joint such a tendon is a
spring, taken implicitly, and does what it should. On two joints it gets the forces wrong, the more so the larger the
ratio, and diverges where one of them hangs on the other. So a follower has a stiff drive here, whose target is moved to
where its leader will be after the step. What the leader feels of it are its weight, friction, damping and inertia, each
by the ratio; a hand that pushes the follower moves nothing, as in a gear that locks itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from envs.assets.mechanics import moved_inertia
from envs.assets.model import AssetModel, Coupling, Joint

STIFFNESS = 1e5
"""Of a follower's drive, N / m or N m / rad: under 10 N it is 0.1 mm from where it belongs."""


@dataclass(frozen=True)
class Follower:
    """A coupled joint of an articulation; rows are places in the articulation's joint values."""

    joint: Any
    row: int
    leader_row: int
    coupling: Coupling


@dataclass(frozen=True)
class Followers:
    """The coupled joints of one articulation, to be aimed before each physics step of `timestep` seconds."""

    articulation: Any
    joints: tuple[Follower, ...]
    timestep: float

    def aim(self) -> None:
        """Move the drives' targets to where the leaders will be, and lay the followers' weight on the leaders."""
        values, speeds = self.articulation.qpos, self.articulation.qvel
        weights = self.articulation.compute_passive_force(gravity=True, coriolis_and_centrifugal=False)
        forces = np.zeros(len(values))
        for follower in self.joints:
            row, coupling = follower.leader_row, follower.coupling
            speed = float(speeds[row])
            follower.joint.set_drive_target(coupling.follow(float(values[row]) + speed * self.timestep))
            follower.joint.set_drive_velocity_target(coupling.ratio * speed)
            # The passive force is what would hold the joint against gravity.
            forces[row] -= coupling.ratio * weights[follower.row]
        self.articulation.set_qf(forces)


def add_springs(asset: AssetModel, links: Mapping[str, Any]) -> None:
    """Add a tendon for each joint with a spring; `links` maps link names to components in the scene."""
    articulation = links[asset.root.name].articulation
    for joint in asset.joints:
        if joint.spring > 0.0:
            chain, share = [links[joint.parent], links[joint.child]], [0.0, 1.0]
            articulation.create_fixed_tendon(chain, share, share, rest_length=joint.lower, stiffness=joint.spring)


def followers(asset: AssetModel, articulation: Any, timestep: float) -> Followers | None:
    """Give the coupled joints of an asset in the scene their drives; None where there are none."""
    active = articulation.active_joints
    rows = {joint.name: row for row, joint in enumerate(active)}
    found: list[Follower] = []
    for joint in asset.joints:
        if joint.coupling is not None:
            leader_row = rows[joint.coupling.joint]
            active[rows[joint.name]].set_drive_properties(STIFFNESS, STIFFNESS * timestep)
            found.append(Follower(active[rows[joint.name]], rows[joint.name], leader_row, joint.coupling))
            inertia = joint.coupling.ratio**2 * moved_inertia(asset, joint)
            active[leader_row].set_armature(np.array([active[leader_row].armature[0] + inertia], np.float32))
    return Followers(articulation, tuple(found), timestep) if found else None


def felt(asset: AssetModel, joint: Joint) -> tuple[float, float]:
    """Return the friction (N or N m) and the damping that a hand feels at a joint: its own and its followers'."""
    friction, damping = joint.friction, joint.damping
    for other in asset.joints:
        if other.coupling is not None and other.coupling.joint == joint.name:
            friction += abs(other.coupling.ratio) * other.friction
            damping += other.coupling.ratio**2 * other.damping
    return friction, damping
