"""Writes datasets with the real `lerobot` package, as a person would record them; runs in lerobot's own environment.

usage: python write_with_lerobot.py FOLDER

Of each episode every number says where it is from: the episode, the frame, the dimension.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
from lerobot.datasets.dataset_tools import delete_episodes, merge_datasets
from lerobot.datasets.lerobot_dataset import LeRobotDataset

FPS = 10
STATE = {"dtype": "float32", "shape": (4,), "names": ["x", "y", "z", "width"]}
ACTION = {"dtype": "float32", "shape": (2,), "names": {"motors": ["left", "right"]}}
ENVIRONMENT = {"dtype": "float64", "shape": (3,), "names": None}
FORCE = {"dtype": "float32", "shape": (1,), "names": ["newton"]}
TASKS = ("Push it.", "Pull it.")


def create(root: Path, **features: dict[str, Any]) -> LeRobotDataset:
    every = {"observation.state": STATE, "action": ACTION} | features
    return LeRobotDataset.create(f"test/{root.name}", fps=FPS, features=every, root=root, use_videos=False)


def record(dataset: LeRobotDataset, episodes: range) -> None:
    """Record episodes of 5 frames and more, the tasks by turns."""
    for episode in episodes:
        for frame in range(5 + episode % 10):
            values = {
                name: np.array([100 * episode + frame + k / 8 for k in range(feature["shape"][0])], feature["dtype"])
                for name, feature in dataset.features.items()
                if name.startswith(("observation.", "action"))
            }
            dataset.add_frame(values | {"task": TASKS[episode % 2]})
        dataset.save_episode()
    dataset.finalize()


def reopen(root: Path) -> LeRobotDataset:
    return LeRobotDataset(f"test/{root.name}", root=root)


def main(folder: Path) -> None:
    """Write one dataset of each kind."""
    record(create(folder / "plain"), range(6))
    record(create(folder / "environment", **{"observation.environment_state": ENVIRONMENT}), range(4))
    record(create(folder / "force", **{"observation.force": FORCE}), range(3))
    record(reopen(folder / "force"), range(3, 6))
    record(create(folder / "more"), range(6, 9))
    plain, more = reopen(folder / "plain"), reopen(folder / "more")
    merge_datasets([plain, more], output_repo_id="test/merged", output_dir=folder / "merged")
    delete_episodes(plain, [0, 2], output_dir=folder / "deleted", repo_id="test/deleted")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
