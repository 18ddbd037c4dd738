"""What a suction cup holds in PyBullet: a fixed constraint between the cup's link and a link of an object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from envs.robots.suction_cup import CUP_LINK, TUBE_LENGTH
from envs.worlds.bullet_engine import placed, pybullet
from envs.worlds.bullet_parts import MultiBody, Part
from envs.worlds.state import Held
from envs.worlds.suction import HOLD_FORCE
from kpam.transforms import inverse, transform

_T_CUP_HAND = transform((0.0, 0.0, -TUBE_LENGTH), (1.0, 0.0, 0.0, 0.0))


@dataclass(frozen=True)
class Hold:
    """A hold in force: PyBullet's number of the constraint, and the two links that do not collide while it lasts."""

    held: Held
    client: int
    constraint: int
    pair: tuple[int, int, int, int]

    def release(self) -> None:
        """Let go."""
        engine = pybullet()
        engine.removeConstraint(self.constraint, physicsClientId=self.client)
        engine.setCollisionFilterPair(*self.pair, 1, physicsClientId=self.client)


def hold(robot: MultiBody, cup: Sequence[Part], body: MultiBody, parts: Sequence[Part], held: Held) -> Hold:
    """Hold a link of a body at a pose in the hand's frame; `cup` and `parts` are the parts of the two bodies.

    PyBullet's constraints refer to centres of mass with principal axes, and bear as many newton metres as newtons.
    """
    engine = pybullet()
    here = inverse(_named(cup, CUP_LINK).T_link_centre) @ _T_CUP_HAND @ held.T_hand_link
    there = inverse(_named(parts, held.link).T_link_centre)
    (position, turn), (other_position, other_turn) = placed(here), placed(there)
    pair = (robot.number, body.number, robot.links[CUP_LINK], body.links[held.link])
    constraint = engine.createConstraint(
        pair[0],
        pair[2],
        pair[1],
        pair[3],
        engine.JOINT_FIXED,
        (0, 0, 0),
        position,
        other_position,
        turn,
        other_turn,
        physicsClientId=robot.client,
    )
    engine.changeConstraint(constraint, maxForce=HOLD_FORCE, physicsClientId=robot.client)
    engine.setCollisionFilterPair(*pair, 0, physicsClientId=robot.client)
    return Hold(held, robot.client, int(constraint), pair)


def _named(parts: Sequence[Part], name: str) -> Part:
    return next(part for part in parts if part.name == name)
