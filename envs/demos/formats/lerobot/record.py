"""`meta/simwright.parquet`: what LeRobot's format has no place for, one row an episode, enough to run it again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from envs.demos.episode import ACTION_SIZE, Episode
from envs.demos.errors import DatasetCorruptError
from envs.demos.keypoints import KEYPOINT_NAMES
from envs.demos.layout import Layout
from envs.robots import robot
from envs.task.spec import TaskSpec

if TYPE_CHECKING:
    import pyarrow as pa

RECORD_PATH = "meta/simwright.parquet"
RECORD_VERSION = 2


def record_schema() -> pa.Schema:
    """Return the columns: states and actions lie flat, row by row, beside the width of a state."""
    import pyarrow as pa

    return pa.schema(
        [
            ("record_version", pa.int64()),
            ("episode_index", pa.int64()),
            ("seed", pa.int64()),
            ("task", pa.string()),
            ("instruction", pa.string()),
            ("program", pa.string()),
            ("program_hash", pa.string()),
            ("spec", pa.string()),
            ("spec_hash", pa.string()),
            ("engine", pa.string()),
            ("versions", pa.string()),
            ("layout", pa.string()),
            ("initial_state", pa.list_(pa.float64())),
            ("states", pa.list_(pa.float64())),
            ("state_size", pa.int64()),
            ("actions", pa.list_(pa.float32())),
            ("success", pa.list_(pa.bool_())),
            ("keypoints", pa.list_(pa.float32())),
            ("stages", pa.list_(pa.dictionary(pa.int32(), pa.string()))),
        ]
    )


def to_row(index: int, episode: Episode) -> pa.Table:
    """Return the row of an episode."""
    import pyarrow as pa

    row: dict[str, Any] = {
        "record_version": RECORD_VERSION,
        "episode_index": index,
        "seed": episode.seed,
        "task": episode.program_name,
        "instruction": episode.spec.instruction,
        "program": episode.program_source,
        "program_hash": episode.program_hash,
        "spec": episode.spec.model_dump_json(),
        "spec_hash": episode.spec.hash(),
        "engine": episode.engine,
        "versions": json.dumps(dict(episode.versions), sort_keys=True),
        "layout": json.dumps(episode.layout.to_json()),
        "initial_state": episode.states[0],
        "states": episode.states.ravel(),
        "state_size": episode.layout.state_size,
        "actions": episode.actions.ravel(),
        "success": episode.success,
        "keypoints": episode.keypoints.ravel(),
        "stages": list(episode.stages),
    }
    return pa.table({name: [value] for name, value in row.items()}, schema=record_schema())


def from_row(row: pa.Table, path: Path) -> Episode:
    """Return the episode of a row, without images; raises DatasetCorruptError, naming the file and the episode."""
    if row.schema.names != record_schema().names:
        raise DatasetCorruptError(f"{path} has columns {row.schema.names}; record the dataset again")
    values = {name: row.column(name)[0].as_py() for name in row.schema.names if name not in _ARRAYS}
    where = f"{path}, episode {values['episode_index']}"
    if values["record_version"] != RECORD_VERSION:
        raise DatasetCorruptError(
            f"{where}: record version {values['record_version']}; this Simwright reads {RECORD_VERSION}"
        )
    try:
        arrays = {name: row.column(name)[0].values.to_numpy(zero_copy_only=False) for name in _ARRAYS}
        spec = TaskSpec.model_validate_json(values["spec"])
        episode = Episode(
            program_name=values["task"],
            program_source=values["program"],
            program_hash=values["program_hash"],
            spec=spec,
            engine=values["engine"],
            layout=Layout.from_json(json.loads(values["layout"]), sucks=robot(spec.scene.robot).sucks),
            states=arrays["states"].reshape(-1, values["state_size"]),
            actions=arrays["actions"].reshape(-1, ACTION_SIZE),
            success=arrays["success"].astype(np.bool_),
            stages=tuple(values["stages"]),
            keypoints=arrays["keypoints"].reshape(-1, len(KEYPOINT_NAMES)),
            versions=json.loads(values["versions"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetCorruptError(f"{where} contradicts itself: {error}") from error
    if episode.spec.hash() != values["spec_hash"]:
        raise DatasetCorruptError(f"{where}: the spec's hash is not the one that was recorded; it has been changed")
    return episode


_ARRAYS = ("states", "actions", "success", "keypoints")
