"""The robot in PyBullet: its body and its drives."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pinocchio as pin  # pyright: ignore[reportMissingImports]

from envs.robots import panda
from envs.robots.robot import Robot
from envs.worlds.bullet_engine import pybullet
from envs.worlds.bullet_parts import MultiBody, add_body, set_surface
from envs.worlds.robot_parts import robot_parts
from kpam.transforms import Array

# Radius in metres of the patch over which a fingertip's contact resists spinning.
_FINGER_PATCH = 0.02

# The share of the difference to the newest force by which a drive's idea of its load changes in a step. A drive whose
# joint carries n times the inertia that it damps within a step is stable below 2 / (1 + 2 n); n is 3.3 at the shoulder.
_LOAD_SHARE = 0.2


def add_robot(client: int, robot: Robot, friction: float = 1.0) -> MultiBody:
    """Add a robot at the origin; `Drives` gives it its drives and its posture."""
    body = add_body(client, robot_parts(robot.urdf()), fixed_base=True)
    fingers = [name for name in panda.FINGER_LINKS if name in body.links]
    set_surface(body, body.links, friction)
    set_surface(body, fingers, panda.FINGER_FRICTION * friction, anchored=True, spin=_FINGER_PATCH)
    return body


class Drives:
    """Position drives with the stiffness, damping and force limits that `panda` states.

    Bullet's motors hold a speed with whatever force that takes, up to a limit; they do not yield. So the speed is
    the one at which a spring and a damper would give the force that the motor lately gave:
    damping (target speed - speed) + stiffness (target - value) = force.
    And the force is bounded by what spring and damper give now, or by what the motor lately gave where that is more: a
    grip that is blocked pulls steadily instead of by turns with its limit and not at all.
    Gravity is taken off the robot by the forces that hold it.
    """

    def __init__(self, body: MultiBody, urdf: Path, ticks: int) -> None:
        """Drive a robot's joints where it has them; `ticks` engine steps are a physics step."""
        self._client, self._number = body.client, body.number
        self._model: Any = _dynamics(urdf)
        self._data: Any = self._model.createData()
        # Pinocchio's first joint is that of the universe.
        names = list(self._model.names)[1:]
        if names != [*panda.JOINT_NAMES, *panda.FINGER_NAMES][: len(names)]:
            raise ValueError(f"a robot's joints are those of the arm, then the fingers; {urdf} has {names}")
        self.rows = [body.joints[name] for name in names]
        arm = (panda.ARM_STIFFNESS, panda.ARM_DAMPING, panda.ARM_FORCE)
        finger = (panda.FINGER_STIFFNESS, panda.FINGER_DAMPING, panda.FINGER_FORCE)
        self._gains = [arm if name in panda.JOINT_NAMES else finger for name in names]
        self._share = _LOAD_SHARE / ticks
        self._loads = [0.0] * len(self.rows)

    def start(self, positions: Array, velocities: Array, targets: Array) -> None:
        """Set joint values (9,), speeds and what the drives carry for targets that rest."""
        engine = pybullet()
        self._loads = []
        for place, (row, (stiffness, damping, limit)) in enumerate(zip(self.rows, self._gains, strict=True)):
            value, rate = float(positions[place]), float(velocities[place])
            engine.resetJointState(self._number, row, value, rate, physicsClientId=self._client)
            load = stiffness * (float(targets[place]) - value) - damping * rate
            self._loads.append(min(max(load, -limit), limit))

    def apply(self, targets: list[float], speeds: list[float], ahead: float) -> None:
        """Give the motors their speeds for the next engine step.

        `targets` are where the driven joints shall be in `ahead` seconds, at their `speeds`.
        """
        # Plain floats and comparisons: this runs at every engine step, nine numbers are too few for numpy, and calls of
        # `min`, `max` and `abs` would take as long as all the rest of the loop.
        engine, client, number, rows, share = pybullet(), self._client, self._number, self.rows, self._share
        values: list[float] = []
        aims: list[float] = []
        bounds: list[float] = []
        loads: list[float] = []
        for (value, rate, _, force), target, speed, load, (stiffness, damping, limit) in zip(
            engine.getJointStates(number, rows, physicsClientId=client),
            targets,
            speeds,
            self._loads,
            self._gains,
            strict=True,
        ):
            load += share * (force - load)
            pull = stiffness * (target - speed * ahead - value)
            bound = pull + damping * (speed - rate)
            if bound < 0.0:
                bound = -bound
            if load > bound or -load > bound:
                bound = load if load > 0.0 else -load
            values.append(value)
            loads.append(load)
            aims.append(speed + (pull - load) / damping)
            bounds.append(bound if bound < limit else limit)
        self._loads = loads
        engine.setJointMotorControlArray(
            number, rows, engine.VELOCITY_CONTROL, targetVelocities=aims, forces=bounds, physicsClientId=client
        )
        held = pin.computeGeneralizedGravity(self._model, self._data, np.array(values)).tolist()
        engine.setJointMotorControlArray(number, rows, engine.TORQUE_CONTROL, forces=held, physicsClientId=client)


@cache
def _dynamics(urdf: Path) -> Any:
    """Return pinocchio's model of a robot with all its joints."""
    return pin.buildModelFromUrdf(str(urdf))
