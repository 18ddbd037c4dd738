"""The page of a verdict."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from agents.errors import VerdictFolderError
from agents.report import verdict_page
from agents.report.verdict_page import render, require_room, spoken, write_verdict
from agents.report.verdict_pictures import Gallery, Shot, Strip, decisive_frames, key_frames
from envs.assets.catalog import Catalog
from envs.execution.executor import execute
from envs.execution.rollout import Rollout
from envs.failures import Failure, FailureKind
from envs.task.program import TaskProgram
from envs.verification.verdict import Mutant, MutationScore, Verdict
from tests.verdicts import full

LIFT = """
def build(task, rng):
    block = task.add("block", region="table_front", name="block")
    task.say("Lift the {block}.", block)
    task.goal(block.lifted(%s))
    task.stage("lift it", pick(block, lift=0.06))
"""


class Page(HTMLParser):
    """A page's text and addresses; fails where its tags do not close."""

    VOID = frozenset({"meta", "img", "br", "line", "circle", "polyline"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)
        assert self.open == []

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value for key, value in attrs if key in {"src", "href"} and value]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture(scope="module")
def program() -> TaskProgram:
    return TaskProgram(name="lift_block", source=LIFT % "0.05")


@pytest.fixture(scope="module")
def rollout(program: TaskProgram, catalog: Catalog) -> Rollout:
    return execute(program.instantiate(0, catalog), catalog)


def drawn(program: TaskProgram, verdict: Verdict, gallery: Gallery | None = None) -> Page:
    return Page(render(program, verdict, gallery or Gallery()))


def test_every_part_of_a_verdict_is_on_the_page_with_its_figures(program: TaskProgram) -> None:
    text = drawn(program, full()).text
    assert "18 of 20 seeds succeeded" in text
    assert "slipped 3, 5 seed 3, stage 'lift it' lost the ball 41 mm up" in text
    assert "nothing is inside anything else failed 2 ball is 6 mm inside bin" in text
    assert "no op refused 0 of 5 never near the goal" in text
    assert "wrong object not applicable 0 of 0 one object" in text
    assert "untied word nothing ties the word 'red' tie it with braces" in text
    assert "0.67 : 2 of 3 wrong versions" in text
    assert "goal, threshold: lifted by 2 cm, not 10" in text
    assert "half the time step 4 success slipped: lost the ball 41 mm up" in text
    assert "17 of 20 (64% to 95%)" in text
    assert "friction scaled by" in text


def test_a_verdict_of_rollouts_alone_says_what_was_not_looked_at(program: TaskProgram) -> None:
    bare = full(controls=(), scene=(), findings=(), mutation=None, evidence=(), robustness=())
    text = drawn(program, bare).text
    assert text.count("Not run.") == 2  # controls, other physics
    assert text.count("Not measured.") == 2  # mutants, robustness
    assert "Not checked." in text


def test_what_a_program_and_a_reason_say_is_text_not_markup() -> None:
    program = TaskProgram(name="bold", source="# <b>bold</b>")
    page = render(program, full(reason="<script>alert(1)</script>"), Gallery())
    assert "<b>bold</b>" not in page
    assert "<script>" not in page


def test_the_sentence_shows_what_each_phrase_is_tied_to(program: TaskProgram, catalog: Catalog) -> None:
    pieces = spoken(program.instantiate(0, catalog))
    assert [piece for piece in pieces if piece[1]] == [("block", "block")]
    assert "".join(text for text, _ in pieces) == "Lift the block."


def test_strips_are_shown_with_their_captions(program: TaskProgram) -> None:
    failed = Strip("slipped, seed 3", "lost it", (Shot("pictures/a.png", "end, 3.0 s"),))
    page = drawn(program, full(), Gallery(failures=(failed,), survivors=(Shot("pictures/b.png", "its mirror image"),)))
    assert {"pictures/a.png", "pictures/b.png"} < set(page.addresses)
    assert "slipped, seed 3 lost it end, 3.0 s" in page.text
    assert "its mirror image" in page.text


def test_a_curve_has_a_point_for_each_value_at_its_rate(program: TaskProgram) -> None:
    page = render(program, full(), Gallery())
    panel = re.search(r'<svg class="chart curve".*?</svg>', page)
    assert panel is not None
    points = [tuple(map(float, pair.split(","))) for pair in re.findall(r'points="([^"]+)"', panel[0])[0].split()]
    (left, lower), (right, upper) = points  # at half the friction 3 of 5, at twice 5 of 5
    assert left < right
    assert lower > upper
    assert "x0.5: 3 of 5" in panel[0]


@pytest.mark.slow
def test_a_verdict_is_written_with_pictures_of_what_decided_it(
    program: TaskProgram, catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agents.report.verdict_pictures.PICTURE", (64, 48))
    failing = TaskProgram(name="lift_block", source=LIFT % "0.5")
    told: list[tuple[int, int]] = []
    released = Mutant(group="solution", kind="early_release", text="lets go after a third of the way")
    looser = Mutant(group="goal", kind="threshold", text="lifted by less")
    verdict = full(mutation=MutationScore(mutants=(released, looser)))
    page = write_verdict(
        failing, catalog, verdict, tmp_path / "out", on_picture=lambda what, done, total: told.append((done, total))
    )
    assert page == tmp_path / "out" / "index.html"
    addresses = Page(page.read_text()).addresses
    pictures = [address for address in addresses if address.endswith(".png")]
    assert {Path(name).name.rsplit("_", 1)[0] for name in pictures} == {"solved", "slipped", "survivor_0"}
    assert pictures[-1] == [name for name in pictures if "solved" in name][-1]  # a goal's mutant ends as the solution
    for name in pictures:
        assert np.asarray(Image.open(page.parent / name)).std() > 10
    assert all((page.parent / name).is_file() for name in addresses)
    assert Verdict.model_validate_json((page.parent / "verdict.json").read_bytes()) == verdict
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_failure_is_shown_before_and_when_it_was_decided(rollout: Rollout, catalog: Catalog) -> None:
    missed = Failure(kind=FailureKind.GOAL_MISSED, reason="missed")
    frames = decisive_frames(replace(rollout, success=False, failure=missed), catalog)
    last = len(rollout.states) - 1
    assert frames == [(0, "before"), (last - 20, "a second before"), (last, "goal missed")]


def test_damage_is_shown_when_it_happened(rollout: Rollout, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    class From40:
        """Finds damage from the fortieth state on."""

        def __init__(self, *_: Any) -> None:
            self.seen = 0

        def update(self, state: object) -> None:
            self.seen += 1

        def violations(self) -> tuple[str, ...]:
            return ("pushed",) if self.seen > 40 else ()

    monkeypatch.setattr("agents.report.verdict_pictures.CollateralMonitor", From40)
    damaged = replace(rollout, success=False, failure=Failure(kind=FailureKind.COLLATERAL, reason="pushed"))
    assert (40, "collateral") in decisive_frames(damaged, catalog)


def test_a_solution_is_shown_from_start_over_key_frames_to_end(rollout: Rollout) -> None:
    frames = key_frames(rollout)
    assert frames[0] == (0, "before")
    assert frames[-1] == (len(rollout.states) - 1, "end")
    assert any("grasp" in label for _, label in frames)


def test_a_folder_with_a_verdict_is_replaced_only_when_asked(
    program: TaskProgram, catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verdict_page, "picture_verdict", lambda *_, **__: Gallery())
    folder = tmp_path / "out"
    write_verdict(program, catalog, full(), folder)
    (folder / "old.png").touch()
    with pytest.raises(VerdictFolderError, match="--overwrite"):
        write_verdict(program, catalog, full(), folder)
    write_verdict(program, catalog, full(reason="another"), folder, overwrite=True)
    assert json.loads((folder / "verdict.json").read_text())["reason"] == "another"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]
    assert not (folder / "old.png").exists()


def test_a_folder_with_other_things_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(VerdictFolderError, match="holds other things"):
        require_room(tmp_path, overwrite=True)
    with pytest.raises(VerdictFolderError, match="is no folder"):
        require_room(tmp_path / "notes.txt")


def test_a_verdict_that_cannot_be_pictured_leaves_nothing_behind(
    program: TaskProgram, catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_: Any, **__: Any) -> Gallery:
        raise OSError("no room")

    monkeypatch.setattr(verdict_page, "picture_verdict", fall)
    with pytest.raises(OSError, match="no room"):
        write_verdict(program, catalog, full(), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
