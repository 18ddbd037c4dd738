import numpy as np
import pytest

from kpam.errors import MotionError
from kpam.motion.collision import CollisionModel, Obstacle
from kpam.transforms import transform


def at(name, kind, params, position):
    return Obstacle(name, kind, params, transform(position))


@pytest.fixture
def hand(arm, home):
    """Where the middle between the finger tips is at home."""
    return tuple(arm.forward(home)[:3, :3] @ (0, 0, 0.1) + arm.forward(home)[:3, 3])


CUBE = np.array([[x, y, z] for x in (-0.1, 0.1) for y in (-0.1, 0.1) for z in (-0.1, 0.1)])


@pytest.mark.parametrize(
    ("kind", "params"),
    [("box", (0.2, 0.2, 0.2)), ("sphere", (0.1,)), ("cylinder", (0.1, 0.2)), ("mesh", (CUBE, np.zeros((0, 3))))],
)
def test_every_kind_of_obstacle_is_felt_where_it_is_and_not_elsewhere(arm, home, hand, kind, params):
    assert not CollisionModel(arm, [at("thing", kind, params, hand)]).clear(home)
    assert CollisionModel(arm, [at("thing", kind, params, (0.5, 0.6, 0.3))]).clear(home)


def test_an_empty_scene_is_clear_at_home(arm, home):
    assert CollisionModel(arm, []).clear(home, width=0.08)
    assert CollisionModel(arm, []).what_collides(home) is None


def test_collisions_are_named(arm, home, hand):
    text = CollisionModel(arm, [at("cabinet/door", "box", (0.02, 0.02, 0.02), hand)]).what_collides(home, width=0.0)
    assert text is not None
    assert "finger" in text
    assert "cabinet/door" in text


def test_the_opening_of_the_fingers_counts(arm, home, hand):
    model = CollisionModel(arm, [at("block", "box", (0.03, 0.03, 0.03), hand)])
    assert model.clear(home, width=0.08)
    assert not model.clear(home, width=0.02)


def test_what_is_ignored_may_be_touched_by_the_hand_only(arm, home, hand):
    model = CollisionModel(
        arm, [at("cabinet/door", "box", (0.05, 0.05, 0.02), hand), at("pole", "sphere", (0.02,), hand)]
    )
    assert "pole" not in (model.what_collides(home, width=0.0, ignore=("cabinet", "pole")) or "")
    assert model.clear(home, width=0.0, ignore=("cabinet/door", "pole"))
    assert not model.clear(home, width=0.0, ignore=("cabinet",))
    assert not model.clear(home, width=0.0)
    elbow = arm.link_poses(home)["panda_link4"][:3, 3]
    walled = CollisionModel(arm, [at("cabinet", "sphere", (0.05,), elbow)])
    assert not walled.clear(home, ignore=("cabinet",))


def test_the_floor_is_hit(arm, home):
    low = home.copy()
    low[1] = 1.7
    assert "ground" in (CollisionModel(arm, []).what_collides(low) or "")
    assert "ground" not in (CollisionModel(arm, [], floor=None).what_collides(low) or "")


def test_the_arm_hits_itself(arm):
    folded = np.array([0.0, -1.5, 0.0, -3.05, 0.0, 0.0, 0.0])
    assert CollisionModel(arm, [], floor=None).what_collides(folded) is not None


def test_what_is_held_is_part_of_the_arm(arm, home, hand):
    below = (hand[0], hand[1], hand[2] - 0.12)
    held = at("bar", "box", (0.02, 0.02, 0.25), (0, 0, 0.1))
    obstacle = at("shelf", "box", (0.1, 0.1, 0.02), below)
    assert CollisionModel(arm, [obstacle]).clear(home)
    assert CollisionModel(arm, [], attached=[held]).clear(home)
    assert "bar" in (CollisionModel(arm, [obstacle], attached=[held]).what_collides(home) or "")


def test_clearance_is_a_distance(arm, home, hand):
    model = CollisionModel(arm, [at("plate", "box", (0.2, 0.2, 0.01), (hand[0], hand[1], hand[2] - 0.037))])
    assert model.clear(home)
    assert not model.with_clearance(0.05).clear(home)
    assert model.clear(home)


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("box", (0.1, 0.1)),
        ("sphere", (-1.0,)),
        ("cone", (1.0,)),
        ("mesh", (CUBE[:3], ())),
        ("mesh", (CUBE * (1, 1, 0), ())),
    ],
)
def test_a_malformed_obstacle_is_refused(arm, kind, params):
    with pytest.raises(MotionError, match="'thing'"):
        CollisionModel(arm, [at("thing", kind, params, (0, 0, 0))])
