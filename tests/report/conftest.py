"""A run's folder as `generate` leaves it, in small."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from agents.config import GenerateConfig


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """A run with one committed and one rejected candidate, without pictures of the second."""
    folder = tmp_path / "runs" / "small"
    GenerateConfig(n=2, seed=7, out=folder, library=tmp_path / "library").write()
    committed = add_candidate(folder, 1, "put_ball_in_bowl", reached=["proposed", "program_runs", "valid", "committed"])
    for name, level in (("before", 40), ("frame_1", 120), ("after", 200)):
        Image.fromarray(np.full((48, 64, 3), level, dtype=np.uint8)).save(committed / f"{name}.png")
    (committed / "video.mp4").write_bytes(b"not really a film")
    (committed / "task.py").write_text("def build(task, rng):\n    task.say('<b>bold</b>')\n")
    (committed / "verdict.json").write_text(json.dumps(verdict()))
    add_candidate(
        folder,
        2,
        "juggle",
        status="rejected",
        kind="infeasible",
        reason="the <hand> is 0.31 m short",
        reached=["proposed", "program_runs"],
        attempts=[{"node": "solve", "kind": "infeasible", "reason": "0.4 m short", "stage": "reach"}],
    )
    events = [
        {
            "candidate": 1,
            "name": "put_ball_in_bowl",
            "node": "propose",
            "text": "Put it in.",
            "attempt": 0,
        },
        {"candidate": 2, "name": "juggle", "node": "solve", "text": "infeasible", "attempt": 0},
    ]
    (folder / "events.jsonl").write_text("\n".join(json.dumps(event) for event in events) + '\n{"cut short')
    return folder


def add_candidate(folder: Path, number: int, name: str, **changes: Any) -> Path:
    """Write a candidate's outcome and return its folder."""
    outcome: dict[str, Any] = {
        "name": name,
        "number": number,
        "status": "committed",
        "kind": None,
        "reason": "",
        "instruction": f"Do {name}.",
        "categories": ["ball", "bowl"],
        "reached": ["proposed"],
        "attempts": [],
        "plan": None,
        "model": "procedural",
        "spent": {"calls": 4, "tokens": 0, "cost": 0.0},
    }
    path = folder / "candidates" / name
    path.mkdir(parents=True)
    (path / "outcome.json").write_text(json.dumps(outcome | changes))
    return path


@pytest.fixture
def candidate() -> Callable[..., Path]:
    """Writes one more candidate into a run's folder."""
    return add_candidate


def verdict() -> dict[str, Any]:
    """An accepted verdict with one failure and one control."""
    failure = {"kind": "slipped", "reason": "lost it", "stage": "pick", "seed": 1}
    return {
        "accepted": True,
        "decision": "accepted",
        "reason": "18 of 19 seeds succeeded",
        "engine": "sapien",
        "rate": 18 / 19,
        "interval": [0.75, 0.99],
        "seeds": [
            {"seed": seed, "success": seed != 1, "failure": failure if seed == 1 else None, "duration": 9.0}
            for seed in range(19)
        ],
        "controls": [
            {"name": "no_op", "outcome": "refused", "successes": 0, "trials": 5, "reason": "never reached the goal"}
        ],
        "failures": {"slipped": 1},
        "program_hash": "0" * 64,
        "versions": {},
    }
