"""What the frames of a dataset hold, as its info.json says."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from envs.demos.formats.lerobot.features import ACTION
from policy.errors import DatasetUnfitError

INFO_PATH = "meta/info.json"
OBSERVATION = "observation."
FORMAT = "LeRobotDataset v3.0"
_FLOATS = ("float32", "float64")


@dataclass(frozen=True)
class Feature:
    """A feature of a frame: its shape, a name for each number (none where the dataset gives none), its type."""

    shape: tuple[int, ...]
    names: tuple[str, ...]
    dtype: str

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return math.prod(self.shape)

    @property
    def is_vector(self) -> bool:
        """Whether it is one row of floating-point numbers, which is what policies take and give."""
        return self.dtype in _FLOATS and len(self.shape) == 1 and self.size > 0


@dataclass(frozen=True)
class Info:
    """What info.json says: frames a second, the robot's name, features, totals, and where the frames lie."""

    fps: float
    robot: str | None
    features: dict[str, Feature]
    episodes: int
    frames: int
    data_path: str

    def data_file(self, chunk: int, file: int) -> str:
        """Return the path in the dataset of a file of frames."""
        return self.data_path.format(chunk_index=chunk, file_index=file)

    @property
    def vectors(self) -> tuple[str, ...]:
        """The observations that a policy can take, in the dataset's order."""
        return tuple(name for name, item in self.features.items() if name.startswith(OBSERVATION) and item.is_vector)


def read_info(root: Path) -> Info:
    """Read a dataset's info.json.

    Raises DatasetUnfitError for a folder that is no dataset, for another version of the format, and where an action
    vector or any observation vector is missing.
    """
    path = root / INFO_PATH
    if not path.is_file():
        missing = f"{root} is no dataset: it has no {INFO_PATH}" if root.is_dir() else f"there is no folder {root}"
        raise DatasetUnfitError(f"{missing}; give the folder that `simwright demos --out` wrote")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        _check_version(root, str(data["codebase_version"]))
        info = Info(
            fps=float(data["fps"]),
            robot=data.get("robot_type"),
            features={name: _feature(item) for name, item in data["features"].items()},
            episodes=int(data["total_episodes"]),
            frames=int(data["total_frames"]),
            data_path=str(data["data_path"]),
        )
        info.data_file(0, 0)
        if not 0 < info.fps < math.inf:
            raise ValueError(f"{info.fps} frames a second")
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise DatasetUnfitError(f"{path} cannot be read: {error!r}; record the dataset again") from error
    _check_features(root, info)
    return info


def _check_version(root: Path, version: str) -> None:
    if version.startswith("v3."):
        return
    remedy = "record it again"
    if version.startswith("v2."):
        remedy = "convert it with lerobot: python -m lerobot.datasets.v30.convert_dataset_v21_to_v30 --repo-id=..."
    raise DatasetUnfitError(f"{root} has the format {version!r}; policies learn from {FORMAT}: {remedy}")


def _check_features(root: Path, info: Info) -> None:
    action = info.features.get(ACTION)
    if action is None:
        raise DatasetUnfitError(f"{root} has no feature {ACTION!r}, only {_listed(info.features)}; record actions, too")
    if not action.is_vector:
        raise DatasetUnfitError(
            f"{root}: {ACTION!r} is {action.dtype} of shape {list(action.shape)}; policies give vectors of "
            f"{' or '.join(_FLOATS)}: record the dataset with such actions"
        )
    if not info.vectors:
        raise DatasetUnfitError(
            f"{root} has no vector of observations, only {_listed(info.features)}; policies take float vectors such as "
            "'observation.state': record one"
        )


def _feature(item: Mapping[str, Any]) -> Feature:
    return Feature(tuple(int(size) for size in item["shape"]), _names(item.get("names")), str(item["dtype"]))


def _names(value: object) -> tuple[str, ...]:
    """Return the names of a feature's numbers; LeRobot has them as a list, or as the one list of a mapping."""
    if isinstance(value, Mapping):
        value = next(iter(value.values()), None) if len(value) == 1 else None
    return tuple(str(name) for name in value) if isinstance(value, list) else ()


def _listed(features: Mapping[str, Feature]) -> str:
    return ", ".join(repr(name) for name in features) or "none"
