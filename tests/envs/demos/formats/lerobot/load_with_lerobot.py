"""Loads a dataset with the real `lerobot` package and prints what it saw as JSON; runs in lerobot's own environment.

usage: python load_with_lerobot.py DATASET
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version

from lerobot.datasets.lerobot_dataset import LeRobotDataset


def main(root: str) -> None:
    """Read every frame once, and one window of actions and pictures."""
    dataset = LeRobotDataset("simwright/export", root=root, video_backend="pyav")
    frames = [dataset[k] for k in range(len(dataset))]
    windows = {"action": [0.0, 0.05, 0.1], **{key: [-0.05, 0.0] for key in dataset.meta.camera_keys}}
    window = LeRobotDataset("simwright/export", root=root, video_backend="pyav", delta_timestamps=windows)[1]
    one = LeRobotDataset("simwright/export", root=root, video_backend="pyav", episodes=[1])
    print(
        json.dumps(
            {
                "version": version("lerobot"),
                "episodes": dataset.num_episodes,
                "frames": dataset.num_frames,
                "features": {key: list(value["shape"]) for key, value in dataset.features.items()},
                "tasks": [frame["task"] for frame in frames],
                "language": [frame.get("language_persistent") for frame in frames],
                "subtasks": [frame.get("subtask") for frame in frames],
                "state": [frame["observation.state"].tolist() for frame in frames],
                "action": [frame["action"].tolist() for frame in frames],
                "brightness": {key: [float(frame[key].mean()) for frame in frames] for key in dataset.meta.camera_keys},
                "window": {key: list(window[key].shape) for key in windows},
                "second_episode": [int(item["index"]) for item in (one[0], one[len(one) - 1])],
                "stats": {
                    key: {name: list(value.shape) for name, value in found.items()}
                    for key, found in dataset.meta.stats.items()
                },
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
