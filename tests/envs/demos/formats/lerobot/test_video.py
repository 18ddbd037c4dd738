from __future__ import annotations

import av
import numpy as np
import pyarrow.parquet as pq
import pytest

from envs.demos.formats.lerobot import write
from envs.demos.formats.lerobot.video import RollingVideo

KEY = "observation.images.front"


def decode(path) -> tuple[list[float], np.ndarray, object]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        times = [float(frame.pts * frame.time_base) for frame in frames]
        return times, np.stack([frame.to_ndarray(format="rgb24") for frame in frames]), stream.codec_context


def test_each_frame_lies_at_its_episodes_offset(tmp_path, make_episode) -> None:
    episodes = [make_episode(seed, steps=6 + seed, cameras=("front",)) for seed in range(2)]
    write(episodes, tmp_path / "data")
    rows = pq.read_table(tmp_path / "data/meta/episodes/chunk-000/file-000.parquet").to_pylist()
    times, frames, codec = decode(tmp_path / f"data/videos/{KEY}/chunk-000/file-000.mp4")
    assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")
    assert times == pytest.approx(np.arange(13) / 20, abs=1e-6)
    for episode, row in zip(episodes, rows, strict=True):
        first = round(row[f"videos/{KEY}/from_timestamp"] * 20)
        last = round(row[f"videos/{KEY}/to_timestamp"] * 20)
        assert last - first == len(episode)
        found = frames[first:last].astype(int)
        assert np.abs(found - episode.images["front"]).mean() < 4, "these are other frames, or badly compressed"


def test_a_full_file_is_followed_by_another(tmp_path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, size=(3, 60, 64, 64, 3), dtype=np.uint8)
    video = RollingVideo(tmp_path, KEY, 20, megabytes=0.05)
    places = [video.append(frames)[0] for frames in noise]
    video.close()
    assert [place[f"videos/{KEY}/file_index"] for place in places] == [0, 1, 2]
    assert [place[f"videos/{KEY}/from_timestamp"] for place in places] == [0, 0, 0]
    assert len(decode(tmp_path / f"videos/{KEY}/chunk-000/file-002.mp4")[1]) == 60


def test_odd_sizes_are_refused(tmp_path) -> None:
    with pytest.raises(ValueError, match="even height and width"):
        RollingVideo(tmp_path, KEY, 20).append(np.zeros((1, 63, 64, 3), dtype=np.uint8))


def test_an_episode_without_the_others_camera_is_refused(tmp_path, make_episode) -> None:
    with pytest.raises(ValueError, match="cameras"):
        write([make_episode(0, cameras=("front",)), make_episode(1)], tmp_path / "data")
    assert not any(tmp_path.iterdir())
