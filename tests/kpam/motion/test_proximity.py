import numpy as np
import pinocchio as pin
import pytest

from kpam.kinematics import Kinematics
from kpam.motion.collision import CollisionModel, Obstacle
from kpam.motion.proximity import Proximity
from kpam.transforms import about_axis, transform

SHELF = Obstacle("shelf", "box", (0.3, 0.2, 0.02), about_axis((1, 0, 0), 0.4) + transform((0.5, 0.0, 0.3)) - np.eye(4))
CAN = Obstacle("can", "cylinder", (0.04, 0.12), transform((0.3, 0.4, 0.2)))
HELD = Obstacle("rod", "box", (0.02, 0.02, 0.2), transform((0.0, 0.0, 0.2)))


@pytest.fixture
def scene(arm):
    return CollisionModel(arm, [SHELF, CAN], attached=[HELD])


def found(proximity, at, most):
    """Return (name, name, distance) of the pairs at a single configuration."""
    gaps = proximity.gaps(at, most)
    some = [(int(pair), short) for pair, short in zip(gaps.pair[0], gaps.missing[0], strict=True) if pair >= 0]
    return [(*proximity.names(pair), short + proximity.wanted[pair]) for pair, short in some]


def test_no_pair_that_is_near_is_overlooked(arm, scene, rng):
    """The same pairs and distances come out when every pair is measured."""
    proximity, data = Proximity(scene, 0.05, 0.01), scene.geometry.createData()
    own = {*arm.link_poses(arm.middle)}
    for q in rng.uniform(arm.lower, arm.upper, size=(60, 7)):
        pin.computeDistances(arm.model, arm.data, scene.geometry, data, arm.full(q))
        expected = []
        for pair, result in zip(scene.geometry.collisionPairs, data.distanceResults, strict=True):
            first, second = scene.names[pair.first], scene.names[pair.second]
            if result.min_distance < (0.01 if {first, second} <= own else 0.05):
                expected.append((first, second, result.min_distance))
        near = found(proximity, Kinematics.of(arm, q), 100)
        assert sorted(name[:2] for name in near) == sorted(name[:2] for name in expected)
        np.testing.assert_allclose(sorted(x[2] for x in near), sorted(x[2] for x in expected), atol=1e-4)


def test_the_worst_are_those_of_all(arm, scene, rng):
    """Pairs that cannot be among the worst are not measured, which changes nothing."""
    proximity = Proximity(scene, 0.3, 0.0)
    at = Kinematics.of(arm, rng.uniform(arm.lower, arm.upper, size=(60, 7)))
    few, every = proximity.gaps(at, 4), proximity.gaps(at, 100)
    np.testing.assert_array_equal(few.missing, every.missing[:, :4])
    assert np.all(np.diff(every.missing) >= 0)
    assert np.all(every.missing[:, 3] < 0)


def test_what_was_asked_before_is_remembered_for_these_configurations_alone(arm, scene, rng):
    proximity = Proximity(scene, 0.3, 0.0)
    batches = [Kinematics.of(arm, rng.uniform(arm.lower, arm.upper, size=(3, 7))) for _ in range(9)]
    first = [proximity.gaps(at, 4) for at in batches]
    assert proximity.gaps(batches[-1], 4) is first[-1]
    for at, before in zip(batches, first, strict=True):
        np.testing.assert_array_equal(proximity.gaps(at, 4).missing, before.missing)


def test_the_fingers_are_where_their_width_says(arm, home):
    tip = arm.forward(home)[:3, 3] - [0.0, 0.0, 0.108]
    block = CollisionModel(arm, [Obstacle("block", "box", (0.02, 0.02, 0.02), transform(tip))])
    wide, narrow = (found(Proximity(block, 0.02, 0.0, width=w), Kinematics.of(arm, home), 4) for w in (0.08, 0.03))
    assert wide == []
    assert {pair[1] for pair in narrow} == {"block"}
