"""Handles that a parallel gripper can hold, shared by the categories with parts that open.

A finger is 21 mm wide and reaches 14 mm past the grasp point, so a bar's centre stands at least 44 mm off the front.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.model import Colour
from kpam.transforms import Array

FRONT_APPROACH = (-1.0, 0.0, 0.0)
KNOB_REACH = 0.044
"""Distance in metres from a front to the centre of a knob's head."""
LEVER_GAP = 0.036
"""Free room in metres between a front and the lever before it."""


def bar(
    builder: AssetBuilder,
    link: str,
    mount: tuple[float, float, float],
    *,
    along: Literal["y", "z"],
    length: float,
    thickness: float,
    gap: float,
    round_bar: bool,
    colour: Colour,
    tilt: float = 0.0,
) -> Array:
    """Add a bar on two posts in front (+x) of `mount`, a point of the front plane; returns the bar's centre.

    `gap` is the free room between front and bar, `thickness` the bar's, all in metres. The posts of a bar along y
    rise by `tilt` radians.
    """
    outwards = np.array([np.cos(tilt), 0.0, np.sin(tilt)])
    turn = (float(np.cos(tilt / 2)), 0.0, float(-np.sin(tilt / 2)), 0.0)
    reach = gap + thickness / 2
    centre = np.asarray(mount) + reach * outwards
    direction = np.array([0.0, 1.0, 0.0] if along == "y" else [0.0, 0.0, 1.0])
    if round_bar:
        builder.cylinder(link, centre, thickness / 2, length, colour, ALONG[along])
    else:
        size = np.full(3, thickness)
        size[1 if along == "y" else 2] = length
        builder.box(link, centre, size, colour)
    post = 0.6 * thickness
    for end in (-1, 1):
        middle = np.asarray(mount) + outwards * reach / 2 + direction * end * (length - thickness) / 2
        builder.box(link, middle, (reach, post, post), colour, turn)
    return centre


def knob(
    builder: AssetBuilder, link: str, mount: tuple[float, float, float], *, width: float, square: bool, colour: Colour
) -> Array:
    """Add a knob on a stem in front (+x) of `mount`; `width` is its thickness in metres. Returns its head's centre."""
    centre = np.add(mount, (KNOB_REACH, 0.0, 0.0))
    stem = KNOB_REACH - 0.013
    builder.cylinder(link, np.add(mount, (stem / 2, 0.0, 0.0)), 0.3 * width, stem, colour, ALONG["x"])
    if square:
        builder.box(link, centre, (0.026, width, width), colour)
    else:
        builder.cylinder(link, centre, width / 2, 0.026, colour, ALONG["x"])
    return centre


def lever_arm(
    builder: AssetBuilder,
    link: str,
    mount: tuple[float, float, float],
    *,
    towards: int,
    length: float,
    thickness: float,
    round_bar: bool,
    colour: Colour,
) -> Array:
    """Add a lever that points along y (`towards` is 1 or -1) from a spindle in front (+x) of `mount`.

    `length` is from the spindle to the lever's end, metres. Returns where a hand holds it, near the end.
    """
    reach = LEVER_GAP + thickness / 2
    tip = reach + thickness / 2
    builder.cylinder(link, np.add(mount, (tip / 2, 0.0, 0.0)), 0.55 * thickness, tip, colour, ALONG["x"])
    middle = np.add(mount, (reach, towards * length / 2, 0.0))
    if round_bar:
        builder.cylinder(link, middle, thickness / 2, length, colour, ALONG["y"])
    else:
        builder.box(link, middle, (thickness, length, thickness), colour)
    return np.add(mount, (reach, towards * (length - 0.024), 0.0))
