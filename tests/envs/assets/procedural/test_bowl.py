"""A bowl: hollow, held by its rim."""

from __future__ import annotations

import numpy as np

from envs.assets.contact import contains
from envs.assets.procedural import bowl


def test_what_it_holds_has_room() -> None:
    for instance in range(6):
        asset = bowl.build(instance)
        volume = asset.volume("interior")
        low = np.array(volume.pose.position) - np.array(volume.size) / 2
        for share in ((0.5, 0.5, 0.05), (0.03, 0.03, 0.05), (0.97, 0.97, 0.95)):
            point = low + np.array(share) * volume.size
            assert not any(contains(shape, point) for shape in asset.root.shapes)


def test_the_wall_between_the_fingers_is_as_thick_as_the_grasp_says() -> None:
    for grasp in bowl.build(3).grasps:
        shapes = bowl.build(3).root.shapes
        for side in (-1, 1):
            inner = np.add(grasp.centre, side * (grasp.width / 2 - 8e-4) * np.array(grasp.closing))
            outer = np.add(grasp.centre, side * (grasp.width / 2 + 8e-4) * np.array(grasp.closing))
            assert any(contains(shape, inner) for shape in shapes)
            assert not any(contains(shape, outer) for shape in shapes)
