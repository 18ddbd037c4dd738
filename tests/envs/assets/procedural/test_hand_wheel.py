"""A hand wheel: its rim is grasped between two spokes, and turning it anticlockwise opens it."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.contact import contains
from envs.assets.procedural import hand_wheel
from tests.envs.assets.procedural.moving import handle_at


@pytest.mark.parametrize("instance", range(8))
def test_it_opens_anticlockwise_about_its_hub(instance: int) -> None:
    asset = hand_wheel.build(instance)
    axis = np.asarray(asset.joint("wheel_joint").axis)
    hub = np.asarray(asset.joint("wheel_joint").origin.position)
    before, after = (handle_at(asset, "wheel", share) - hub for share in (0.0, 0.2))
    assert np.linalg.norm(before) == pytest.approx(np.linalg.norm(after))
    # Seen by one whom the wheel faces, the axis points to the eye.
    assert axis @ np.cross(before, after) > 0
    assert axis[0] == 1.0 if "facing the front" in asset.description else axis[2] == 1.0


@pytest.mark.parametrize("instance", range(8))
def test_there_is_room_for_a_finger_inside_the_rim(instance: int) -> None:
    asset = hand_wheel.build(instance)
    rim = np.asarray(asset.point("wheel.handle.centre").position)
    for share in np.linspace(0.35, 0.65, 10):
        assert not any(contains(shape, share * rim, 0.008) for shape in asset.link("wheel").shapes)
