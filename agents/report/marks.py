"""Points, arrows, lines and labels over a rendered picture, at places in the world."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from envs.render.camera import Camera
from envs.render.raycast import Image as Render
from kpam.transforms import Array, apply, inverse

Colour = tuple[int, int, int]
GOOD: Colour = (20, 135, 75)
BAD: Colour = (205, 35, 35)
TOOL: Colour = (30, 90, 200)
TARGET: Colour = (225, 125, 15)
INK: Colour = (25, 28, 35)
PAPER: Colour = (255, 255, 255)
FINE = 2
"""How many times finer marks are drawn than the picture, so that their edges are smooth."""
_NEAR = 0.05
_AWAY = (8.0, 16.0, 28.0, 44.0, 64.0, 90.0, 120.0, 160.0)
_ANGLES = np.radians(np.arange(-165, 196, 30))


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return Pillow's own font in a size in pixels."""
    return ImageFont.load_default(size)


class Marks:
    """A picture to draw on. Positions are in the world, metres; widths and radii in pixels."""

    def __init__(self, render: Render, camera: Camera, *, edge: float = 2.0) -> None:
        """Begin with what the camera sees; marks have a white edge of so many pixels."""
        self.camera = camera
        self._edge = edge
        self._T_camera_world = inverse(camera.T_world_camera)
        self._image = Image.fromarray(render.colour).resize(
            (camera.width * FINE, camera.height * FINE), Image.Resampling.BICUBIC
        )
        self._draw = ImageDraw.Draw(self._image, "RGBA")
        self._taken: list[tuple[float, float, float, float]] = []
        self._busy: list[NDArray[np.float64]] = []
        self._banners = 8.0

    def at(self, point: Array) -> NDArray[np.float64] | None:
        """Return the pixel (x, y) of a point (3,), or None behind the camera."""
        local = apply(self._T_camera_world, point)
        if local[2] < _NEAR:
            return None
        seen = self.camera.intrinsics @ local
        return seen[:2] / seen[2]

    def shows(self, point: Array) -> bool:
        """Say whether a point (3,) is in the picture."""
        place = self.at(point)
        return place is not None and bool(
            np.all(place >= 0) and np.all(place < (self.camera.width, self.camera.height))
        )

    def line(self, start: Array, end: Array, colour: Colour, width: float = 2.0, *, dashed: bool = False) -> None:
        """Draw a line between two points, on a white edge."""
        a, b = self.at(start), self.at(end)
        if a is None or b is None:
            return
        pieces = 1
        if dashed:
            pieces = max(1, round(float(np.hypot(*(b - a))) / 12))
        shares = np.linspace(0.0, 1.0, 2 * pieces) if dashed else np.array([0.0, 1.0])
        for first, last in shares.reshape(-1, 2):
            self._stroke([a + first * (b - a), a + last * (b - a)], colour, width)

    def arrow(self, start: Array, direction: Array, length: float, colour: Colour, width: float = 3.0) -> Array:
        """Draw an arrow from a point along a direction (3,), so many metres long; return the point of its tip."""
        tip = start + length * direction / np.linalg.norm(direction)
        a, b = self.at(start), self.at(tip)
        if a is None or b is None:
            return tip
        self._stroke([a, b], colour, width)
        way = b - a
        pixels = float(np.hypot(*way))
        if pixels > 1.0:
            along = way / pixels
            across = np.array([-along[1], along[0]])
            head = min(5.0 * width, 0.6 * pixels)
            corners = [b + 0.35 * head * along, b - 0.65 * head * along + 0.45 * head * across]
            corners.append(b - 0.65 * head * along - 0.45 * head * across)
            self._draw.polygon(self._fine(corners), fill=colour, outline=PAPER)
        return tip

    def arc(self, base: Array, start: Array, end: Array, radius: float, colour: Colour, width: float = 2.0) -> None:
        """Draw the arc about a point from one direction (3,) to another, both of length 1; the radius is in metres."""
        bent = [start + share * (end - start) for share in np.linspace(0.0, 1.0, 12)]
        places = [self.at(base + radius * way / max(float(np.linalg.norm(way)), 1e-9)) for way in bent]
        seen = [place for place in places if place is not None]
        if len(seen) > 1:
            self._stroke(seen, colour, width)

    def dot(self, point: Array, colour: Colour, radius: float = 6.0) -> None:
        """Draw a filled disc with a white edge: a point of the tool."""
        self._disc(point, colour, radius, filled=True)

    def ring(self, point: Array, colour: Colour, radius: float = 9.0) -> None:
        """Draw a ring: where a point of the tool should be."""
        self._disc(point, colour, radius, filled=False)

    def box(self, T: Array, lower: Array, upper: Array, colour: Colour, width: float = 1.5) -> None:
        """Draw the edges of a box whose frame is T (4, 4)."""
        corners = {
            (i, j, k): apply(T, np.where([i, j, k], upper, lower)) for i in (0, 1) for j in (0, 1) for k in (0, 1)
        }
        for first, a in corners.items():
            for second, b in corners.items():
                if first < second and sum(x != y for x, y in zip(first, second, strict=True)) == 1:
                    self.line(a, b, colour, width, dashed=True)

    def patch(self, corners: Array, colour: Colour, *, cover: float = 0.6) -> None:
        """Fill a polygon with corners (k, 3) so that `cover` of what is behind it is hidden."""
        places = [self.at(corner) for corner in corners]
        self._draw.polygon(
            self._fine([place for place in places if place is not None]), fill=(*colour, round(255 * cover))
        )

    def label(self, point: Array, text: str, colour: Colour, *, size: int = 15, loud: bool = False) -> None:
        """Write a text on a small plate beside a point, where it hides least; draw all marks before the labels.

        Nothing is written about a point that is not in the picture.

        Args:
            point: (3,) what it is about.
            text: the text.
            colour: of the plate's edge; of the whole plate if it is loud.
            size: of the letters, pixels.
            loud: whether it is to be seen first.
        """
        place = self.at(point)
        if place is None or not self.shows(point):
            return
        x0, y0, x1, y1 = self._draw.textbbox((0, 0), text, font=font(size * FINE))
        width, height = (x1 - x0) / FINE + 8, (y1 - y0) / FINE + 7
        corner = self._free(place, width, height)
        near = np.clip(place, corner, corner + np.array([width, height]))
        if np.hypot(*(near - place)) > 12:
            self._draw.line(self._fine([near, place]), fill=(*colour, 170), width=FINE)
        plate = self._fine([corner, corner + np.array([width, height])])
        fill = (*colour, 235) if loud else (255, 255, 255, 225)
        self._draw.rounded_rectangle(plate, 4 * FINE, fill=fill, outline=colour, width=FINE)
        x, y = (corner + np.array([4.0, 3.5])) * FINE
        self._draw.text((x - x0, y - y0), text, fill=PAPER if loud else INK, font=font(size * FINE))

    def banner(self, text: str, colour: Colour, *, size: int = 15) -> None:
        """Write a text that is about no place, as much of it as there is room for, beneath the last such text."""
        wide = (self.camera.width - 24) * FINE
        shown = text
        while len(shown) > 4 and self._draw.textlength(shown, font=font(size * FINE)) > wide:
            shown = f"{shown[:-4]}..."
        x0, y0, x1, y1 = self._draw.textbbox((0, 0), shown, font=font(size * FINE))
        width, height = (x1 - x0) / FINE + 8, (y1 - y0) / FINE + 7
        corner = np.array([8.0, self._banners])
        self._banners += height + 4
        self._taken.append((corner[0], corner[1], corner[0] + width, corner[1] + height))
        plate = self._fine([corner, corner + np.array([width, height])])
        self._draw.rounded_rectangle(plate, 4 * FINE, fill=(*colour, 235))
        x, y = (corner + np.array([4.0, 3.5])) * FINE
        self._draw.text((x - x0, y - y0), shown, fill=PAPER, font=font(size * FINE))

    def note(self, point: Array, text: str, *, size: int = 14) -> None:
        """Write a text centred on a point, without a plate."""
        place = self.at(point)
        if place is not None:
            x, y = self._fine([place])[0]
            self._draw.text((x, y), text, fill=INK, font=font(size * FINE), anchor="mm")

    def image(self) -> Image.Image:
        """Return the picture with its marks."""
        return self._image.resize((self.camera.width, self.camera.height), Image.Resampling.LANCZOS)

    def _disc(self, point: Array, colour: Colour, radius: float, *, filled: bool) -> None:
        place = self.at(point)
        if place is None:
            return
        self._busy += [place + radius * np.array(step) for step in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))]
        for extra, ink in ((self._edge, PAPER), (0.0, colour)):
            low, high = place - radius - extra, place + radius + extra
            if filled:
                self._draw.ellipse(self._fine([low, high]), fill=ink)
            else:
                self._draw.ellipse(self._fine([low, high]), outline=ink, width=round((3 + 1.5 * extra) * FINE))

    def _stroke(self, ends: Sequence[NDArray[np.float64]], colour: Colour, width: float) -> None:
        self._busy += list(np.linspace(ends[0], ends[-1], max(2, int(np.hypot(*(ends[-1] - ends[0])) / 10))))
        for extra, ink in ((self._edge, (255, 255, 255, 190)), (0.0, (*colour, 255))):
            self._draw.line(self._fine(ends), fill=ink, width=round((width + extra) * FINE))

    def _fine(self, pixels: Sequence[NDArray[np.float64]]) -> list[tuple[float, float]]:
        return [(float(x) * FINE, float(y) * FINE) for x, y in pixels]

    def _free(self, place: NDArray[np.float64], width: float, height: float) -> NDArray[np.float64]:
        """Return the upper left corner of a plate near a pixel that hides no other plate, and least of the marks."""
        best, least = place, np.inf
        busy = np.array(self._busy) if self._busy else np.zeros((0, 2))
        size, frame = np.array([width, height]), np.array([self.camera.width, self.camera.height])
        for radius in _AWAY:
            for angle in _ANGLES:
                middle = place + (radius + size / 2) * (np.cos(angle), np.sin(angle))
                corner = np.clip(middle - size / 2, 2, np.maximum(2, frame - size - 2))
                low, high = corner - 3, corner + size + 3
                box = (low[0], low[1], high[0], high[1])
                plates = sum(_meet(box, other) for other in self._taken)
                marks = np.count_nonzero(np.all((busy > low) & (busy < high), axis=1))
                own = bool(np.all((place > low - 5) & (place < high + 5)))
                cost = 1000.0 * plates + 100.0 * own + 6.0 * marks + 0.35 * radius
                if cost < least:
                    best, least = corner, cost
        self._taken.append((best[0] - 2, best[1] - 2, best[0] + width + 2, best[1] + height + 2))
        return best


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
