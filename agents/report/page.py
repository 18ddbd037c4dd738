"""Writes a run's page: a folder that holds all it shows, so that it can be sent or put on a server."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from agents.report.run_view import Candidate, RunView, read_run
from envs.verification import digest

PAGE = "index.html"
STEPS = {
    "proposed": "proposed",
    "program_runs": "program runs",
    "valid": "spec valid",
    "stable": "scene stable",
    "feasible": "keypoints feasible",
    "solved": "solved over seeds",
    "controls_refused": "controls refused",
    "novel": "novel",
    "committed": "committed",
}
"""The funnel's steps in words."""


@dataclass(frozen=True)
class Shown:
    """A candidate with its media as addresses on the page."""

    candidate: Candidate
    pictures: tuple[str, ...]
    film: str | None


def write_report(run: Path) -> Path:
    """Write the report of a run into its folder and return the page's path; one that is there is replaced.

    Raises RunError where the folder is no run.
    """
    view = read_run(run)
    folder, draft, old = run / "report", run / ".report.draft", run / ".report.old"
    for left in (draft, old):
        if left.exists():
            shutil.rmtree(left)
    draft.mkdir()
    shown = {item.outcome.name: _copied(item, draft) for item in view.candidates}
    (draft / PAGE).write_text(render(view, shown), encoding="utf-8")
    if folder.exists():
        folder.rename(old)
    draft.rename(folder)
    if old.exists():
        shutil.rmtree(old)
    return folder / PAGE


def render(view: RunView, shown: dict[str, Shown]) -> str:
    """Return the page of a run as HTML; everything that a program or a model wrote is escaped."""
    templates = resources.files("agents.report").joinpath("templates")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(templates.joinpath("page.html").read_text(encoding="utf-8"))
    return template.render(
        view=view,
        style=templates.joinpath("style.css").read_text(encoding="utf-8"),
        funnel=[(words, view.funnel[step]) for step, words in STEPS.items()],
        most=max(1, *view.funnel.values()),
        committed=[shown[item.outcome.name] for item in view.committed],
        rejected=[shown[item.outcome.name] for item in view.rejected],
        steps=STEPS,
        checks=digest.CHECKS,
        weak=digest.is_weak,
        survivor=digest.survivor,
    )


def _copied(candidate: Candidate, draft: Path) -> Shown:
    media = draft / "media" / candidate.outcome.name
    files = [*candidate.pictures, *([candidate.film] if candidate.film else [])]
    if files:
        media.mkdir(parents=True)
    for path in files:
        shutil.copyfile(path, media / path.name)
    address = f"media/{candidate.outcome.name}"
    return Shown(
        candidate=candidate,
        pictures=tuple(f"{address}/{path.name}" for path in candidate.pictures),
        film=f"{address}/{candidate.film.name}" if candidate.film else None,
    )
