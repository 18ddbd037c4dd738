"""Pieces and their holes agree: every ell and tee goes into every hole with room to spare."""

from __future__ import annotations

from envs.assets.procedural import ell, tee
from envs.assets.procedural.pieces import ARM_HOLE, LENGTH_HOLE, grip_height


def test_the_shortest_piece_with_the_widest_arms_still_goes_in() -> None:
    for module in (ell, tee):
        for instance in range(30):
            asset = module.build(instance)
            length, arm = asset.size[0], asset.grasps[0].width
            assert length + 0.003 < LENGTH_HOLE
            # With both middles together, the hole's inner edge stays clear of the piece's.
            assert length / 2 - arm - 0.001 > LENGTH_HOLE / 2 - ARM_HOLE


def test_the_fingers_stay_above_a_board() -> None:
    for height in (0.032, 0.036):
        assert grip_height(height) + 0.003 - 0.0088 > 0.0115
