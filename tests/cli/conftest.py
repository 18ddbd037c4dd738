"""The command line as a person or a script calls it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from agents.cli.app import app
from agents.cli.failing import run_app
from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram
from envs.verification.verdict import SeedResult, Verdict
from memory.embedders import choose_embedder
from memory.library import Library
from memory.record import Provenance, TaskRecord

PROGRAM = Path(__file__).resolve().parents[2] / "docs" / "examples" / "put_ball_in_bin.py"


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The JSON object on the last line of standard output."""
        return json.loads(self.out.splitlines()[-1])


@pytest.fixture
def simwright(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., Said]:
    """Runs a command line in this process, with `tmp_path` as its home."""

    def run(*arguments: str | Path) -> Said:
        capsys.readouterr()
        code = run_app(app, ["--home", str(tmp_path), *(str(argument) for argument in arguments)])
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return run


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """The library of that home, with one task."""
    library = Library(tmp_path / "library", choose_embedder("lexical"))
    program = TaskProgram(name="put_ball_in_bin", source=PROGRAM.read_text())
    spec = program.instantiate(0, Catalog())
    verdict = Verdict(
        accepted=True,
        decision="accepted",
        reason="18 of 18 seeds succeeded",
        engine="sapien",
        rate=1.0,
        interval=(0.82, 1.0),
        seeds=tuple(SeedResult(seed=seed, success=True) for seed in range(18)),
        program_hash=program.hash,
    )
    library.add(TaskRecord(program=program, spec=spec, verdict=verdict, provenance=Provenance(model="procedural")))
    return library
