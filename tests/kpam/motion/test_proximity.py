import numpy as np
import pinocchio as pin
import pytest

from kpam.motion.collision import CollisionModel, Obstacle
from kpam.motion.proximity import Proximity
from kpam.transforms import about_axis, transform

SHELF = Obstacle("shelf", "box", (0.3, 0.2, 0.02), about_axis((1, 0, 0), 0.4) + transform((0.5, 0.0, 0.3)) - np.eye(4))
CAN = Obstacle("can", "cylinder", (0.04, 0.12), transform((0.3, 0.4, 0.2)))
HELD = Obstacle("rod", "box", (0.02, 0.02, 0.2), transform((0.0, 0.0, 0.2)))


@pytest.fixture
def scene(arm):
    return CollisionModel(arm, [SHELF, CAN], attached=[HELD])


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
        found = [(gap.first, gap.second, gap.distance) for gap in proximity.gaps(q, *arm_at(arm, q))]
        assert sorted(name[:2] for name in found) == sorted(name[:2] for name in expected)
        np.testing.assert_allclose(sorted(x[2] for x in found), sorted(x[2] for x in expected), atol=1e-4)


def test_the_worst_comes_first(arm, scene):
    gaps = Proximity(scene, 0.3, 0.0).gaps(arm.middle, *arm_at(arm, arm.middle))
    missing = [gap.wanted - gap.distance for gap in gaps]
    assert len(gaps) > 2
    assert missing == sorted(missing, reverse=True)


def arm_at(arm, q):
    T, J = arm.forward_and_jacobian(q[None])
    return T[0], J[0]
