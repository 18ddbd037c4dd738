import numpy as np
import pytest

from envs.task.predicates import On
from kpam.transforms import about_axis, transform

TOUCH = ((("block", "body"), ("cabinet", "body"), 1.0),)


@pytest.mark.parametrize(
    ("height", "contacts", "holds"),
    [
        (0.4, (), True),
        (0.404, (), True),
        (0.408, (), False),
        (0.408, TOUCH, True),
        (0.42, TOUCH, False),
        (0.39, (), False),
    ],
)
def test_on_needs_contact_or_next_to_no_gap(measure, make_state, height, contacts, holds):
    state = make_state(poses={"cabinet": (0, 0, 0), "block": (0, 0, height)}, contacts=contacts)
    assert measure(On(object="block", support="cabinet"), state).holds is holds


def test_on_needs_the_centre_over_the_surface(measure, make_state):
    edge = make_state(poses={"cabinet": (0, 0, 0), "block": (0.14, 0, 0.4)})
    beside = make_state(poses={"cabinet": (0, 0, 0), "block": (0.16, 0, 0.4)})
    assert measure(On(object="block", support="cabinet", surface="top"), edge).holds
    found = measure(On(object="block", support="cabinet"), beside)
    assert not found.holds
    assert found.margin == pytest.approx(-0.01)


def test_on_does_not_hold_while_the_gripper_holds(measure, make_state, pinched):
    poses = {"cabinet": (0, 0, 0), "block": (0, 0, 0.4)}
    assert not measure(On(object="block", support="cabinet"), make_state(poses=poses, contacts=pinched("block"))).holds


def test_on_holds_for_a_tipped_object_by_its_lowest_point(measure, make_state):
    lying = transform((0, 0, 0.43)) @ about_axis((1, 0, 0), np.pi / 2) @ transform((0, 0, -0.05))
    state = make_state(poses={"cabinet": (0, 0, 0), "can": lying})
    assert measure(On(object="can", support="cabinet"), state).holds


def test_a_tipped_support_holds_nothing_up(measure, make_state):
    tipped = about_axis((0, 1, 0), np.pi / 2)
    state = make_state(poses={"block": tipped, "ball": (0.04, 0.0, -0.03)})
    assert "tilted" in measure(On(object="ball", support="block"), state).text


def test_a_support_without_surfaces_says_so(measure, make_state):
    found = measure(On(object="block", support="ball"), make_state())
    assert not found.holds
    assert "no surface" in found.text
