"""A rotary knob: it turns clockwise, by what it says, to its last mark."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.procedural import rotary_knob
from tests.envs.assets.procedural.moving import handle_at


@pytest.mark.parametrize("instance", range(12))
def test_it_turns_by_what_its_description_says(instance: int) -> None:
    asset = rotary_knob.build(instance)
    joint = asset.joint("knob_joint")
    assert f"{np.degrees(joint.upper):.0f} degrees" in asset.description
    facing = np.array([1, 0, 0]) if "on the front" in asset.description else np.array([0, 0, 1])
    assert np.asarray(joint.axis) == pytest.approx(-facing)
    centre = np.asarray(joint.origin.position)
    arms = [handle_at(asset, "knob", share) - centre for share in (0.0, 1.0)]
    flat = [arm - (arm @ facing) * facing for arm in arms]
    assert np.linalg.norm(flat[0]) == pytest.approx(np.linalg.norm(flat[1]))
    cosine = flat[0] @ flat[1] / np.linalg.norm(flat[0]) ** 2
    assert cosine == pytest.approx(np.cos(joint.upper), abs=1e-3)


def test_it_faces_the_front_or_the_top_with_a_wing_or_a_dial() -> None:
    said = [rotary_knob.build(instance).description for instance in range(16)]
    assert {"on the front" in text for text in said} == {True, False}
    assert {"wing" in text for text in said} == {True, False}
