"""The angle between an axis of the tool and an axis of the scene, and what it is as a chord."""

from __future__ import annotations

import numpy as np

from kpam.kinematics import Kinematics
from kpam.rows import ANGLE, Indices, Table, evaluate_rows, tool_rows
from kpam.transforms import Array


def angle_between(at: Kinematics, tool_axis: Array, target_axis: Array) -> tuple[Array, Array]:
    """Return the angle between R a and b, (b,) in radians, exact near 0 and pi too, and its derivative (b, n)."""
    b, _, n = at.J.shape
    angle, gradient = np.empty((b, 1)), np.empty((b, 1, n))
    which: Indices = np.zeros(len(at), dtype=np.intp)
    table = Table(np.array([ANGLE]), tool_rows(1, tool_axis, 0.0, target_axis, 0.0, 0.0)[None])
    evaluate_rows(table, which, at.q, at.T, at.J, angle, gradient)
    return angle[:, 0], gradient[:, 0]


def chord(angle: float) -> float:
    """Return the distance between the ends of two unit vectors that are some radians apart, 2 sin(angle / 2)."""
    return 2.0 * float(np.sin(0.5 * min(angle, np.pi)))


def angle_of(chords: Array) -> Array:
    """Return the angles (b,) between unit vectors whose ends are (b, 3) apart, radians."""
    return 2.0 * np.arcsin(np.minimum(0.5 * np.sqrt((chords * chords).sum(axis=-1)), 1.0))


def explain_angle(name: str, angle: float, wanted: float, tolerance: float) -> str:
    """Return a sentence on an angle (radians) that should have been another, in degrees."""
    degrees = np.degrees([angle, wanted, abs(angle - wanted), tolerance])
    return (
        f"{name}: the axes are {degrees[0]:.1f} degrees apart instead of {degrees[1]:.1f} "
        f"(off by {degrees[2]:.2f}, allowed {degrees[3]:.2f})"
    )
