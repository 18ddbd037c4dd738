"""What a run's folder holds, read back for people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from agents.config import GenerateConfig
from agents.errors import RunError
from agents.events import Event, read_events
from agents.state import FUNNEL, counted
from envs.verification.verdict import Verdict

PICTURE_ORDER = ("before.png", "after.png")


class Outcome(BaseModel):
    """How a candidate ended; the fields of its outcome.json that people are shown."""

    name: str
    number: int
    status: str
    kind: str | None = None
    reason: str = ""
    instruction: str = ""
    categories: list[str] = []
    reached: list[str] = []
    attempts: list[dict[str, str | None]] = []
    plan: dict[str, Any] | None = None
    spent: dict[str, float | None] = {}


@dataclass(frozen=True)
class Candidate:
    """A candidate with its files: pictures from start to end, a film, its program, its verdict."""

    outcome: Outcome
    pictures: tuple[Path, ...]
    film: Path | None
    source: str | None
    verdict: Verdict | None
    events: tuple[Event, ...]


@dataclass(frozen=True)
class RunView:
    """A run: the request, what came of it so far, every candidate that has ended."""

    folder: Path
    config: GenerateConfig
    finished: bool
    stopped: str
    funnel: dict[str, int]
    candidates: tuple[Candidate, ...]

    @property
    def committed(self) -> tuple[Candidate, ...]:
        """The candidates that entered the library, in order."""
        return tuple(item for item in self.candidates if item.outcome.status == "committed")

    @property
    def rejected(self) -> tuple[Candidate, ...]:
        """The candidates that did not, in order."""
        return tuple(item for item in self.candidates if item.outcome.status != "committed")


def read_run(folder: Path) -> RunView:
    """Read a run's folder; raises RunError where it is none, or where a candidate's outcome cannot be read."""
    config = GenerateConfig.read(folder)
    events = read_events(folder)
    candidates: list[Candidate] = []
    for path in sorted((folder / "candidates").glob("*/outcome.json")):
        try:
            outcome = Outcome.model_validate_json(path.read_bytes())
        except ValidationError as error:
            raise RunError(f"{path} cannot be read ({error.error_count()} faults); delete its folder") from error
        candidates.append(_candidate(path.parent, outcome, events))
    candidates.sort(key=lambda item: item.outcome.number)
    funnel: dict[str, int] = dict.fromkeys(FUNNEL, 0)
    for item in candidates:
        funnel = counted(funnel, item.outcome.reached)
    result = folder / "result.json"
    stopped = str(json.loads(result.read_text())["stopped"]) if result.is_file() else "not finished"
    return RunView(folder, config, result.is_file(), stopped, funnel, tuple(candidates))


def _candidate(folder: Path, outcome: Outcome, events: list[Event]) -> Candidate:
    first, last = PICTURE_ORDER
    between = sorted(path for path in folder.glob("*.png") if path.name not in PICTURE_ORDER)
    pictures = [path for path in (folder / first, *between, folder / last) if path.is_file()]
    film, program, verdict = folder / "video.mp4", folder / "task.py", folder / "verdict.json"
    return Candidate(
        outcome=outcome,
        pictures=tuple(pictures),
        film=film if film.is_file() else None,
        source=program.read_text(encoding="utf-8") if program.is_file() else None,
        verdict=Verdict.model_validate_json(verdict.read_bytes()) if verdict.is_file() else None,
        events=tuple(event for event in events if event.candidate == outcome.number),
    )
