"""One camera's frames of every episode, joined into H.264 files from which any frame is quick to reach."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from envs.demos.formats.lerobot.stats import Stats, channel_histogram, image_stats
from envs.demos.formats.lerobot.tables import MEGABYTE, VIDEO_MEGABYTES, VIDEO_PATH, Numbering

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.video.stream import VideoStream

KEYFRAME_EVERY = 2
"""Frames; a reader that wants one frame at random decodes at most two."""
QUALITY = 20
"""x264's constant rate factor."""


class RollingVideo:
    """Appends episodes to a camera's videos, and counts its pixels for the statistics."""

    def __init__(self, root: Path, key: str, fps: int, *, megabytes: float = VIDEO_MEGABYTES) -> None:
        self.key, self.fps = key, fps
        self.shape: tuple[int, int, int] | None = None
        self._numbering = Numbering(root, VIDEO_PATH.replace("{video_key}", key))
        self._limit = megabytes * MEGABYTE
        self._container: OutputContainer | None = None
        self._stream: VideoStream | None = None
        self._frames_in_file = self._bytes_in_file = 0
        self._frames = 0
        self._histogram = np.zeros((3, 256), dtype=np.int64)

    def append(self, frames: NDArray[np.uint8]) -> tuple[dict[str, Any], Stats]:
        """Encode an episode's (n, H, W, 3) frames; returns its columns of the episodes' table, and its statistics."""
        if self.shape is None:
            self.shape = (int(frames.shape[1]), int(frames.shape[2]), 3)
        if frames.shape[1:] != self.shape:
            raise ValueError(f"{self.key} has frames of {frames.shape[1:]}; earlier ones are {self.shape}")
        if frames.shape[1] % 2 or frames.shape[2] % 2:
            raise ValueError(f"{self.key} has frames of {frames.shape[1:]}; yuv420p needs an even height and width")
        if self._container is not None and self._bytes_in_file >= self._limit:
            self.close()
            self._numbering.advance()
        columns = {
            f"videos/{self.key}/chunk_index": self._numbering.chunk_index,
            f"videos/{self.key}/file_index": self._numbering.file_index,
            f"videos/{self.key}/from_timestamp": self._frames_in_file / self.fps,
            f"videos/{self.key}/to_timestamp": (self._frames_in_file + len(frames)) / self.fps,
        }
        self._encode(frames)
        histogram = channel_histogram(frames)
        self._histogram += histogram
        self._frames += len(frames)
        return columns, image_stats(histogram, len(frames))

    def feature(self) -> dict[str, Any]:
        """Return the camera's entry under `features` of info.json."""
        if self.shape is None:
            raise ValueError(f"{self.key} has no frames")
        height, width, channels = self.shape
        info = {
            "video.height": height,
            "video.width": width,
            "video.codec": "h264",
            "video.pix_fmt": "yuv420p",
            "video.is_depth_map": False,
            "video.fps": self.fps,
            "video.channels": channels,
            "has_audio": False,
        }
        return {"dtype": "video", "shape": list(self.shape), "names": ["height", "width", "channels"], "info": info}

    def stats(self) -> Stats:
        """Return the statistics of all frames so far."""
        return image_stats(self._histogram, self._frames)

    def close(self) -> None:
        """Finish the present file."""
        if self._container is None or self._stream is None:
            return
        container, stream = self._container, self._stream
        self._container = self._stream = None
        self._frames_in_file = self._bytes_in_file = 0
        try:
            container.mux(stream.encode(None))
        finally:
            container.close()

    def _encode(self, frames: NDArray[np.uint8]) -> None:
        import av

        if self._container is None:
            container = av.open(str(self._numbering.path), "w", options={"movflags": "faststart"})
            stream = container.add_stream("libx264", rate=self.fps)
            stream.height, stream.width = frames.shape[1:3]
            stream.pix_fmt = "yuv420p"
            stream.time_base = stream.codec_context.time_base = Fraction(1, self.fps)
            stream.options = {"g": str(KEYFRAME_EVERY), "crf": str(QUALITY), "bf": "0", "preset": "veryfast"}
            self._container, self._stream = container, stream
        assert self._stream is not None
        for image in frames:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(image), format="rgb24")
            frame.pts, frame.time_base = self._frames_in_file, Fraction(1, self.fps)
            packets = self._stream.encode(frame)
            self._bytes_in_file += sum(packet.size for packet in packets)
            self._container.mux(packets)
            self._frames_in_file += 1
