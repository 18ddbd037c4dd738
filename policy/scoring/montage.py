"""One picture of how filmed rollouts ended: successes framed green, failures red, each with seed and kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from envs.render.video import write_picture
from policy.scoring.film import Film

COLUMNS = 3
EDGE = 4
"""Pixels of a frame's coloured edge."""
CAPTION = 22
"""Pixels of the line above a picture."""
GREEN, RED = (46, 125, 50), (183, 28, 28)


def write_montage(path: Path, films: Sequence[Film]) -> None:
    """Write the last frames of films, at least one, in rows of three, successes first, each kind beginning a row."""
    rows: list[list[Film]] = []
    for success in (True, False):
        group = [item for item in films if item.trial.success is success]
        rows += [group[k : k + COLUMNS] for k in range(0, len(group), COLUMNS)]
    width = max(map(len, rows))
    blank = np.full_like(_tile(films[0]), 255)
    pictures = [[_tile(item) for item in row] + [blank] * (width - len(row)) for row in rows]
    write_picture(path, np.concatenate([np.concatenate(row, axis=1) for row in pictures]))


def _tile(film: Film) -> NDArray[np.uint8]:
    from PIL import Image, ImageDraw, ImageFont

    trial = film.trial
    height, width = film.last.shape[:2]
    colour = GREEN if trial.success else RED
    picture = Image.new("RGB", (width + 2 * EDGE, height + CAPTION + 2 * EDGE), colour)
    picture.paste(Image.fromarray(film.last), (EDGE, CAPTION + EDGE))
    how = "success" if trial.failure is None else trial.failure.kind.value.replace("_", " ")
    text = f"seed {trial.seed}: {how} after {trial.steps} steps"
    ImageDraw.Draw(picture).text((EDGE + 2, EDGE), text, fill="white", font=ImageFont.load_default(14))
    return np.asarray(picture)
