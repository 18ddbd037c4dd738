"""Errors of `tools`: what whoever called the tool can mend, with a remedy."""

from __future__ import annotations


class ToolError(Exception):
    """A call that cannot be served as it was made; its text goes back to the caller, who may try again."""
