"""LeRobotDataset v3.0: parquet tables, H.264 video, and Simwright's own record of each episode beside them."""

from __future__ import annotations

from envs.demos.formats.lerobot.reader import Dataset, read
from envs.demos.formats.lerobot.writer import DatasetSummary, write

__all__ = ["Dataset", "DatasetSummary", "read", "write"]
