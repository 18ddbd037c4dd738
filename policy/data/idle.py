"""Leaves out the frames in which nothing happens.

A demonstration waits: for fingers to close, after a stage, at the end. What is seen in all of these frames is the same,
and in most of them nothing is to be done next, so a policy that learned from them would wait for ever. (M. Kim et al.,
"OpenVLA", 2024, leave such frames out for the same reason.)
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from policy.data.batch import Float32

STILL = 1e-3
"""Radians, metres: a frame that changes nothing by more than this, in action or in what is seen, is idle."""


def busy(states: Float32, actions: Float32) -> NDArray[np.bool_]:
    """Return which frames are not idle, (n,); the first one always counts.

    A frame is idle where its action is the one before, and what is seen next is what is seen now. `states` (n, d) and
    `actions` (n, a) are an episode's.
    """
    commanded = np.abs(np.diff(actions, axis=0)).max(axis=1) > STILL
    changes = np.abs(np.diff(states, axis=0)).max(axis=1) > STILL
    return np.concatenate([[True], commanded | np.append(changes[1:], False)])
