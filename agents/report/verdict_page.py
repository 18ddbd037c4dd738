"""Writes a verdict as a folder: data, a page, and the pictures that the page shows."""

from __future__ import annotations

import shutil
import uuid
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from agents.errors import VerdictFolderError
from agents.report.verdict_chart import Measured, curve, rates
from agents.report.verdict_pictures import Done, Gallery, picture_verdict
from envs.errors import EnvsError
from envs.task.program import TaskProgram
from envs.verification import digest
from envs.verification.verdict import Verdict

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.task.spec import TaskSpec

PAGE, DATA = "index.html", "verdict.json"
TONES = {"accepted": "good", "rejected": "bad", "inconclusive": "plain"}


def require_room(folder: Path, *, overwrite: bool = False) -> None:
    """Raise VerdictFolderError where a verdict may not be written to a folder; best asked before hours of rollouts.

    A folder that is there is replaced only with `overwrite`, and only if a verdict is what it holds.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise VerdictFolderError(f"{folder} is no folder; name one that does not exist yet")
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not (folder / DATA).is_file():
        raise VerdictFolderError(f"{folder} holds other things than a verdict; name a folder that does not exist yet")
    if not overwrite:
        raise VerdictFolderError(f"{folder} holds a verdict; name another folder, or replace it with --overwrite")


def write_verdict(
    program: TaskProgram,
    catalog: Catalog,
    verdict: Verdict,
    folder: Path,
    *,
    overwrite: bool = False,
    on_picture: Done | None = None,
) -> Path:
    """Write verdict.json, index.html and its pictures into a folder, whole or not at all; returns the page's path.

    Raises VerdictFolderError as `require_room` does.
    """
    require_room(folder, overwrite=overwrite)
    folder.parent.mkdir(parents=True, exist_ok=True)
    mark = uuid.uuid4().hex[:8]
    draft, old = (folder.with_name(f".{folder.name}.{what}-{mark}") for what in ("draft", "old"))
    draft.mkdir()
    try:
        (draft / DATA).write_text(verdict.model_dump_json(indent=1) + "\n", encoding="utf-8")
        gallery = picture_verdict(program, catalog, verdict, draft, on_picture=on_picture)
        page = render(program, verdict, gallery, _instance(program, catalog, verdict))
        (draft / PAGE).write_text(page, encoding="utf-8")
        if folder.exists():
            folder.rename(old)
        draft.rename(folder)
    finally:
        for left in (draft, old):
            if left.exists():
                shutil.rmtree(left)
    return folder / PAGE


def render(program: TaskProgram, verdict: Verdict, gallery: Gallery, spec: TaskSpec | None = None) -> str:
    """Return a verdict's page as HTML; `spec` is an instance whose sentence heads it. What others wrote is escaped."""
    templates = resources.files("agents.report").joinpath("templates")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(templates.joinpath("verdict.html").read_text(encoding="utf-8"))
    successes = sum(result.success for result in verdict.seeds)
    decisive = Measured(verdict.engine, successes, len(verdict.seeds), verdict.interval, decides=True)
    reported = [Measured(item.name, item.successes, item.trials, item.interval) for item in verdict.evidence]
    return template.render(
        name=program.name,
        source=program.source,
        verdict=verdict,
        gallery=gallery,
        tone=TONES[verdict.decision],
        style="".join(templates.joinpath(name).read_text(encoding="utf-8") for name in ("style.css", "verdict.css")),
        sentence=[] if spec is None else spoken(spec),
        rates=rates([decisive, *reported]),
        curves=[curve(drawn, verdict.rate) for drawn in digest.curves(verdict)],
        failures=digest.failed(verdict),
        evidence=[(item, digest.differing(verdict, item)) for item in verdict.evidence],
        groups=digest.by_group(verdict.mutation) if verdict.mutation else (),
        checks=digest.CHECKS,
        outcome=digest.outcome,
        remedies=digest.REMEDIES,
        weak=digest.is_weak(verdict),
        weak_score=digest.WEAK_SCORE,
        ended=digest.ended,
        survivor=digest.survivor,
    )


def spoken(spec: TaskSpec) -> list[tuple[str, str]]:
    """Return a sentence in pieces, each with what it names: an object, a part of it, or nothing."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for span in sorted(spec.spans, key=lambda span: span.start):
        named = ", ".join(part for part in (span.object, span.part, span.relation) if part is not None)
        pieces += [(spec.instruction[at : span.start], ""), (spec.instruction[span.start : span.end], named)]
        at = span.end
    return [piece for piece in [*pieces, (spec.instruction[at:], "")] if piece[0]]


def _instance(program: TaskProgram, catalog: Catalog, verdict: Verdict) -> TaskSpec | None:
    """Return the task at the first seed of a verdict that gives one."""
    for result in verdict.seeds:
        try:
            return program.instantiate(result.seed, catalog)
        except EnvsError:
            continue
    return None
