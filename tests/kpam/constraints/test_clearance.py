import numpy as np
import pytest

from kpam.constraints import Clearance
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.motion.collision import CollisionModel, Obstacle
from kpam.transforms import transform


def box(at, offset):
    """Return a cube of 10 cm whose near face is so many metres below the fingers' ends."""
    T = transform(at.T_hand[0, :3, 3])
    T[2, 3] -= 0.1121 + 0.05 + offset
    return Obstacle("box/lid", "box", (0.1, 0.1, 0.1), T)


def test_what_is_missing_of_the_distance_is_the_violation(arm, home):
    at = Kinematics.of(arm, home)
    scene = CollisionModel(arm, [box(at, 0.03)])
    assert Clearance("c", scene, 0.02).violation(at)[0] == 0.0
    constraint = Clearance("c", scene, 0.05)
    assert constraint.violation(at)[0] == pytest.approx(0.02, abs=1e-4)
    assert "finger is 30.0 mm from box/lid" in constraint.explain(at)


def test_inside_an_obstacle_depth_adds_to_the_distance(arm, home):
    at = Kinematics.of(arm, home)
    constraint = Clearance("c", CollisionModel(arm, [box(at, -0.01)]), 0.02)
    assert constraint.violation(at)[0] == pytest.approx(0.03, abs=1e-3)
    assert "finger is 10.0 mm inside box/lid" in constraint.explain(at)


def test_the_way_out_leads_away(arm, home):
    at = Kinematics.of(arm, home)
    constraint, q = Clearance("c", CollisionModel(arm, [box(at, -0.01)]), 0.02, tolerance=1e-4), home
    for _ in range(10):
        residual, jacobian = constraint.evaluate(Kinematics.of(arm, q))
        q = q - np.linalg.pinv(jacobian[0], rcond=1e-3) @ residual[0]
    assert constraint.violation(Kinematics.of(arm, q))[0] < 1e-4


def test_what_the_hand_may_touch_does_not_count(arm, home):
    at = Kinematics.of(arm, home)
    scene = CollisionModel(arm, [box(at, -0.01)])
    assert Clearance("c", scene, 0.02, ignore=("box",)).violation(at)[0] == 0.0


def test_what_is_held_keeps_its_distance_too(arm, home):
    at = Kinematics.of(arm, home)
    held = Obstacle("rod", "box", (0.01, 0.01, 0.1), transform((0.0, 0.0, 0.12)))
    scene = CollisionModel(arm, [box(at, 0.1)], attached=[held])
    assert "rod is 42.1 mm from box/lid" in Clearance("c", scene, 0.05).explain(at)


def test_links_of_the_arm_have_a_bound_of_their_own(arm):
    at = Kinematics.of(arm, np.array([0.0, 0.0, 0.0, -2.0, 0.0, 0.1, 0.0]))
    scene = CollisionModel(arm, [], floor=None)
    nearest = -Clearance("c", scene, 0.0, self_distance=1.0).evaluate(at)[0][0, 0]
    assert Clearance("c", scene, 5.0).violation(at)[0] == Clearance("c", scene, 0.0).violation(at)[0]
    assert nearest > 0.5


def test_results_do_not_depend_on_what_was_asked_before(arm, home, rng):
    scene = CollisionModel(arm, [box(Kinematics.of(arm, home), 0.0)])
    constraint, at = Clearance("c", scene, 0.1), Kinematics.of(arm, home)
    first = constraint.evaluate(at)
    constraint.evaluate(Kinematics.of(arm, rng.uniform(arm.lower, arm.upper, size=(20, 7))))
    again = constraint.evaluate(at)
    assert first[0].tobytes() == again[0].tobytes()
    assert first[1].tobytes() == again[1].tobytes()


@pytest.mark.parametrize("bad", [{"distance": -0.1}, {"self_distance": np.nan}, {"width": -0.01}])
def test_negative_lengths_are_refused(arm, bad):
    with pytest.raises(ConstraintError, match="'c'"):
        Clearance("c", CollisionModel(arm, []), **bad)
