"""Videos and pictures are whole or absent."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest

from envs.render.video import write_picture, write_video


def frames(count: int, shape=(48, 64, 3)) -> list[np.ndarray]:
    """A square that wanders over a grey ground."""
    made = []
    for k in range(count):
        frame = np.full(shape, 90, dtype=np.uint8)
        frame[10:30, 2 * k : 2 * k + 20] = (220, 40, 40)
        made.append(frame)
    return made


def test_a_video_reads_back_as_h264_with_its_frames(tmp_path):
    import av

    path = tmp_path / "deep" / "video.mp4"
    assert write_video(path, iter(frames(15)), fps=20) == 15
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height, float(stream.average_rate)) == (64, 48, 20.0)
        decoded = [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]
    assert len(decoded) == 15
    for got, wanted in zip(decoded, frames(15), strict=True):
        assert np.abs(got.astype(int) - wanted).mean() < 6


def test_the_same_frames_give_the_same_file(tmp_path):
    write_video(tmp_path / "a.mp4", frames(5))
    time.sleep(1.1)  # a container's clock counts seconds
    rng = np.random.default_rng(0)
    for _ in range(40):
        used = [rng.integers(0, 255, rng.integers(100, 200_000), dtype=np.uint8) for _ in range(30)]
        del used  # memory that an encoder gets next holds what was in it
        write_video(tmp_path / "b.mp4", frames(5))
        assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_a_video_that_fails_half_way_leaves_nothing_and_spares_the_old_one(tmp_path):
    path = tmp_path / "video.mp4"
    write_video(path, frames(3))
    before = path.read_bytes()

    def broken():
        yield from frames(3)
        raise RuntimeError("the simulator died")

    with pytest.raises(RuntimeError, match="died"):
        write_video(path, broken())
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["video.mp4"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "no frames"),
        (frames(1, (47, 64, 3)), "both even"),
        (frames(1) + frames(1, (48, 66, 3)), "one size"),
        ([frames(1)[0].astype(float)], "uint8"),
    ],
)
def test_what_cannot_be_a_video_is_refused_with_a_reason(tmp_path, given, message):
    with pytest.raises(ValueError, match=message):
        write_video(tmp_path / "video.mp4", given)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_reads_back_exactly(tmp_path):
    from PIL import Image

    write_picture(tmp_path / "picture.png", frames(1)[0])
    assert np.array_equal(np.asarray(Image.open(tmp_path / "picture.png")), frames(1)[0])
    assert len(list(tmp_path.iterdir())) == 1


def test_a_picture_in_an_unknown_format_is_refused_and_leaves_nothing(tmp_path):
    with pytest.raises(ValueError, match="extension"):
        write_picture(tmp_path / "picture.nope", frames(1)[0])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640)])
def test_files_have_the_permissions_that_the_umask_gives(tmp_path, umask, mode):
    before = os.umask(umask)
    try:
        write_picture(tmp_path / "picture.png", np.zeros((4, 4, 3), dtype=np.uint8))
        write_video(tmp_path / "video.mp4", [np.zeros((64, 64, 3), dtype=np.uint8)])
    finally:
        os.umask(before)
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {
        "picture.png": mode,
        "video.mp4": mode,
    }
