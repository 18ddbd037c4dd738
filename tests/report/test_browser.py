"""The pages as a browser shows them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from agents.report import write_report
from agents.report.verdict_page import render
from agents.report.verdict_pictures import Gallery, Shot, Strip
from envs.task.program import TaskProgram
from tests.verdicts import full

BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
MAGENTA = (255, 0, 255)


@pytest.mark.slow
def test_pictures_of_a_candidate_reach_the_screen(run_folder: Path, tmp_path: Path) -> None:
    for picture in (run_folder / "candidates").glob("*/*.png"):
        Image.new("RGB", (320, 240), MAGENTA).save(picture)
    seen = shown(write_report(run_folder), tmp_path)
    assert (np.abs(seen - MAGENTA).max(axis=-1) < 8).sum() > 3 * 100 * 75
    assert len(np.unique(seen.reshape(-1, 3), axis=0)) > 30, "text, bars and cards around them"


@pytest.mark.slow
@pytest.mark.parametrize("dark", [False, True])
def test_a_verdicts_pictures_and_charts_reach_the_screen_in_light_and_dark(dark: bool, tmp_path: Path) -> None:
    Image.new("RGB", (480, 360), MAGENTA).save(tmp_path / "end.png")
    gallery = Gallery(Strip("solved", "", (Shot("end.png", "end"),)), (), (Shot("end.png", "a mutant's end"),))
    text = render(TaskProgram(name="lift", source="# nothing"), full(), gallery)
    page = tmp_path / "index.html"
    page.write_text(text.replace("(prefers-color-scheme: dark)", "all") if dark else text)
    seen = shown(page, tmp_path)
    assert (np.abs(seen - MAGENTA).max(axis=-1) < 8).sum() > 2 * 200 * 150
    line = (92, 147, 221) if dark else (60, 111, 180)
    assert (np.abs(seen - line).max(axis=-1) < 8).sum() > 500, "intervals and curves in the page's blue"
    assert bool(seen[5, 5].mean() < 60) == dark, "the page behind them"


def shown(page: Path, tmp_path: Path) -> np.ndarray:
    """Return a page's pixels (height, width, 3) as whole numbers, or skip where there is no browser."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip(f"none of {', '.join(BROWSERS)} is installed")
    shot = tmp_path / "shot.png"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,2400"]
    subprocess.run(
        [browser, *options, f"--user-data-dir={tmp_path / 'profile'}", f"--screenshot={shot}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return np.asarray(Image.open(shot).convert("RGB")).astype(int)
