"""Errors of `agents`: what stops a run, and what costs one candidate."""

from __future__ import annotations


class AgentsError(Exception):
    """Base of every error that `agents` raises; the message ends with what to do."""


class ModelUnavailableError(AgentsError):
    """No answer can come from this model as it is named or reached: stop, tell the person, let them resume."""


class ModelNameError(ModelUnavailableError):
    """A name that is no model's: misspelt, or not provider:name."""


class ModelTroubledError(AgentsError):
    """The model answered with a fault or not in time, after bounded retries: costs the candidate, not the run."""


class RunError(AgentsError):
    """A run folder that cannot be started in or resumed."""


class VerdictFolderError(AgentsError):
    """A folder that a verdict cannot be written to."""
