"""PyBullet's own conventions, settings and numbers, in one place; PyBullet is imported on first use.

PyBullet writes quaternions xyzw and places a body by its centre of mass and principal axes; everything else here writes
wxyz and places links by their frames. Only this module and `bullet_parts` know of that.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

import numpy as np

from envs.frozen import Quaternion, Vector3
from envs.pose import Pose
from kpam.transforms import Array, quaternion

GRAVITY = -9.81
ITERATIONS = 100
"""Twice PyBullet's default. Its solver starts from nothing at each step: with the 16 that do for PhysX, grips are soft.
Few steps need them all, as the solver ends where it changes little."""
SETTINGS: dict[str, Any] = {
    # The same overlaps in the same order in every run.
    "deterministicOverlappingPairs": 1,
    # Where the solver changes this little (squared), it ends: tasks take up to half the time, grips are as firm.
    "solverResidualThreshold": 1e-7,
    # Friction within a cone instead of a pyramid: the same in every direction, as in PhysX.
    "enableConeFriction": 1,
    # The share of a penetration, and of the slip of a contact that holds, that one step takes back.
    "contactERP": 0.2,
    "frictionERP": 0.5,
    # The same for ties, holds and joints' ends. At PyBullet's 0.2 a held block hangs 0.9 mm low, a rope gives 3 mm.
    "erp": 0.8,
    # Contacts are looked at from so far, metres. At twice that, a can on a plate makes a step take twice as long.
    "contactBreakingThreshold": 0.01,
    # Nothing bounces.
    "restitutionVelocityThreshold": 1.0,
}
_FASTEST_DAMPING = 30.0
_STANDARD_ERROR = 2
COLLISION_MARGIN = 0.001
"""Metres by which PyBullet rounds convex meshes off outwards, which cannot be changed; boxes keep their size."""


@cache
def pybullet() -> Any:
    """Import PyBullet without the line of C that tells when it was built."""
    with _standard_error_dropped():
        import pybullet as module

    return module


@contextmanager
def _standard_error_dropped() -> Iterator[None]:
    """Drop what is written to the process's standard error meanwhile, by C too; errors are exceptions and come through.

    Where that stream is closed there is nothing to drop.
    """
    try:
        kept = os.dup(_STANDARD_ERROR)
    except OSError:
        yield
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, _STANDARD_ERROR)
        yield
    finally:
        os.dup2(kept, _STANDARD_ERROR)
        os.close(nothing)
        os.close(kept)


# Clients that are free again: a new one takes 15 ms, to empty one 0.2 ms. An emptied one goes on as a new one does.
_FREE_CLIENTS: list[int] = []
_MOST_FREE_CLIENTS = 4


def connect(timestep: float, iterations: int) -> int:
    """Give an empty client without a display, with gravity, that nobody else has; returns its number."""
    engine = pybullet()
    client = _FREE_CLIENTS.pop() if _FREE_CLIENTS else int(engine.connect(engine.DIRECT))
    prepare(client, timestep, iterations)
    return client


def disconnect(client: int) -> None:
    """Give a client back and free what is in it."""
    engine = pybullet()
    if len(_FREE_CLIENTS) < _MOST_FREE_CLIENTS:
        engine.resetSimulation(physicsClientId=client)
        _FREE_CLIENTS.append(client)
    else:
        engine.disconnect(physicsClientId=client)


def prepare(client: int, timestep: float, iterations: int) -> None:
    """Empty a client and give it its settings."""
    engine = pybullet()
    engine.resetSimulation(physicsClientId=client)
    engine.setPhysicsEngineParameter(
        fixedTimeStep=timestep, numSolverIterations=ITERATIONS * iterations, physicsClientId=client, **SETTINGS
    )
    engine.setGravity(0.0, 0.0, GRAVITY, physicsClientId=client)


def surface(friction: float) -> float:
    """Return PyBullet's coefficient for a surface.

    PyBullet multiplies the two surfaces' coefficients where PhysX takes their mean. With their roots the product is
    the geometric mean, which is the same for equal surfaces and near it for others.
    """
    return float(np.sqrt(friction))


def spin_damping(rate: float) -> float:
    """Return PyBullet's damping, the share that a second takes, of a rigid body's spin that dies away at a rate, 1 / s.

    What has joints is no rigid body to PyBullet: there damping grows with the spin, and is unstable where that is fast.
    """
    return -math.expm1(-min(rate, _FASTEST_DAMPING))


def xyzw(q: Quaternion) -> Quaternion:
    """Return a quaternion wxyz in PyBullet's order."""
    w, x, y, z = q
    return x, y, z, w


def written(pose: Pose) -> tuple[Vector3, Quaternion]:
    """Return a pose as PyBullet's position and quaternion xyzw."""
    return pose.position, xyzw(pose.quaternion)


def placed(T: Array) -> tuple[list[float], list[float]]:
    """Return a (4, 4) transform as PyBullet's position and quaternion xyzw."""
    return T[:3, 3].tolist(), list(_turn(np.asarray(T[:3, :3], dtype=float).tobytes()))


@lru_cache(maxsize=1024)
def _turn(rotation: bytes) -> Quaternion:
    """Return PyBullet's quaternion of a rotation (3, 3). A scene that is built again asks for the same ones."""
    w, x, y, z = quaternion(np.frombuffer(rotation).reshape(3, 3)).tolist()
    return xyzw((w, x, y, z))


def matrices(places: Iterable[tuple[Iterable[float], Iterable[float]]]) -> Array:
    """Return (n, 4, 4) transforms from PyBullet's positions and quaternions xyzw; what is no number stays none."""
    values = np.array([[*position, *turn] for position, turn in places], dtype=float).reshape(-1, 7)
    q = values[:, 3:]
    q = q / np.sqrt(np.einsum("ni,ni->n", q, q))[:, None]
    x, y, z, w = q.T
    T = np.zeros((len(values), 4, 4))
    T[:, 0, 0], T[:, 0, 1], T[:, 0, 2] = 1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)
    T[:, 1, 0], T[:, 1, 1], T[:, 1, 2] = 2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)
    T[:, 2, 0], T[:, 2, 1], T[:, 2, 2] = 2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)
    T[:, :3, 3] = values[:, :3]
    T[:, 3, 3] = 1.0
    return T
