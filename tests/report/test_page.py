"""The report's page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from agents.errors import RunError
from agents.report import write_report
from tests.verdicts import full


class Links(HTMLParser):
    """Collects what a page refers to, and checks that its tags close."""

    VOID = frozenset({"meta", "img", "br", "link", "input", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value for key, value in attrs if key in {"src", "href", "poster"} and value]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parsed(page: Path) -> Links:
    """The page's links and text."""
    links = Links()
    links.feed(page.read_text(encoding="utf-8"))
    assert links.open == []
    return links


def test_every_address_lies_in_the_reports_own_folder(run_folder: Path) -> None:
    page = write_report(run_folder)
    addresses = parsed(page).addresses
    files = [address for address in addresses if not address.startswith("#")]
    assert {Path(name).name for name in files} == {"before.png", "frame_1.png", "after.png", "video.mp4"}
    assert all((page.parent / name).is_file() and ".." not in name and "://" not in name for name in files)


def test_every_candidate_is_shown_with_its_reason_and_the_funnel_with_its_counts(run_folder: Path) -> None:
    text = " ".join(" ".join(parsed(write_report(run_folder)).text).split())
    assert "put_ball_in_bowl" in text
    assert "Do juggle." in text
    assert "the <hand> is 0.31 m short" in text
    assert "95 % of 19 seeds" in text
    assert "proposed 2 program runs 2 spec valid 1" in re.sub(r"\s+", " ", text)


def test_a_verdict_is_shown_with_what_failed_what_disagrees_and_what_survives(run_folder: Path) -> None:
    verdict = run_folder / "candidates" / "put_ball_in_bowl" / "verdict.json"
    verdict.write_text(full(auto=True).model_dump_json())
    text = " ".join(" ".join(parsed(write_report(run_folder)).text).split())
    assert "nothing is inside anything else: failed ball is 6 mm inside bin" in text
    assert "untied word: nothing ties the word 'red'" in text
    assert "mutation score 0.67 of 3 wrong versions 1 survive goal, threshold: lifted by 2 cm, not 10" in text
    assert "half the time step 17 of 20" in text
    assert "derived from the goal (auto)" in text


def test_what_a_program_says_is_text_not_markup(run_folder: Path) -> None:
    page = write_report(run_folder).read_text()
    assert "<b>bold</b>" not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_a_report_replaces_the_last_one_and_leaves_no_draft(run_folder: Path, candidate: Callable[..., Path]) -> None:
    write_report(run_folder)
    candidate(run_folder, 3, "third_one")
    page = write_report(run_folder)
    assert "third_one" in page.read_text()
    assert [path.name for path in run_folder.iterdir() if "report" in path.name] == ["report"]


def test_pictures_run_from_before_to_after(run_folder: Path) -> None:
    names = [Path(name).stem for name in parsed(write_report(run_folder)).addresses if name.endswith(".png")]
    assert names == ["after", "before", "frame_1", "after"]  # the film's poster, then the pictures in order


def test_a_folder_that_is_no_run_is_refused_with_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is no run"):
        write_report(tmp_path)
