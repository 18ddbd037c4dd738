"""What a training is asked for: everything that decides what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from envs.demos.formats.lerobot.features import ACTION
from envs.frozen import Frozen
from envs.worlds import DEFAULT_WORLD
from policy.config import InputFeature, PolicyConfig
from policy.data.inputs import choose_inputs
from policy.data.source import FrameSource
from policy.errors import DatasetUnfitError
from policy.train.config import TrainConfig
from policy.train.errors import TrainingFolderError
from policy.train.layout import CONFIG

JOINT_NOISE = 0.02
"""Radians (standard deviation) by which joints are shifted in training. Without it a policy that lifts balls
succeeded in 5 of 20 unseen scenes, with it in 14 to 17 (200 episodes, 5,000 steps)."""


class DatasetRef(Frozen):
    """A dataset that is trained on: where it was, and what it was."""

    path: Path
    fingerprint: str = Field(min_length=1)


class TrainingRequest(Frozen):
    """A request, as the training's folder keeps it; a resumed training has to agree with it."""

    schema_version: Literal[1] = 1
    train: TrainConfig
    policy: PolicyConfig
    datasets: tuple[DatasetRef, ...] = Field(min_length=1)
    engine: str = DEFAULT_WORLD

    @classmethod
    def read(cls, folder: Path) -> TrainingRequest:
        """Read the request of a folder; raises TrainingFolderError where it holds none."""
        path = folder / CONFIG
        if not path.is_file():
            raise TrainingFolderError(
                f"{folder} is no training: it has no {CONFIG}; give the folder that `simwright train --out` wrote"
            )
        try:
            return cls.model_validate_json(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise TrainingFolderError(
                f"{path} is no request that this Simwright reads ({_first(error)}); "
                "train into another folder with --out"
            ) from error

    def differences(self, other: TrainingRequest) -> list[str]:
        """Say each setting that another request has otherwise: "train.learning_rate 0.001, now 0.01".

        Datasets are compared by what they are, not by where they lie.
        """
        mine, theirs = _flat(self._compared()), _flat(other._compared())
        return [
            f"{name} {mine.get(name)!r}, now {theirs.get(name)!r}"
            for name in (mine | theirs)
            if mine.get(name) != theirs.get(name)
        ]

    def open_sources(self) -> list[FrameSource]:
        """Open the datasets where they were; raises DatasetUnfitError where they are no longer what they were."""
        sources = [FrameSource.open(dataset.path) for dataset in self.datasets]
        for source, dataset in zip(sources, self.datasets, strict=True):
            if source.fingerprint != dataset.fingerprint:
                raise DatasetUnfitError(
                    f"{dataset.path} is no longer the dataset that the training began with; "
                    "bring that one back, or train again into another folder"
                )
        return sources

    def _compared(self) -> dict[str, Any]:
        data = self.model_dump(mode="json", exclude={"datasets"})
        return data | {"datasets": [dataset.fingerprint for dataset in self.datasets]}


def make_request(
    sources: Sequence[FrameSource],
    head: str,
    *,
    train: TrainConfig,
    embedder: str,
    sentence_size: int,
    inputs: Sequence[str] = (),
    engine: str = DEFAULT_WORLD,
    settings: Mapping[str, Any] | None = None,
) -> TrainingRequest:
    """Fit a policy to datasets.

    `inputs` names the observations that it takes, by default those that mean the same in all of the data; `settings`
    are other fields of `PolicyConfig`. Joints are shifted in training where the data name some that are both seen and
    commanded. Raises DatasetUnfitError where the datasets cannot be learned from together, ValueError for settings
    that no policy has.
    """
    features = sources[0].features
    taken = [
        InputFeature(name=name, size=features[name].size, names=features[name].names)
        for name in choose_inputs(sources, inputs)
    ]
    action = features[ACTION]
    fields: dict[str, Any] = {
        "head": head,
        "inputs": taken,
        "action_names": action.names or tuple(f"action_{k}" for k in range(action.size)),
        "sentence_size": sentence_size,
        "embedder": embedder,
        "fps": sources[0].fps,
        "robot": sources[0].robot or "unknown",
        **(settings or {}),
    }
    if "joint_noise" not in fields:
        plain = PolicyConfig.model_validate(fields | {"relative_actions": False, "joint_noise": 0.0})
        fields["joint_noise"] = JOINT_NOISE if plain.joint_pairs else 0.0
    return TrainingRequest(
        train=train,
        policy=PolicyConfig.model_validate(fields),
        datasets=tuple(DatasetRef(path=source.path.absolute(), fingerprint=source.fingerprint) for source in sources),
        engine=engine,
    )


def _first(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"


def _flat(value: Any, name: str = "") -> dict[str, Any]:
    if not isinstance(value, dict):
        return {name: value}
    found: dict[str, Any] = {}
    for key, item in value.items():
        found |= _flat(item, f"{name}.{key}" if name else str(key))
    return found
