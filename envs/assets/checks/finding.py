"""What a check says of an asset."""

from __future__ import annotations

from dataclasses import dataclass

TOUCH = 1e-3
"""Metres by which shapes may overlap, and a named place may lie outside of what it belongs to."""


@dataclass(frozen=True)
class Finding:
    """What is wrong with an asset: which check, and what it saw, with its figure."""

    check: str
    text: str
