"""What happened in a run, line by line: a file for machines, a callback for people."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

EVENTS_FILE = "events.jsonl"


@dataclass(frozen=True)
class Event:
    """One thing that happened: at which node, to which candidate (its number and name), in a sentence."""

    candidate: int
    name: str
    node: str
    text: str
    attempt: int = 0


Progress = Callable[[Event], None]


class EventLog:
    """Appends events to a run's file, each once: a node that runs again after a kill repeats nothing."""

    def __init__(self, folder: Path, progress: Progress | None = None) -> None:
        self._path = folder / EVENTS_FILE
        self._progress = progress
        self._seen = {_key(event) for event in read_events(folder)}

    def add(self, event: Event) -> None:
        """Append an event, unless it is there, and pass it on."""
        if self._progress is not None:
            self._progress(event)
        if _key(event) in self._seen:
            return
        self._seen.add(_key(event))
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(event)) + "\n")


def read_events(folder: Path) -> list[Event]:
    """Return a run's events in order; a last line that a kill cut short is left out."""
    path = folder / EVENTS_FILE
    if not path.is_file():
        return []
    events: list[Event] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            events.append(Event(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return events


def _key(event: Event) -> tuple[int, str, int, str]:
    return (event.candidate, event.node, event.attempt, event.text)
