"""What residuals are made of: figures of the tool between bounds, row by row, in one compiled loop.

A row is nine numbers: p (3), w, u (3), lower, upper. With y = R p + w t, a point of the tool (w = 1) or a direction of
it (w = 0), the figure of a row is

    COMPONENT   u . y
    ANGLE       the angle between y and u, radians
    DISTANCE    |y - u|
    JOINT       s q_i, with p = (i, s, 0)

and its residual is the figure less the nearest value from `lower` to `upper`: 0 between them. A row with a single value
allowed is an equation, and steep on it too. An OWN row is left to the constraint that it belongs to.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kpam.compiled import compiled
from kpam.transforms import Array

COMPONENT, ANGLE, DISTANCE, JOINT, OWN = range(5)
NUMBERS = 9

Indices = NDArray[np.intp]


class Table(NamedTuple):
    """The m rows of each of p cases: their forms (m,), which are the same for all, and their numbers (p, m, 9)."""

    forms: Indices
    rows: Array


def tool_rows(size: int, p: ArrayLike, w: ArrayLike, u: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> Array:
    """Return `size` rows, (size, 9), of what all of them share or each has."""
    made = np.empty((size, NUMBERS))
    made[:, :3], made[:, 3], made[:, 4:7], made[:, 7], made[:, 8] = p, w, u, lower, upper
    return made


def joint_rows(scale: Array, lower: Array, upper: Array) -> Array:
    """Return a row for each joint, (n, 9), from what each has, (n,)."""
    made = np.zeros((len(scale), NUMBERS))
    made[:, 0], made[:, 1], made[:, 7], made[:, 8] = np.arange(len(scale)), scale, lower, upper
    return made


@compiled
def turn_rows(rows: Array, turning: Indices, tool: Array) -> None:
    """Change the `turning` rows of `rows` (b, m, 9), about a tool, into rows about the hand, by T_hand_tool (b, 4, 4).

    For the tool's point or direction y = (p, w) they are about T y. One tool (1, 4, 4) does for all.
    """
    for k in range(len(rows)):
        T = tool[k % len(tool)]
        for r in turning:
            row = rows[k, r]
            x, y, z, w = row[0], row[1], row[2], row[3]
            for i in range(3):
                row[i] = T[i, 0] * x + T[i, 1] * y + T[i, 2] * z + T[i, 3] * w


@compiled
def evaluate_rows(table: Table, which: Indices, q: Array, T: Array, J: Array, residual: Array, jacobian: Array) -> None:
    """Write the residuals (b, m) of the case `which` (b,) of each configuration, and their derivatives (b, m, n).

    The derivative of y is w J_v - [R p] J_w, so that of u . y is w u . J_v + (R p x u) . J_w, that of the angle is
    -(y x u / |y x u|) . J_w. Where the axes are parallel that is not defined; any direction orthogonal to u leads away,
    and one is taken; where points meet, upwards. No derivatives are written where `jacobian` is (b, m, 0).

    Args:
        table: the rows.
        which: (b,) the case of each configuration.
        q: (b, n) configurations.
        T: (b, 4, 4) the tool's poses.
        J: (b, 6, n) its Jacobians: linear velocity, angular velocity.
        residual: (b, m) to write to.
        jacobian: (b, m, n) to write to.
    """
    b, m, n = jacobian.shape
    for k in range(b):
        for r in range(m):
            form, row = table.forms[r], table.rows[which[k], r]
            if form == OWN:
                continue
            lower, upper = row[7], row[8]
            if form == JOINT:
                joint, scale = int(row[0]), row[1]
                off = scale * q[k, joint] - min(max(scale * q[k, joint], lower), upper)
                residual[k, r] = off
                for i in range(n):
                    jacobian[k, r, i] = scale if i == joint and (off != 0.0 or lower == upper) else 0.0
                continue
            px, py, pz, w = row[0], row[1], row[2], row[3]
            ux, uy, uz = row[4], row[5], row[6]
            x = T[k, 0, 0] * px + T[k, 0, 1] * py + T[k, 0, 2] * pz
            y = T[k, 1, 0] * px + T[k, 1, 1] * py + T[k, 1, 2] * pz
            z = T[k, 2, 0] * px + T[k, 2, 1] * py + T[k, 2, 2] * pz
            figure = 0.0
            if form == COMPONENT:
                figure = ux * x + uy * y + uz * z + w * (ux * T[k, 0, 3] + uy * T[k, 1, 3] + uz * T[k, 2, 3])
            elif form == DISTANCE:
                ux, uy, uz = x + T[k, 0, 3] - ux, y + T[k, 1, 3] - uy, z + T[k, 2, 3] - uz
                figure = np.sqrt(ux * ux + uy * uy + uz * uz)
                if figure < 1e-9:
                    ux, uy, uz = 0.0, 0.0, 1.0
                else:
                    ux, uy, uz = ux / figure, uy / figure, uz / figure
            # u is how the figure changes with y, and t = R p x u how it changes as the tool turns
            tx, ty, tz = y * uz - z * uy, z * ux - x * uz, x * uy - y * ux
            if form == ANGLE:
                length = np.sqrt(tx * tx + ty * ty + tz * tz)
                figure = np.arctan2(length, x * ux + y * uy + z * uz)
                if length < 1e-9:
                    # across u and the base axis that is furthest from it
                    if abs(ux) <= abs(uy) and abs(ux) <= abs(uz):
                        tx, ty, tz = 0.0, uz, -uy
                    elif abs(uy) <= abs(uz):
                        tx, ty, tz = -uz, 0.0, ux
                    else:
                        tx, ty, tz = uy, -ux, 0.0
                    length = np.sqrt(tx * tx + ty * ty + tz * tz)
                tx, ty, tz = -tx / length, -ty / length, -tz / length
            off = figure - min(max(figure, lower), upper)
            residual[k, r] = off
            steep = off != 0.0 or lower == upper
            for i in range(n):
                jacobian[k, r, i] = 0.0
                if steep:
                    along = ux * J[k, 0, i] + uy * J[k, 1, i] + uz * J[k, 2, i]
                    jacobian[k, r, i] = w * along + tx * J[k, 3, i] + ty * J[k, 4, i] + tz * J[k, 5, i]
