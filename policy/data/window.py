"""Consecutive episodes of a long sequence, their frames in one piece of memory."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from policy.data.batch import Float32
from policy.data.samples import Indices

Load = Callable[[int], tuple[Float32, Float32]]


class EpisodeWindow:
    """Holds the frames of the episodes at positions [first, last) of a sequence, and moves along it.

    Moving forward loads what comes in and forgets what goes out. Frames lie in the order of the positions, so that
    what the window holds depends on where it is and not on how it came there.
    """

    def __init__(self, state_size: int, action_size: int) -> None:
        self._states = np.empty((0, state_size), np.float32)
        self._actions = np.empty((0, action_size), np.float32)
        self._begin = self._first = self._last = 0
        self._bounds = np.zeros(1, np.int64)  # where each episode begins in memory, and where the last one ends

    @property
    def states(self) -> Float32:
        """The frames' states, (frames, d); valid until the window moves."""
        return self._states[self._begin : self._bounds[-1]]

    @property
    def actions(self) -> Float32:
        """The frames' actions, (frames, a); valid until the window moves."""
        return self._actions[self._begin : self._bounds[-1]]

    @property
    def bounds(self) -> Indices:
        """The first row of each episode, and after them the number of rows: (episodes + 1,)."""
        return self._bounds - self._begin

    def move(self, first: int, last: int, load: Load) -> None:
        """Hold the episodes at positions [first, last).

        Those that are not held yet are loaded: `load` returns the states (n, state_size) and actions (n, action_size)
        of the episode at a position.
        """
        if not self._first <= first <= self._last <= last:
            self._first = self._last = first
            self._bounds = np.zeros(1, np.int64)
            self._begin = 0
        self._bounds = self._bounds[first - self._first :]
        self._begin, self._first = int(self._bounds[0]), first
        while self._last < last:
            self._append(*load(self._last))
            self._last += 1

    def _append(self, states: Float32, actions: Float32) -> None:
        end = int(self._bounds[-1]) + len(states)
        if end > len(self._states):
            self._make_room(len(states))
            end = int(self._bounds[-1]) + len(states)
        self._states[end - len(states) : end] = states
        self._actions[end - len(states) : end] = actions
        self._bounds = np.append(self._bounds, end)

    def _make_room(self, rows: int) -> None:
        """Move what is held to the front; twice its size makes this rare, so that a step costs the same throughout."""
        held = int(self._bounds[-1]) - self._begin
        size = max(2 * (held + rows), len(self._states))
        for name in ("_states", "_actions"):
            old = getattr(self, name)
            new = np.empty((size, old.shape[1]), np.float32)
            new[:held] = old[self._begin : self._begin + held]
            setattr(self, name, new)
        self._bounds = self._bounds - self._begin
        self._begin = 0
