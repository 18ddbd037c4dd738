"""A policy on the disk: `model.safetensors` with the weights and `policy.json` with all else. Nothing is unpickled.

Each file appears whole or not at all. The weights carry the hashes of themselves and of the configuration that they
belong to, so that neither a damaged file nor two halves of different policies load.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

import safetensors
import safetensors.torch
import torch
from pydantic import Field, ValidationError
from torch import Tensor

from envs.frozen import Frozen
from policy.config import PolicyConfig
from policy.errors import CheckpointError
from policy.files import write_whole
from policy.model import Policy

SCHEMA_VERSION = 1
WEIGHTS, DESCRIPTION = "model.safetensors", "policy.json"


class Description(Frozen):
    """What `policy.json` says; `extra` is what the one who saved wanted to be told again."""

    schema_version: Literal[1] = SCHEMA_VERSION
    config: PolicyConfig
    versions: dict[str, str] = Field(default_factory=dict)
    extra: dict[str, Any] = Field(default_factory=dict)


def save(policy: Policy, directory: Path | str, **extra: Any) -> None:
    """Write a policy into a folder, over an older one that may be there; `extra` is plain data for `policy.json`."""
    root = Path(directory)
    root.mkdir(parents=True, exist_ok=True)
    weights = {name: value.detach().cpu().contiguous() for name, value in policy.state_dict().items()}
    description = Description(config=policy.config, versions=_versions(), extra=extra).model_dump(mode="json")
    header = {"config_sha256": _config_hash(description), "weights_sha256": _weights_hash(weights), "format": "pt"}
    write_whole(root / WEIGHTS, safetensors.torch.save(weights, header))
    write_whole(root / DESCRIPTION, (json.dumps(description, indent=2, allow_nan=False) + "\n").encode())


def load(directory: Path | str, device: torch.device | str = "cpu") -> Policy:
    """Read a policy, ready to act; raises CheckpointError where it is missing, damaged or of another version."""
    data = _read_description(Path(directory))
    description = _described(Path(directory), data)
    path = Path(directory) / WEIGHTS
    try:
        with safetensors.safe_open(path, framework="pt", device="cpu") as file:
            header = file.metadata() or {}
            weights = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  (no mapping)
    except FileNotFoundError as error:
        raise CheckpointError(f"{directory} has no {WEIGHTS}; give the folder of a whole checkpoint") from error
    except (safetensors.SafetensorError, OSError) as error:
        raise _damaged(path, str(error)) from error
    if header.get("weights_sha256") != _weights_hash(weights):
        raise _damaged(path, "its weights are not those that were saved")
    if header.get("config_sha256") != _config_hash(data):
        raise CheckpointError(
            f"{directory}: {WEIGHTS} and {DESCRIPTION} belong to two different policies; copy the folder as a whole, "
            "or save the policy again"
        )
    policy = Policy(description.config)
    try:
        policy.load_state_dict(weights)
    except RuntimeError as error:
        raise CheckpointError(
            f"{path} has other layers than this Simwright makes of {DESCRIPTION} (it was saved by "
            f"{description.versions.get('simwright', 'an unknown version')}); install that version, or train again"
        ) from error
    return policy.to(device).eval()


def describe(directory: Path | str) -> Description:
    """Read `policy.json`, without the weights; raises CheckpointError as `load` does."""
    return _described(Path(directory), _read_description(Path(directory)))


def _read_description(directory: Path) -> dict[str, Any]:
    path = directory / DESCRIPTION
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        what = f"{directory} has no {DESCRIPTION}" if directory.is_dir() else f"there is no folder {directory}"
        raise CheckpointError(f"{what}; give a checkpoint's folder, such as OUT/best of `simwright train`") from error
    except (OSError, ValueError) as error:
        raise _damaged(path, str(error)) from error
    found = data.get("schema_version") if isinstance(data, dict) else None
    if found != SCHEMA_VERSION:
        raise CheckpointError(
            f"{path} has schema version {found!r} and this Simwright reads {SCHEMA_VERSION}; "
            "install the version that saved it, or train again"
        )
    return data


def _described(directory: Path, data: dict[str, Any]) -> Description:
    try:
        return Description.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise CheckpointError(
            f"{directory / DESCRIPTION} describes a policy that this Simwright does not make "
            f"({'.'.join(map(str, first['loc']))}: {first['msg']}); install the version that saved it, or train again"
        ) from error


def _damaged(path: Path, why: str) -> CheckpointError:
    return CheckpointError(f"{path} cannot be read ({' '.join(why.split())[:200]}); copy it again, or train again")


def _config_hash(description: Mapping[str, Any]) -> str:
    """Hash the configuration as it was written: a setting that a later version adds is no other policy."""
    return hashlib.sha256(json.dumps(description["config"], sort_keys=True).encode()).hexdigest()


def _weights_hash(weights: Mapping[str, Tensor]) -> str:
    found = hashlib.sha256()
    for name in sorted(weights):
        value = weights[name]
        found.update(f"{name} {value.dtype} {tuple(value.shape)} ".encode())
        found.update(value.contiguous().view(torch.uint8).numpy().tobytes())
    return found.hexdigest()


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in ("simwright", "torch", "safetensors"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
