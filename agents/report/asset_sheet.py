"""Contact sheets of a category: its instances side by side, closed and open, with their keypoints; and single ones."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from agents.report.marks import INK, PAPER, font
from agents.report.portrait import LEGEND, Style, portrait
from envs.assets.model import AssetModel

CELL = 168
"""Pixels of one picture's edge in a sheet."""
NAME, HEAD, FOOT, GAP = 20, 30, 26, 6
OPEN = 0.8
"""The fraction of their range to which joints are opened."""
SINGLE = (640, 480)
JPEG, JPEG_QUALITY = (".jpg", ".jpeg"), 68


def contact_sheet(assets: Sequence[AssetModel], title: str, *, cell: int = CELL) -> Image.Image:
    """Return a sheet of instances of one category: those with moving parts closed and open, names underneath."""
    openings = (0.0, OPEN) if any(asset.joints for asset in assets) else (0.0,)
    wide = cell * len(openings)
    columns = min(len(assets), 8 // len(openings))
    rows = -(-len(assets) // columns)
    size = (GAP + columns * (wide + GAP), HEAD + rows * (cell + NAME + GAP) + FOOT)
    sheet = Image.new("RGB", size, PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.text((GAP, HEAD / 2), title, fill=INK, font=font(15), anchor="lm")
    for number, asset in enumerate(assets):
        x, y = GAP + number % columns * (wide + GAP), HEAD + number // columns * (cell + NAME + GAP)
        for place, opening in enumerate(openings):
            sheet.paste(portrait(asset, opening, cell, cell, Style()), (x + place * cell, y))
        draw.text((x + wide / 2, y + cell + NAME / 2), asset.id, fill=INK, font=font(13), anchor="mm")
    _legend(draw, size)
    return sheet


def asset_picture(asset: AssetModel) -> Image.Image:
    """Return a large picture of one asset, closed and, where parts move, open, its keypoints named."""
    width, height = SINGLE
    openings = (0.0, OPEN) if asset.joints else (0.0,)
    whole = Image.new("RGB", (width * len(openings), height), PAPER)
    for place, opening in enumerate(openings):
        whole.paste(portrait(asset, opening, width, height, Style(5.0, 2.5, 2.0, named=True)), (place * width, 0))
    return whole


def write_asset_picture(asset: AssetModel, path: Path) -> None:
    """Write the large picture of one asset; the file's ending says how: .png, .jpg."""
    save(asset_picture(asset), path)


def save(image: Image.Image, path: Path) -> None:
    """Write a picture whole or not at all, in the format of its ending."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not a temporary file, which nobody else could read: the umask decides.
    draft = path.with_name(f".{path.stem}-{uuid.uuid4().hex[:12]}{path.suffix}")
    try:
        if path.suffix.lower() in JPEG:
            image.save(draft, quality=JPEG_QUALITY, optimize=True)
        else:
            image.save(draft, optimize=True)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _legend(draw: ImageDraw.ImageDraw, size: tuple[int, int]) -> None:
    x, y = float(GAP), size[1] - FOOT / 2
    for text, colour in LEGEND:
        draw.ellipse((x, y - 4, x + 8, y + 4), fill=colour)
        draw.text((x + 12, y), text, fill=INK, font=font(12), anchor="lm")
        x += 12 + draw.textlength(text, font=font(12)) + 16
