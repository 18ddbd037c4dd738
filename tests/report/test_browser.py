"""The page as a browser shows it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from agents.report import write_report

BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
MAGENTA = (255, 0, 255)


@pytest.mark.slow
def test_pictures_of_a_candidate_reach_the_screen(run_folder: Path, tmp_path: Path) -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.skip(f"none of {', '.join(BROWSERS)} is installed")
    for picture in (run_folder / "candidates").glob("*/*.png"):
        Image.new("RGB", (320, 240), MAGENTA).save(picture)
    page, shot = write_report(run_folder), tmp_path / "shot.png"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1200,2400"]
    subprocess.run(
        [browser, *options, f"--user-data-dir={tmp_path / 'profile'}", f"--screenshot={shot}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    seen = np.asarray(Image.open(shot).convert("RGB"))
    assert (np.abs(seen.astype(int) - MAGENTA).max(axis=-1) < 8).sum() > 3 * 100 * 75
    assert len(np.unique(seen.reshape(-1, 3), axis=0)) > 30, "text, bars and cards around them"
