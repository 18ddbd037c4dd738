import math

import pytest

from envs.pose import Pose
from envs.task.predicates import AtPose
from kpam.transforms import about_axis, transform


def test_at_pose_asks_for_position_then_angle(measure, make_state):
    predicate = AtPose(object="block", pose=Pose(position=(0.4, 0, 0)), position_tolerance=0.02)
    assert measure(predicate, make_state(poses={"block": (0.41, 0, 0)})).holds
    far = measure(predicate, make_state(poses={"block": (0.45, 0, 0)}))
    assert (far.unit, far.holds) == ("m", False)
    assert far.margin == pytest.approx(-0.03)
    turned = transform((0.4, 0, 0)) @ about_axis((0, 0, 1), 0.5)
    found = measure(predicate, make_state(poses={"block": turned}))
    assert found.unit == "rad"
    assert found.margin == pytest.approx(math.radians(15) - 0.5)
    loose = predicate.model_copy(update={"angle_tolerance": None})
    assert measure(loose, make_state(poses={"block": turned})).holds


def test_a_relative_pose_is_seen_from_the_start(measure, make_state):
    start = make_state(poses={"block": (0.4, 0.1, 0)})
    predicate = AtPose(object="block", pose=Pose(position=(0.1, 0, 0)), relative=True)
    assert not measure(predicate, start).holds
    assert measure(predicate, make_state(poses={"block": (0.5, 0.1, 0)}), start).holds
