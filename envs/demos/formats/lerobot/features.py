"""The columns of a frame: their names, types and shapes in info.json and in parquet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from envs.demos.keypoints import KEYPOINT_NAMES
from envs.demos.layout import AGENT_NAMES

if TYPE_CHECKING:
    import pyarrow as pa

STATE = "observation.state"
ENVIRONMENT = "observation.environment_state"
KEYPOINTS = "observation.keypoints"
ACTION = "action"
REWARD, DONE, SUCCESS = "next.reward", "next.done", "next.success"
SUBTASK = "subtask_index"
LANGUAGE = "language_persistent"
LANGUAGE_COLUMNS = (LANGUAGE, "language_events")
IMAGES = "observation.images."
INDEX_COLUMNS = ("timestamp", "frame_index", "episode_index", "index", "task_index")

Feature = dict[str, Any]


def frame_features(environment_names: Sequence[str], *, language_columns: bool) -> dict[str, Feature]:
    """Return info.json's `features` without cameras, in the order of the parquet columns."""
    features: dict[str, Feature] = {
        STATE: _feature("float32", len(AGENT_NAMES), list(AGENT_NAMES)),
        ENVIRONMENT: _feature("float32", len(environment_names), list(environment_names)),
        KEYPOINTS: _feature("float32", len(KEYPOINT_NAMES), list(KEYPOINT_NAMES)),
        ACTION: _feature("float32", len(AGENT_NAMES), list(AGENT_NAMES)),
        REWARD: _feature("float32"),
        DONE: _feature("bool"),
        SUCCESS: _feature("bool"),
        SUBTASK: _feature("int64"),
    }
    if language_columns:
        features |= {name: _feature("language") for name in LANGUAGE_COLUMNS}
    features["timestamp"] = _feature("float32")
    return features | {name: _feature("int64") for name in INDEX_COLUMNS[1:]}


def shared_names(layouts: Iterable[Sequence[str]]) -> list[str]:
    """Name each slot of the padded environment state.

    A slot that means the same in every episode (or is padding there) has that name, any other is `slot_K`; what it
    means in each episode follows from the layout in `meta/simwright.parquet`.
    """
    names: list[str] = []
    for slot, column in enumerate(zip_longest(*layouts)):
        found = {name for name in column if name is not None}
        names.append(found.pop() if len(found) == 1 else f"slot_{slot}")
    return names


def frame_schema(features: dict[str, Feature]) -> pa.Schema:
    """Return the parquet columns of features; cameras lie in videos and have none."""
    import pyarrow as pa

    plain = {"float32": pa.float32(), "int64": pa.int64(), "bool": pa.bool_()}
    fields: list[pa.Field] = []
    for name, feature in features.items():
        if feature["dtype"] == "language":
            fields.append(pa.field(name, language_type(timed=name == LANGUAGE)))
        elif feature["dtype"] != "video":
            kind, size = plain[feature["dtype"]], feature["shape"][0]
            vector = name in (STATE, ENVIRONMENT, KEYPOINTS, ACTION)
            fields.append(pa.field(name, pa.list_(kind, size) if vector and size > 1 else kind))
    return pa.schema(fields)


def language_type(*, timed: bool) -> pa.DataType:
    """Return the type of LeRobot's language columns: rows of role, content and style; lasting ones have a time."""
    import pyarrow as pa

    fields = [("role", pa.string()), ("content", pa.string()), ("style", pa.string())]
    fields += [("timestamp", pa.float32())] if timed else []
    fields += [("camera", pa.string()), ("tool_calls", pa.list_(pa.string()))]
    return pa.list_(pa.struct(fields))


def language_rows(instructions: Iterable[str], stages: Iterable[tuple[float, str]]) -> list[dict[str, object]]:
    """Return an episode's lasting annotations: paraphrases of its sentence, and each stage from its first second."""
    rows = [_language_row("user", text, "task_aug", 0.0) for text in instructions]
    return rows + [_language_row("assistant", text, "subtask", second) for second, text in stages]


def _language_row(role: str, content: str, style: str, second: float) -> dict[str, object]:
    return {
        "role": role,
        "content": content,
        "style": style,
        "timestamp": second,
        "camera": None,
        "tool_calls": None,
    }


def _feature(dtype: str, size: int = 1, names: list[str] | None = None) -> Feature:
    return {"dtype": dtype, "shape": [size], "names": names}
