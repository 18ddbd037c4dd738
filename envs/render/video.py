"""Pictures and videos as files, written whole or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def write_video(path: Path | str, frames: Iterable[NDArray[np.uint8]], fps: int = 20, *, preset: str = "medium") -> int:
    """Write RGB frames (height, width, 3) uint8 as H.264 in MP4, and return how many there were.

    `preset` is x264's: "veryfast" takes a third of the time and makes somewhat larger files. The file appears under its
    name once it is complete. Raises ValueError for no frames, for frames that differ in
    size, and for odd sizes, which yuv420p cannot hold.
    """
    import av

    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = _partial(path)
    count = 0
    try:
        # Bit-exact: without the time of day in the header, the same frames are the same file.
        with av.open(str(partial), "w", format="mp4", options={"fflags": "+bitexact"}) as container:
            stream = None
            for frame in frames:
                if stream is None:
                    _check_size(frame)
                    # Of small pictures, macroblock trees read memory that nothing has written: files would differ.
                    options = {"crf": "18", "threads": "1", "preset": preset, "x264-params": "mbtree=0"}
                    stream = container.add_stream("libx264", rate=Fraction(fps), options=options)
                    stream.height, stream.width = frame.shape[:2]
                    stream.pix_fmt = "yuv420p"
                if frame.shape != (stream.height, stream.width, 3) or frame.dtype != np.uint8:
                    raise ValueError(
                        f"frame {count} is {frame.shape} {frame.dtype}, the first was {stream.height}x{stream.width}; "
                        "give every frame as (height, width, 3) uint8 of one size"
                    )
                container.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")))
                count += 1
            if stream is None:
                raise ValueError(f"no frames for {path}; give at least one")
            container.mux(stream.encode(None))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def write_picture(path: Path | str, colour: NDArray[np.uint8]) -> None:
    """Write an RGB picture (height, width, 3) uint8 in the format of the path's ending, such as .png."""
    from PIL import Image

    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = _partial(path)
    try:
        Image.fromarray(np.ascontiguousarray(colour)).save(partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _check_size(frame: NDArray[np.uint8]) -> None:
    if frame.ndim != 3 or frame.shape[0] % 2 or frame.shape[1] % 2:
        raise ValueError(f"a frame of shape {frame.shape} cannot be yuv420p; give (height, width, 3), both even")


def _partial(path: Path) -> Path:
    """Return a name beside the path for a file in the making, with the same ending.

    No file is made under it: the one that will be has the permissions that the umask gives, not a private file's.
    """
    return path.with_name(f".{path.stem}-{uuid.uuid4().hex[:12]}{path.suffix}")
