"""Heads, one to a file: what turns a context into a chunk of actions. `HEADS` has them by name."""

from __future__ import annotations

from policy.heads.flow import FlowHead
from policy.heads.head import Head, HeadConfig
from policy.heads.mlp import MlpHead

HEADS: dict[str, type[Head]] = {"mlp": MlpHead, "flow": FlowHead}


def head_type(name: str) -> type[Head]:
    """Return a head by name; raises ValueError naming those that exist."""
    if name not in HEADS:
        raise ValueError(f"unknown policy head {name!r}; known: {', '.join(sorted(HEADS))}")
    return HEADS[name]


__all__ = ["HEADS", "Head", "HeadConfig", "head_type"]
