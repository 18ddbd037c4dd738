"""Constraints between two bodies in PyBullet: ball joints of a rope, and what a suction cup holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from envs.assets.model import AssetModel
from envs.robots.suction_cup import CUP_LINK, TUBE_LENGTH
from envs.task.spec import Tie
from envs.worlds.bullet_engine import placed, pybullet, spin_damping
from envs.worlds.bullet_parts import MultiBody
from envs.worlds.state import Held
from envs.worlds.suction import HOLD_FORCE, HOLD_TORQUE
from kpam.transforms import Array, apply, from_rotation, inverse

# What a tie bears in newtons, and the share of its error that one step takes back.
_TIE_FORCE, _TIE_ERP = 1e3, 0.8

# Rate at which the spin of what is tied dies away, 1 / s, and the lever in metres by which rolling is braked, as of
# wood on wood. Without the one a rope that was dragged creeps on; without the other it rolls like a string of pearls:
# its end goes on by 17 mm when it is let go, in SAPIEN by 3 mm.
_TIE_DAMPING, _TIE_ROLLING = 20.0, 1e-3

_T_CUP_HAND = from_rotation(np.eye(3), (0.0, 0.0, -TUBE_LENGTH))


def tie(tied: Tie, first: MultiBody, second: MultiBody, assets: tuple[AssetModel, AssetModel]) -> None:
    """Hold a point of one object's root at a point of the other's, about which they turn freely until they touch.

    Those that are thicker than the ties let them be far from each other do not collide.
    """
    engine, client = pybullet(), first.client
    pivots = (apply(first.T_centre_root, tied.first_point), apply(second.T_centre_root, tied.second_point))
    joint = _constraint(
        "JOINT_POINT2POINT",
        (first, -1, from_rotation(np.eye(3), pivots[0])),
        (second, -1, from_rotation(np.eye(3), pivots[1])),
    )
    engine.changeConstraint(joint, maxForce=_TIE_FORCE, erp=_TIE_ERP, physicsClientId=client)
    for body in (first, second):
        engine.changeDynamics(
            body.number,
            -1,
            angularDamping=spin_damping(_TIE_DAMPING),
            rollingFriction=_TIE_ROLLING,
            physicsClientId=client,
        )
    reach = float(sum(np.linalg.norm(pivot) for pivot in pivots))
    if reach < sum(min(asset.size) for asset in assets) / 2:
        engine.setCollisionFilterPair(first.number, second.number, -1, -1, 0, physicsClientId=client)


@dataclass(frozen=True)
class Hold:
    """A hold in force: PyBullet's numbers of its constraints, and the two links that do not collide while it lasts."""

    held: Held
    client: int
    constraints: tuple[int, ...]
    pair: tuple[int, int, int, int]

    def release(self) -> None:
        """Let go."""
        engine = pybullet()
        for constraint in self.constraints:
            engine.removeConstraint(constraint, physicsClientId=self.client)
        engine.setCollisionFilterPair(*self.pair, 1, physicsClientId=self.client)


def hold(robot: MultiBody, body: MultiBody, held: Held) -> Hold:
    """Hold a link of a body at a pose in the hand's frame.

    PyBullet's fixed joints bear as many newton metres as newtons. So one bears the torque, and a point at the link's
    centre of mass what is left of the force.
    """
    engine, client = pybullet(), robot.client
    pair = (robot.number, body.number, robot.links[CUP_LINK], body.links[held.link])
    # The held link's frame for the joint is its centre of mass, not turned: PyBullet gets a turned one wrong.
    T_cup = inverse(robot.centres[CUP_LINK]) @ _T_CUP_HAND @ held.T_hand_link @ body.centres[held.link]
    constraints: list[int] = []
    for kind, force in (("JOINT_FIXED", HOLD_TORQUE), ("JOINT_POINT2POINT", HOLD_FORCE - HOLD_TORQUE)):
        joint = _constraint(kind, (robot, pair[2], T_cup), (body, pair[3], np.eye(4)))
        engine.changeConstraint(joint, maxForce=force, physicsClientId=client)
        constraints.append(joint)
    engine.setCollisionFilterPair(*pair, 0, physicsClientId=client)
    return Hold(held, client, tuple(constraints), pair)


def _constraint(kind: str, first: tuple[MultiBody, int, Array], second: tuple[MultiBody, int, Array]) -> int:
    """Join two links (body, row, frame seen from the link's centre of mass) and return PyBullet's number of it."""
    engine = pybullet()
    (body, row, T), (other, other_row, T_other) = first, second
    (position, turn), (other_position, other_turn) = placed(T), placed(T_other)
    number = engine.createConstraint(
        body.number,
        row,
        other.number,
        other_row,
        getattr(engine, kind),
        (0, 0, 0),
        position,
        other_position,
        turn,
        other_turn,
        physicsClientId=body.client,
    )
    return int(number)
