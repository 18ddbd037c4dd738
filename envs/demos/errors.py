"""Errors of `envs.demos`: datasets that cannot be written or read."""

from __future__ import annotations

from envs.errors import EnvsError


class DemosError(EnvsError):
    """Base of every error that recording, exporting or replaying demonstrations raises."""


class DatasetExistsError(DemosError):
    """There is something where the dataset should go."""


class DatasetWriteError(DemosError):
    """The dataset could not be written; nothing of it was left behind."""


class NoDatasetError(DemosError):
    """The folder named as a dataset is not there, or is none."""


class DatasetCorruptError(DemosError):
    """A dataset that is truncated, damaged, or was not written by Simwright."""
