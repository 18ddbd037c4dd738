"""What can end a training, beside what its dataset, its device and its checkpoints can."""

from __future__ import annotations

from policy.errors import PolicyError


class TrainingFolderError(PolicyError):
    """The folder to train into holds something else, or another training."""


class DivergedError(PolicyError):
    """The loss is no longer a finite number."""
