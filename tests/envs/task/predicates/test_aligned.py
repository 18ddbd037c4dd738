import math

import numpy as np
import pytest

from envs.task.predicates import Aligned
from envs.task.refs import ObjectRef, PlaceRef, WorldAxis
from kpam.transforms import about_axis, transform

FORWARD = WorldAxis(direction=(1, 0, 0))


def turned(degrees, position=(0.4, 0, 0)):
    return transform(position) @ about_axis((0, 0, 1), math.radians(degrees))


@pytest.mark.parametrize(("degrees", "holds"), [(0, True), (14, True), (-14, True), (17, False), (90, False)])
def test_the_angle_is_kept_within_the_tolerance(measure, make_state, degrees, holds):
    found = measure(Aligned(object="block", to=FORWARD), make_state(poses={"block": turned(degrees)}))
    assert found.holds is holds
    assert found.unit == "rad"
    assert found.margin == pytest.approx(math.radians(15 - abs(degrees)))


@pytest.mark.parametrize(
    ("fold", "degrees", "holds"),
    [(1, 180, False), (2, 180, True), (2, 90, False), (4, 90, True), (4, 45, False), (0, 77, True)],
)
def test_turns_under_which_it_is_the_same_count_as_none(scene, make_state, fold, degrees, holds):
    same = type(scene)(scene.objects | {"block": scene.asset("block").model_copy(update={"yaw_symmetry": fold})})
    state = make_state(poses={"block": turned(degrees)})
    assert Aligned(object="block", to=FORWARD).measure(state, state, same).holds is holds


def test_the_angle_is_measured_from_the_other_object(measure, make_state):
    state = make_state(poses={"block": turned(70), "can": turned(40)})
    other = ObjectRef(object="can")
    assert measure(Aligned(object="block", to=other, angle=math.radians(30)), state).holds
    assert not measure(Aligned(object="block", to=other, angle=math.radians(-30)), state).holds


def test_the_symmetry_of_the_other_counts_too(scene, make_state):
    square = type(scene)(scene.objects | {"can": scene.asset("can").model_copy(update={"yaw_symmetry": 4})})
    state = make_state(poses={"block": turned(90), "can": turned(0)})
    goal = Aligned(object="block", to=ObjectRef(object="can"))
    assert not goal.measure(state, state, type(scene)(scene.objects)).holds
    assert goal.measure(state, state, square).holds


def test_a_place_has_the_heading_of_what_it_is_on(measure, make_state):
    state = make_state(poses={"block": turned(50), "bowl": turned(50)})
    assert measure(Aligned(object="block", to=PlaceRef(object="bowl", place="interior")), state).holds


def test_what_leans_is_not_aligned(measure, make_state):
    pose = transform((0.4, 0, 0)) @ about_axis((1, 0, 0), np.radians(90))
    found = measure(Aligned(object="block", to=FORWARD), make_state(poses={"block": pose}))
    assert not found.holds
    assert "leans by 90 degrees" in found.text
