"""The robot in PyBullet: its body and its drives."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from struct import Struct
from typing import Any

import numpy as np
import pinocchio as pin  # pyright: ignore[reportMissingImports]

from envs.robots import panda
from envs.robots.robot import Robot
from envs.worlds.bullet_engine import pybullet
from envs.worlds.bullet_parts import MultiBody, add_body, set_surface
from envs.worlds.inputs import TARGET_SPEEDS
from envs.worlds.robot_parts import robot_parts
from kpam.compiled import compiled
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
        # Pinocchio's first joint is that of the universe.
        names = list(self._model.names)[1:]
        if names != [*panda.JOINT_NAMES, *panda.FINGER_NAMES][: len(names)]:
            raise ValueError(f"a robot's joints are those of the arm, then the fingers; {urdf} has {names}")
        self.rows = [body.joints[name] for name in names]
        count = len(names)
        arm = (panda.ARM_STIFFNESS, panda.ARM_DAMPING, panda.ARM_FORCE)
        finger = (panda.FINGER_STIFFNESS, panda.FINGER_DAMPING, panda.FINGER_FORCE)
        gains = [arm if name in panda.JOINT_NAMES else finger for name in names]
        # The rows of `_yield_motors`.
        self._table = np.zeros((11, count))
        self._table[3:8] = [*zip(*gains, strict=True), TARGET_SPEEDS[:count], [_LOAD_SHARE / ticks] * count]
        self.apply = self._loop()

    def start(self, positions: Array, velocities: Array, targets: Array) -> None:
        """Set joint values (9,), speeds and what the drives carry for targets that rest."""
        engine = pybullet()
        for place, (row, stiffness, damping, limit) in enumerate(
            zip(self.rows, *self._table[3:6].tolist(), strict=True)
        ):
            value, rate = float(positions[place]), float(velocities[place])
            engine.resetJointState(self._number, row, value, rate, physicsClientId=self._client)
            load = stiffness * (float(targets[place]) - value) - damping * rate
            self._table[8, place] = min(max(load, -limit), limit)

    def _loop(self) -> Callable[[Array, Array, float, float], None]:
        """Return `apply`: a closure, as a method would look up these names at each engine step, a hundredth of it."""
        engine, client, number, rows = pybullet(), self._client, self._number, self.rows
        read, command = engine.getJointStates, engine.setJointMotorControlArray
        velocity, torque = engine.VELOCITY_CONTROL, engine.TORQUE_CONTROL
        gravity, model, data = pin.computeGeneralizedGravity, self._model, self._model.createData()
        table, joints, motors = self._table, self._table[0], self._table[9:]
        # Given by position, a command takes two thirds of the time that it takes by name. So targets and gains are
        # given that these modes do not use; the one that is used, a speed's gain, is 1 where nothing is said.
        unit = [1.0] * len(rows)
        # A struct fills an array in a third of numpy's time.
        buffer, pack = table.data.cast("B"), Struct(f"{3 * len(rows)}d").pack_into

        def apply(targets: Array, before: Array, rate: float, ahead: float) -> None:
            """Give the motors their speeds for the next engine step.

            `targets` (9,) are where the driven joints shall be in `ahead` seconds, `before` where that was 1 / `rate`
            seconds earlier.
            """
            values, speeds, _, forces = zip(*read(number, rows, client))  # noqa: B905  (`strict` takes 0.2 us)
            pack(buffer, 0, *values, *speeds, *forces)
            _yield_motors(table, targets, before, rate, ahead)
            aims, bounds = motors.tolist()
            command(number, rows, velocity, aims, aims, bounds, unit, unit, client)
            held = gravity(model, data, joints).tolist()
            command(number, rows, torque, held, held, held, unit, unit, client)

        return apply


@compiled
def _yield_motors(table: Array, targets: Array, before: Array, rate: float, ahead: float) -> None:
    """Bring the loads of drives up to date, and write their motors' speeds and the bounds of their forces.

    Args:
        table: (11, n), rows of the n driven joints. Read: their values, speeds and the forces that the motors gave;
            stiffness, damping, the limits of force and of a target's speed, the share of the newest force in a load.
            Written: the loads; the motors' speeds, and bounds.
        targets: (9,), reached in `ahead` seconds.
        before: (9,), 1 / `rate` seconds earlier.
        rate: 1 / s.
        ahead: s.
    """
    for k in range(table.shape[1]):
        value, velocity, force = table[0, k], table[1, k], table[2, k]
        stiffness, damping, limit, fastest, share = table[3, k], table[4, k], table[5, k], table[6, k], table[7, k]
        speed = min(max((targets[k] - before[k]) * rate, -fastest), fastest)
        load = table[8, k] + share * (force - table[8, k])
        pull = stiffness * (targets[k] - speed * ahead - value)
        bound = abs(pull + damping * (speed - velocity))
        if abs(load) > bound:
            bound = abs(load)
        table[8, k] = load
        table[9, k] = speed + (pull - load) / damping
        # Of a joint that is nowhere, as after an explosion, the bound is no number.
        table[10, k] = bound if bound < limit else limit


@cache
def _dynamics(urdf: Path) -> Any:
    """Return pinocchio's model of a robot with all its joints."""
    return pin.buildModelFromUrdf(str(urdf))
