"""Errors of `policy`: what the caller can mend. A policy that fails at a task is a result, not an error."""

from __future__ import annotations

TORCH = "training needs torch: pip install 'simwright[policy]'"


class PolicyError(Exception):
    """Base of every error that `policy` raises; the message ends with what to do."""


class TorchMissingError(PolicyError):
    """Torch is not installed."""


class DatasetUnfitError(PolicyError):
    """A dataset to learn nothing from: of another schema, damaged, not finite, too small, or unlike the others."""


class CheckpointError(PolicyError):
    """A checkpoint that is not there, is damaged, or was made by another version."""


class ObservationError(PolicyError):
    """An observation that is not what the policy was trained on."""


class DeviceError(PolicyError):
    """A device that this machine does not have."""


def require_torch() -> None:
    """Raise TorchMissingError, which names the line that installs it, where torch is not installed."""
    try:
        import torch  # noqa: F401
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        raise TorchMissingError(TORCH) from error
