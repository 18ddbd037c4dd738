"""Batches of any number of episodes at one cost a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from envs.demos.formats.lerobot.features import ACTION
from policy.data.batch import Batch, Float32
from policy.data.idle import busy
from policy.data.samples import Indices, future, history, side_by_side
from policy.data.source import FrameSource
from policy.data.window import EpisodeWindow

POOL = 512
"""Episodes in memory at once."""
_SAMPLES, _ORDER = 0, 1  # what a generator is for, beside the seed


class Stream:
    """Draws batches from episodes; which ones follows from the seed and the step alone.

    Where all episodes fit into the pool, they stay there, and frames are drawn uniformly from all of them. Where they
    do not, the pool slides along an endless sequence of permutations of the episodes, `turnover` episodes further at
    each step, and frames are drawn uniformly from what it holds then: over an epoch every episode is in it equally
    long. A step reads `turnover` episodes and holds `pool`, however many there are. The episodes of each pool's length
    of the sequence come in by their place in the datasets, so that neighbours are read one after the other and a file
    is opened at most once for all of them.
    """

    def __init__(
        self,
        sources: Sequence[FrameSource],
        entries: Sequence[tuple[int, int]],
        inputs: Sequence[str],
        *,
        observation_steps: int,
        chunk: int,
        batch_size: int,
        seed: int,
        sentences: Mapping[str, NDArray],
        pool: int = POOL,
        turnover: int = 1,
        skip_idle: bool = True,
    ) -> None:
        """Prepare to draw; frames are read with the first batch.

        `entries` are (place in `sources`, episode) pairs, `inputs` names of observations, in the order in which they
        stand in a batch's state, `sentences` the embedding (e,) of every sentence of the entries. With `skip_idle` the
        frames in which nothing happens are left out, see `policy.data.idle`. Raises ValueError for numbers below 1,
        no entries, and a sentence without an embedding.
        """
        counts = {"observation_steps": observation_steps, "chunk": chunk, "batch_size": batch_size}
        for name, value in (counts | {"pool": pool, "turnover": turnover, "entries": len(entries)}).items():
            if value < 1:
                raise ValueError(f"{name} must be at least 1; got {value}")
        self._sources, self._entries, self._inputs = sources, tuple(entries), tuple(inputs)
        self._observation_steps, self._chunk, self._batch_size, self._seed = observation_steps, chunk, batch_size, seed
        self._pool, self._turnover, self._skip_idle = pool, turnover, skip_idle
        self._sentence_table, self._sentence_ids = _lookup(sources, self._entries, sentences)
        features = sources[self._entries[0][0]].features
        size = sum(features[name].size for name in inputs)
        self._window = EpisodeWindow(size, features[ACTION].size)
        self._orders: dict[int, Indices] = {}

    def batch(self, step: int) -> Batch:
        """Return the batch of a step (0, 1, ...); the same step gives the same batch, in whatever order one asks.

        The step after the last one asked for is the cheap one: elsewhere the pool is filled anew. Raises
        DatasetUnfitError where an episode cannot be read.
        """
        if step < 0:
            raise ValueError(f"steps count from 0; got {step}")
        count = len(self._entries)
        first, last = (0, count) if count <= self._pool else (step * self._turnover, step * self._turnover + self._pool)
        shown = self._shown(first, last)
        self._window.move(first, last, lambda position: self._read(int(shown[position - first])))
        bounds = self._window.bounds
        rng = np.random.default_rng([self._seed, _SAMPLES, step])
        frames = rng.integers(bounds[-1], size=self._batch_size)
        places = np.searchsorted(bounds, frames, side="right") - 1
        rows, is_pad = future(frames, bounds[places + 1], self._chunk)
        return Batch(
            state=self._window.states[history(frames, bounds[places], self._observation_steps)],
            sentence=self._sentence_table[self._sentence_ids[shown[places]]],
            actions=self._window.actions[rows],
            is_pad=is_pad,
        )

    def _shown(self, first: int, last: int) -> Indices:
        """Return which entries lie at positions [first, last) of the sequence."""
        count = len(self._entries)
        if count <= self._pool:
            return np.arange(first, last)
        epochs = range(first // count, (last - 1) // count + 1)
        self._orders = {epoch: self._order(epoch) for epoch in epochs}
        pieces = [self._orders[epoch][max(0, first - epoch * count) : last - epoch * count] for epoch in epochs]
        return np.concatenate(pieces)

    def _order(self, epoch: int) -> Indices:
        if epoch in self._orders:
            return self._orders[epoch]
        order = np.random.default_rng([self._seed, _ORDER, epoch]).permutation(len(self._entries))
        for begin in range(0, len(order), self._pool):
            order[begin : begin + self._pool].sort()
        return order

    def _read(self, entry: int) -> tuple[Float32, Float32]:
        dataset, episode = self._entries[entry]
        frames = self._sources[dataset].read(episode, (*self._inputs, ACTION))
        states, actions = side_by_side(frames, self._inputs), frames[ACTION]
        if self._skip_idle:
            kept = busy(states, actions)
            return states[kept], actions[kept]
        return states, actions


def _lookup(
    sources: Sequence[FrameSource], entries: Sequence[tuple[int, int]], sentences: Mapping[str, NDArray]
) -> tuple[Float32, Indices]:
    """Return the embeddings of the entries' sentences (s, e), and each entry's row there."""
    spoken = [sources[dataset].episodes[episode].sentence for dataset, episode in entries]
    rows = {text: row for row, text in enumerate(dict.fromkeys(spoken))}
    missing = [text for text in rows if text not in sentences]
    if missing:
        raise ValueError(f"{missing[0]!r} has no embedding; embed the sentence of every entry's episode")
    table = np.stack([np.asarray(sentences[text], dtype=np.float32) for text in rows])
    return table, np.array([rows[text] for text in spoken], dtype=np.int64)
