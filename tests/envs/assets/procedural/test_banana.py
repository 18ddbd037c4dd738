"""A banana: bent in the plane of the table, thick in the middle, dark at both ends."""

from __future__ import annotations

import numpy as np

from envs.assets.model import ConvexMesh, Sphere
from envs.assets.procedural import banana


def test_it_is_bent() -> None:
    for instance in range(12):
        asset = banana.build(instance)
        stem, middle, tip = (np.array(asset.point(name).position) for name in ("stem", "centre", "tip"))
        chord = np.linalg.norm(tip - stem)
        assert 0.1 < np.linalg.norm(middle - (stem + tip) / 2) / chord < 0.25
        assert abs(stem[2] - tip[2]) < 1e-6


def test_it_tapers_towards_both_ends() -> None:
    asset = banana.build(0)
    pieces = [shape for shape in asset.root.shapes if isinstance(shape, ConvexMesh)]
    spans = [np.ptp(np.asarray(shape.vertices)[:, 2]) for shape in pieces]
    assert max(spans[0], spans[-1]) < 0.45 * max(spans)


def test_it_lies_on_three_points_round_its_middle_of_mass() -> None:
    for instance in range(6):
        asset = banana.build(instance)
        feet = [shape for shape in asset.root.shapes if isinstance(shape, Sphere)]
        middle = np.mean([shape.pose.position for shape in feet], axis=0)
        assert len(feet) == 3
        assert np.linalg.norm(middle[:2] - asset.root.centre_of_mass[:2]) < 0.0015


def test_it_bends_to_either_side() -> None:
    assert {np.sign(banana.build(instance).point("stem").position[1]) for instance in range(12)} == {-1.0, 1.0}
