from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import numpy as np
import pytest

from policy.data.batch import Batch
from policy.data.episodes import EpisodeInfo
from policy.data.features import Feature
from policy.data.source import FrameSource
from policy.data.split import split
from policy.data.stream import Stream

INPUTS = ("observation.state", "observation.keypoints")
SENTENCES = {f"Do {k}.": np.full(3, k, np.float32) for k in range(7)}


class NumberedSource:
    """A dataset of any size whose frames say which episode and frame they are; it counts what is read of it."""

    def __init__(self, lengths: Sequence[int]) -> None:
        self.episodes = tuple(EpisodeInfo(k, length, f"Do {k % 7}.") for k, length in enumerate(lengths))
        self.features = {name: Feature((2,), (), "float32") for name in (*INPUTS, "action")}
        self.reads: list[int] = []

    def read(self, index: int, columns: Sequence[str]) -> dict[str, np.ndarray]:
        self.reads.append(index)
        frames = np.arange(self.episodes[index].length)
        numbered = np.stack([np.full(len(frames), index), frames], axis=1).astype(np.float32)
        return {name: numbered + (0.25 if name == INPUTS[1] else 0) for name in columns}


def stream(source: NumberedSource, episodes: Sequence[int] | None = None, **changes) -> Stream:
    entries = [(0, k) for k in (range(len(source.episodes)) if episodes is None else episodes)]
    options = {"observation_steps": 2, "chunk": 4, "batch_size": 32, "seed": 0, "sentences": SENTENCES, "pool": 10}
    return Stream([source], entries, INPUTS, **(options | changes))


def equal(one: Batch, other: Batch) -> bool:
    return all((getattr(one, field.name) == getattr(other, field.name)).all() for field in fields(Batch))


def drawn(batch: Batch) -> list[tuple[int, int]]:
    """The (episode, frame) of each sample."""
    return [(int(episode), int(frame)) for episode, frame in batch.actions[:, 0]]


@pytest.mark.parametrize("count", [6, 40], ids=["all in the pool", "sliding"])
def test_a_sample_is_what_a_person_would_cut_out(count: int) -> None:
    source = NumberedSource([1 + 3 * k % 8 for k in range(count)])
    batches = stream(source)
    for step in range(30):
        batch = batches.batch(step)
        for k, (episode, frame) in enumerate(drawn(batch)):
            last = source.episodes[episode].length - 1
            assert batch.state[k, 1].tolist() == [episode, frame, episode + 0.25, frame + 0.25]
            assert batch.state[k, 0, 1] == max(frame - 1, 0)
            assert batch.actions[k].tolist() == [[episode, min(frame + j, last)] for j in range(4)]
            assert batch.is_pad[k].tolist() == [frame + j > last for j in range(4)]
            assert batch.sentence[k].tolist() == [episode % 7] * 3


@pytest.mark.parametrize("count", [6, 23, 1000])
def test_a_batch_follows_from_the_seed_and_the_step_alone(count: int) -> None:
    lengths = [2 + k % 5 for k in range(count)]
    walked = stream(NumberedSource(lengths), seed=3)
    batches = [walked.batch(step) for step in range(60)]
    for step in (59, 0, 31, 32, 7):
        assert equal(stream(NumberedSource(lengths), seed=3).batch(step), batches[step]), "in a fresh stream"
        assert equal(walked.batch(step), batches[step]), "asked for again"
    assert not equal(stream(NumberedSource(lengths), seed=4).batch(0), batches[0])
    assert not equal(batches[1], batches[0])


def test_a_step_reads_the_same_however_many_episodes_there_are() -> None:
    for count in (100, 20_000):
        source = NumberedSource([3] * count)
        batches = stream(source, pool=16, turnover=2)
        batches.batch(0)
        assert len(source.reads) == 16, "the pool is filled"
        for step in range(1, 500):
            batches.batch(step)
        assert len(source.reads) == 16 + 2 * 499, "each step reads what is exchanged, nothing else"
        source.reads.clear()
        batches.batch(10**6)
        assert len(source.reads) == 16, "going on far away fills the pool anew, without walking there"


def test_episodes_that_fit_into_the_pool_are_read_once() -> None:
    source = NumberedSource([4] * 10)
    batches = stream(source)
    for step in (0, 1, 2, 500, 3):
        batches.batch(step)
    assert sorted(source.reads) == list(range(10))


def test_every_episode_passes_through_the_pool_once_an_epoch() -> None:
    source = NumberedSource([2] * 50)
    batches = stream(source)
    for step in range(141):
        batches.batch(step)
    for epoch in range(3):
        assert sorted(source.reads[50 * epoch : 50 * (epoch + 1)]) == list(range(50))
    assert source.reads[:50] != source.reads[50:100], "each epoch has an order of its own"


@pytest.mark.parametrize(("count", "pool"), [(8, 10), (60, 30)])
def test_frames_are_drawn_uniformly_whatever_their_episodes_lengths(count: int, pool: int) -> None:
    source = NumberedSource([1 + 5 * (k % 2) for k in range(count)])
    batches = stream(source, pool=pool, batch_size=64)
    steps = 2000
    found = np.zeros((count, 6))
    for step in range(steps):
        np.add.at(found, tuple(np.array(drawn(batches.batch(step))).T), 1)
    held = np.array([[j < episode.length for j in range(6)] for episode in source.episodes])
    expected = 64 * steps / held.sum()
    assert found[~held].sum() == 0
    assert np.abs(found[held] / expected - 1).max() < (0.07 if count <= pool else 0.4)
    assert found[:, 0][1::2].mean() == pytest.approx(found[:, 0][::2].mean(), rel=0.03 if count <= pool else 0.1)


def test_what_lies_together_is_read_together() -> None:
    source = NumberedSource([2] * 50)
    batches = stream(source)
    for step in range(41):
        batches.batch(step)
    pools = [source.reads[begin : begin + 10] for begin in range(0, 50, 10)]
    assert pools == [sorted(pool) for pool in pools]
    assert all(pool[-1] - pool[0] > 15 for pool in pools), "each pool is drawn from the whole dataset"


def test_only_the_given_episodes_are_drawn_from() -> None:
    source = NumberedSource([3] * 60)
    chosen = [3, 8, *range(20, 50)]
    batches = stream(source, chosen)
    seen = {episode for step in range(100) for episode, _ in drawn(batches.batch(step))}
    assert seen == set(chosen)


def test_several_datasets_make_one_batch(make_dataset) -> None:
    sources = [
        FrameSource.open(make_dataset("lift", range(6), steps=8)),
        FrameSource.open(make_dataset("open", range(6, 12), steps=8, task="open")),
    ]
    train = split(sources).train
    sentences = {"Lift the block of lift.": np.array([0.0]), "Lift the block of open.": np.array([1.0])}
    batches = Stream(
        sources, train, INPUTS, observation_steps=2, chunk=3, batch_size=64, seed=0, sentences=sentences, pool=4
    )
    recorded = [
        {k: source.read(k, ("observation.state", "action")) for k in range(len(source.episodes))} for source in sources
    ]
    seen = set()
    for step in range(20):
        batch = batches.batch(step)
        assert batch.state.dtype == batch.actions.dtype == batch.sentence.dtype == np.float32
        for state, action, sentence in zip(batch.state[:, -1, :8], batch.actions[:, 0], batch.sentence, strict=True):
            places = [
                (dataset, episode)
                for dataset, episode in train
                if (recorded[dataset][episode]["observation.state"] == state).all(axis=1).any()
            ]
            [(dataset, episode)] = places
            assert (recorded[dataset][episode]["action"] == action).all(axis=1).any()
            assert sentence == dataset
            seen.add((dataset, episode))
    assert seen == set(train)


def test_a_sentence_without_an_embedding_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'Do 2\.' has no embedding"):
        stream(NumberedSource([3] * 4), sentences={"Do 0.": SENTENCES["Do 0."], "Do 1.": SENTENCES["Do 1."]})


@pytest.mark.parametrize("name", ["observation_steps", "chunk", "batch_size", "pool", "turnover"])
def test_numbers_below_one_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be at least 1; got 0"):
        stream(NumberedSource([3] * 4), **{name: 0})


def test_nothing_to_draw_from_and_steps_before_the_first_are_refused() -> None:
    with pytest.raises(ValueError, match="entries must be at least 1"):
        stream(NumberedSource([3] * 4), [])
    with pytest.raises(ValueError, match="steps count from 0; got -1"):
        stream(NumberedSource([3] * 4)).batch(-1)


class WaitingSource(NumberedSource):
    """Episodes whose second half repeats the frame in the middle."""

    def read(self, index: int, columns: Sequence[str]) -> dict[str, np.ndarray]:
        frames = super().read(index, columns)
        middle = self.episodes[index].length // 2
        return {name: values[np.minimum(np.arange(len(values)), middle)] for name, values in frames.items()}


def test_frames_in_which_nothing_happens_are_not_drawn_unless_asked_for() -> None:
    source = WaitingSource([10] * 5)
    seen = [frame for step in range(20) for _, frame in drawn(stream(source).batch(step))]
    assert np.bincount(np.array(seen, int), minlength=6).max() < 1.5 * len(seen) / 6
    kept = [frame for step in range(20) for _, frame in drawn(stream(source, skip_idle=False).batch(step))]
    assert np.bincount(np.array(kept, int), minlength=6)[5] > 0.4 * len(kept)
