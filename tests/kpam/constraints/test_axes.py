"""The kinds that compare an axis of the tool with one of the scene."""

import numpy as np
import pytest

from kpam.constraints import AxisAntiparallel, AxisAtAngle, AxisOrthogonal, AxisParallel
from kpam.constraints.angles import angle_between
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.transforms import about_axis, inverse


@pytest.fixture
def leaning(arm, home):
    """Return the kinematics of a tool whose z leans from the base's z about its x by an angle."""

    def lean(angle):
        return Kinematics.of(arm, home, inverse(arm.forward(home)) @ about_axis((1, 0, 0), angle))

    return lean


X, Z = np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0])


def test_violations_are_angles_in_radians(leaning):
    at = leaning(0.4)
    assert AxisParallel("c", Z, Z).violation(at)[0] == pytest.approx(0.4)
    assert AxisAntiparallel("c", Z, Z).violation(at)[0] == pytest.approx(np.pi - 0.4)
    assert AxisOrthogonal("c", Z, Z).violation(at)[0] == pytest.approx(np.pi / 2 - 0.4)
    assert AxisAtAngle("c", Z, Z, 1.0).violation(at)[0] == pytest.approx(0.6)


def test_parallel_means_the_same_sense_and_antiparallel_the_other(leaning):
    assert AxisParallel("c", Z, Z).violation(leaning(np.pi))[0] == pytest.approx(np.pi)
    assert AxisAntiparallel("c", Z, Z).violation(leaning(np.pi))[0] == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("angle", [0.0, 1e-8, 1e-4, 1.0, np.pi - 1e-4, np.pi - 1e-8])
def test_angles_are_exact_near_both_ends(leaning, angle):
    measured = angle_between(leaning(angle), Z, Z)[0][0]
    assert measured == pytest.approx(angle, abs=1e-13)


@pytest.mark.parametrize("angle", [0.0, np.pi])
@pytest.mark.parametrize("target", [X, Z, np.array([0.6, -0.8, 0.0])])
def test_where_axes_are_parallel_there_is_a_way_apart(arm, home, angle, target):
    tool = about_axis(np.cross(target, (0.1, 0.2, 0.3)), angle)
    at = Kinematics.of(arm, home, inverse(arm.forward(home)) @ tool)
    gradient = angle_between(at, target, target)[1][0]
    assert np.all(np.isfinite(gradient))
    assert np.linalg.norm(gradient) > 0.1


def test_a_range_of_angles_holds_between_its_ends(leaning):
    constraint = AxisAtAngle("c", Z, Z, 0.3, upper=0.8)
    for angle, residual in ((0.1, -0.2), (0.3, 0.0), (0.5, 0.0), (0.8, 0.0), (1.0, 0.2)):
        assert constraint.evaluate(leaning(angle))[0][0, 0] == pytest.approx(residual, abs=1e-12)


def test_a_narrow_cone_is_measured_as_a_chord():
    sizes = {angle: AxisAtAngle("c", Z, Z, angle).size for angle in (0.0, 5e-4, 0.1, np.pi - 5e-4, np.pi)}
    assert list(sizes.values()) == [3, 3, 1, 3, 3]
    assert AxisAtAngle("c", Z, Z, 0.0, upper=0.1).size == 1


def test_explanations_are_in_degrees(leaning):
    assert "40.0 degrees apart instead of 90.0" in AxisOrthogonal("c", Z, Z).explain(leaning(np.radians(40)))


@pytest.mark.parametrize(
    "make",
    [
        lambda: AxisParallel("c", (0, 0, 0), Z),
        lambda: AxisAntiparallel("c", Z, (0, 0, 0)),
        lambda: AxisOrthogonal("c", (0, 0), Z),
        lambda: AxisAtAngle("c", Z, Z, 4.0),
        lambda: AxisAtAngle("c", Z, Z, 0.5, upper=0.4),
        lambda: AxisAtAngle("c", Z, Z, 0.5, upper=np.nan),
    ],
)
def test_a_malformed_constraint_is_refused(make):
    with pytest.raises(ConstraintError, match="'c'"):
        make()
