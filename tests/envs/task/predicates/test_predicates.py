"""Every predicate: where it holds, where it does not, by how much."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

from envs.pose import Pose
from envs.task.predicates import PREDICATES, AtPose, Grasped, Inside, JointFraction, Lifted, Near, On, Upright
from envs.task.refs import ObjectRef, PartRef, PlaceRef, PointRef, WorldPoint
from kpam.transforms import about_axis, transform

DRAWER = PartRef(object="cabinet", part="drawer_top")
EXAMPLES = {
    "at_pose": AtPose(object="block", pose=Pose(position=(0.4, 0, 0))),
    "grasped": Grasped(object="block"),
    "inside": Inside(object="ball", place=PlaceRef(object="bowl", place="interior")),
    "joint_fraction": JointFraction(part=DRAWER, at_least=0.5),
    "lifted": Lifted(object="block", height=0.1),
    "near": Near(object="block", target=ObjectRef(object="ball"), distance=0.1),
    "on": On(object="block", support="cabinet"),
    "upright": Upright(object="can"),
}


@pytest.mark.parametrize("kind", PREDICATES)
def test_every_predicate_survives_json_and_measures(kind, scene, make_state):
    predicate = EXAMPLES[kind]
    assert predicate.kind == kind
    assert PREDICATES[kind].model_validate_json(predicate.model_dump_json()) == predicate
    state = make_state()
    found = predicate.measure(state, state, scene)
    assert found.holds == (found.margin >= 0)
    assert found.text
    assert found.unit


def measure(predicate, scene, state, start=None):
    return predicate.measure(state, start or state, scene)


def test_joint_fraction_says_how_much_is_missing(scene, make_state):
    state = make_state(joints={("cabinet", "drawer_top_joint"): 0.08})
    assert measure(JointFraction(part=DRAWER, at_least=0.4), scene, state).margin == pytest.approx(0.0)
    missed = measure(JointFraction(part=DRAWER, at_least=0.5), scene, state)
    assert not missed.holds
    assert missed.margin == pytest.approx(-0.1)
    assert missed.error == pytest.approx(0.1)
    assert missed.unit == "fraction"
    assert "0.40" in missed.text
    assert not measure(JointFraction(part=DRAWER, at_most=0.3), scene, state).holds


def test_a_relative_joint_fraction_counts_from_the_start(scene, make_state):
    start = make_state(joints={("cabinet", "drawer_top_joint"): 0.1})
    now = make_state(joints={("cabinet", "drawer_top_joint"): 0.16})
    predicate = JointFraction(part=DRAWER, at_least=0.25, relative=True)
    assert not measure(predicate, scene, start).holds
    assert measure(predicate, scene, now, start).margin == pytest.approx(0.05)


def test_a_joint_fraction_without_bounds_is_refused():
    with pytest.raises(ValidationError, match="neither at_least nor at_most"):
        JointFraction(part=DRAWER)
    with pytest.raises(ValidationError, match="above at_most"):
        JointFraction(part=DRAWER, at_least=0.7, at_most=0.3)


@pytest.mark.parametrize(
    ("x", "z", "holds"), [(0.4, 0.01, True), (0.44, 0.01, True), (0.46, 0.01, False), (0.4, 0.1, False)]
)
def test_inside_means_the_centre_is_in_the_volume(scene, make_state, x, z, holds):
    state = make_state(poses={"bowl": (0.4, 0, 0), "ball": (x, 0, z)})
    assert measure(EXAMPLES["inside"], scene, state).holds is holds


def test_inside_moves_with_the_drawer(scene, make_state):
    predicate = Inside(object="ball", place=PlaceRef(object="cabinet", place="drawer_top.interior"))
    poses = {"cabinet": (0, 0, 0), "ball": (0.2, 0, 0.28)}
    assert not measure(predicate, scene, make_state(poses=poses)).holds
    assert measure(predicate, scene, make_state(poses=poses, joints={("cabinet", "drawer_top_joint"): 0.15})).holds


def test_missing_a_volume_is_given_in_metres(scene, make_state):
    state = make_state(poses={"bowl": (0.4, 0, 0), "ball": (0.5, 0, 0.005)})
    found = measure(EXAMPLES["inside"], scene, state)
    assert found.margin == pytest.approx(-(0.1 - 0.05 + 0.002))
    assert found.unit == "m"


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
def test_on_needs_contact_or_next_to_no_gap(scene, make_state, height, contacts, holds):
    state = make_state(poses={"cabinet": (0, 0, 0), "block": (0, 0, height)}, contacts=contacts)
    assert measure(On(object="block", support="cabinet"), scene, state).holds is holds


def test_on_needs_the_centre_over_the_surface(scene, make_state):
    edge = make_state(poses={"cabinet": (0, 0, 0), "block": (0.14, 0, 0.4)})
    beside = make_state(poses={"cabinet": (0, 0, 0), "block": (0.16, 0, 0.4)})
    assert measure(On(object="block", support="cabinet", surface="top"), scene, edge).holds
    found = measure(On(object="block", support="cabinet"), scene, beside)
    assert not found.holds
    assert found.margin == pytest.approx(-0.01)


def test_on_does_not_hold_while_the_gripper_holds(scene, make_state, pinched):
    poses = {"cabinet": (0, 0, 0), "block": (0, 0, 0.4)}
    assert not measure(
        On(object="block", support="cabinet"), scene, make_state(poses=poses, contacts=pinched("block"))
    ).holds


def test_on_holds_for_a_tipped_object_by_its_lowest_point(scene, make_state):
    lying = transform((0, 0, 0.43)) @ about_axis((1, 0, 0), np.pi / 2) @ transform((0, 0, -0.05))
    state = make_state(poses={"cabinet": (0, 0, 0), "can": lying})
    assert measure(On(object="can", support="cabinet"), scene, state).holds


def test_a_tipped_support_holds_nothing_up(scene, make_state):
    tipped = about_axis((0, 1, 0), np.pi / 2)
    state = make_state(poses={"block": tipped, "ball": (0.04, 0.0, -0.03)})
    assert "tilted" in measure(On(object="ball", support="block"), scene, state).text


def test_a_support_without_surfaces_says_so(scene, make_state):
    found = measure(On(object="block", support="ball"), scene, make_state())
    assert not found.holds
    assert "no surface" in found.text


def test_near_measures_between_centres_and_to_points(scene, make_state):
    state = make_state(poses={"block": (0.4, 0, 0), "ball": (0.45, 0, -0.01), "cabinet": (0, 0, 0)})
    to_ball = measure(Near(object="block", target=ObjectRef(object="ball"), distance=0.06), scene, state)
    assert to_ball.margin == pytest.approx(0.01)
    to_point = Near(object="block", target=WorldPoint(position=(0.4, 0, 0.12)), distance=0.05)
    assert measure(to_point, scene, state).margin == pytest.approx(-0.05)
    handle = PointRef(object="cabinet", point="drawer_top.handle.centre")
    assert "drawer_top.handle.centre" in measure(Near(object="block", target=handle, distance=0.1), scene, state).text


def test_at_pose_asks_for_position_then_angle(scene, make_state):
    predicate = AtPose(object="block", pose=Pose(position=(0.4, 0, 0)), position_tolerance=0.02)
    assert measure(predicate, scene, make_state(poses={"block": (0.41, 0, 0)})).holds
    far = measure(predicate, scene, make_state(poses={"block": (0.45, 0, 0)}))
    assert (far.unit, far.holds) == ("m", False)
    assert far.margin == pytest.approx(-0.03)
    turned = transform((0.4, 0, 0)) @ about_axis((0, 0, 1), 0.5)
    found = measure(predicate, scene, make_state(poses={"block": turned}))
    assert found.unit == "rad"
    assert found.margin == pytest.approx(math.radians(15) - 0.5)
    loose = predicate.model_copy(update={"angle_tolerance": None})
    assert measure(loose, scene, make_state(poses={"block": turned})).holds


def test_a_relative_pose_is_seen_from_the_start(scene, make_state):
    start = make_state(poses={"block": (0.4, 0.1, 0)})
    predicate = AtPose(object="block", pose=Pose(position=(0.1, 0, 0)), relative=True)
    assert not measure(predicate, scene, start).holds
    assert measure(predicate, scene, make_state(poses={"block": (0.5, 0.1, 0)}), start).holds


@pytest.mark.parametrize(("degrees", "holds"), [(0, True), (14, True), (16, False), (90, False), (180, False)])
def test_upright_allows_a_tilt(scene, make_state, degrees, holds):
    state = make_state(poses={"can": about_axis((1, 0, 0), math.radians(degrees))})
    assert measure(Upright(object="can"), scene, state).holds is holds


def test_lifted_counts_from_the_start(scene, make_state):
    start = make_state(poses={"block": (0, 0, 0.2)})
    now = make_state(poses={"block": (0, 0, 0.35)})
    assert measure(Lifted(object="block", height=0.1), scene, now, start).margin == pytest.approx(0.05)
    assert not measure(Lifted(object="block", height=0.1), scene, now, now).holds


def test_grasped_needs_both_fingers_and_nothing_else(scene, make_state, pinched):
    held = pinched("block")
    assert measure(Grasped(object="block"), scene, make_state(contacts=held)).holds
    assert not measure(Grasped(object="block"), scene, make_state(contacts=held[:1])).holds
    ground = (("block", "body"), ("ground", "ground"), 2.0)
    on_ground = measure(Grasped(object="block"), scene, make_state(contacts=(*held, ground)))
    assert not on_ground.holds
    assert "ground" in on_ground.text


def test_what_a_held_object_carries_does_not_count_as_support(scene, make_state, pinched):
    carried = (("ball", "body"), ("bowl", "body"), 1.0)
    assert measure(Grasped(object="bowl"), scene, make_state(contacts=(*pinched("bowl"), carried))).holds
    rests = (("ball", "body"), ("ground", "ground"), 1.0)
    assert not measure(Grasped(object="bowl"), scene, make_state(contacts=(*pinched("bowl"), carried, rests))).holds
