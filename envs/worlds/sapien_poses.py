"""Poses as SAPIEN packs them, as transforms: all of a scene at once, which is read at every control step."""

from __future__ import annotations

import numpy as np

from kpam.transforms import Array


def matrices(packed: bytes) -> Array:
    """Return (n, 4, 4) transforms from SAPIEN's packed poses: quaternion wxyz and position, float32, per entity."""
    values = np.frombuffer(packed, dtype=np.float32).reshape(-1, 7).astype(float)
    q = values[:, :4]
    q /= np.sqrt(np.einsum("ni,ni->n", q, q))[:, None]
    T = np.zeros((len(values), 4, 4))
    T[:, :3, :3] = ((q[:, :, None] * q[:, None, :]).reshape(-1, 16) @ _ROTATION_OF_PRODUCTS).reshape(-1, 3, 3)
    T[:, :3, 3] = values[:, 4:]
    T[:, 3, 3] = 1.0
    return T


def _rotation_of_products() -> Array:
    """Return the matrix (16, 9) from the products q_i q_j of a unit quaternion wxyz to its rotation, row by row."""
    w, x, y, z = range(4)
    entries = {
        0: ((w, w, 1), (x, x, 1), (y, y, -1), (z, z, -1)),
        1: ((x, y, 2), (w, z, -2)),
        2: ((x, z, 2), (w, y, 2)),
        3: ((x, y, 2), (w, z, 2)),
        4: ((w, w, 1), (y, y, 1), (x, x, -1), (z, z, -1)),
        5: ((y, z, 2), (w, x, -2)),
        6: ((x, z, 2), (w, y, -2)),
        7: ((y, z, 2), (w, x, 2)),
        8: ((w, w, 1), (z, z, 1), (x, x, -1), (y, y, -1)),
    }
    matrix = np.zeros((16, 9))
    for entry, terms in entries.items():
        for i, j, factor in terms:
            matrix[4 * i + j, entry] += factor
    return matrix


_ROTATION_OF_PRODUCTS = _rotation_of_products()
