"""The flat pieces that go into a kit or a fixture: sizes that they and their holes agree on."""

from __future__ import annotations

from envs.assets.parameters import Range

CLEARANCE = 0.004
"""Metres by which a hole is wider than the largest piece that goes into it."""
PIECE = {
    "length": Range(0.066, 0.070, "m", "so that a kit of five holes fits before the robot; GenSim's are 60 to 100 mm"),
    "arm": Range(0.0240, 0.0260, "m", "fingers are 21 mm wide"),
    "height": Range(0.032, 0.036, "m", "so that a piece stands out of its hole by more than the fingers reach down"),
}
"""An ell or a tee: its length, the width of its arms, its height."""
DENSITY = 650.0
"""kg / m^3: beech."""


LENGTH_HOLE = round(PIECE["length"].high + CLEARANCE, 4)
"""How long the hole for a piece is, metres."""
ARM_HOLE = round(PIECE["arm"].high + (PIECE["length"].high - PIECE["length"].low) / 2 + CLEARANCE, 4)
"""How wide the hole for a piece's arm is, metres: a short piece in the middle of its hole has its arms further in."""


def grip_height(height: float) -> float:
    """Return how high above its underside a piece is held, so that the fingers stay clear of a board round it."""
    return max(height / 2, height - 0.014)
