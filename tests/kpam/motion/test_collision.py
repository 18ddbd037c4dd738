import numpy as np
import pytest

from kpam.errors import MotionError
from kpam.motion.collision import CollisionModel, Obstacle
from kpam.transforms import about_axis, transform


def at(name, kind, params, position):
    return Obstacle(name, kind, params, transform(position))


@pytest.fixture
def hand(arm, home):
    """Where the middle between the finger tips is at home."""
    return tuple(arm.forward(home)[:3, :3] @ (0, 0, 0.1) + arm.forward(home)[:3, 3])


def turned(q, joint, angle):
    """A configuration with one joint turned further."""
    return q + angle * np.eye(7)[joint]


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


def test_the_first_hit_on_a_path_is_found_between_its_way_points(arm, home, hand):
    aside = turned(home, 0, 0.8)
    beside = turned(home, 0, -0.8)
    post = arm.forward(turned(home, 0, 0.4))[:3, 3]
    model = CollisionModel(arm, [at("post", "cylinder", (0.01, 0.1), (post[0], post[1], hand[2]))])
    assert model.clear(home)
    assert model.clear(aside)
    hit = model.first_hit(np.array([beside, home, aside]))
    assert hit is not None
    assert hit.index == 2
    assert "post" in hit.text
    assert home[0] < hit.q[0] < 0.4
    assert model.first_hit(np.array([beside, home])) is None


def test_what_is_grasped_goes_with_the_hand_and_may_stay_on_what_it_stands_on(arm, home, hand):
    cup = at("cup", "box", (0.03, 0.03, 0.1), hand)
    table = at("table", "box", (0.2, 0.2, 0.02), (hand[0], hand[1], hand[2] - 0.06))
    assert CollisionModel(arm, [cup, table]).grasping(["cup"], home).clear(home, width=0.08)
    lower = turned(home, 1, 0.15)
    below = CollisionModel(arm, [cup, at("step", "box", (0.5, 0.5, 0.02), (hand[0], hand[1], hand[2] - 0.065))])
    assert "cup touches step" in str(below.grasping(["cup"], home).what_collides(lower, width=0.08))


def test_what_is_left_stays_where_the_hand_was(arm, home, hand):
    cup = at("cup", "box", (0.03, 0.03, 0.1), hand)
    aside = turned(home, 0, 0.8)
    left = CollisionModel(arm, [cup]).grasping(["cup"], home).letting_go(aside)
    assert left.clear(home)
    assert "cup" in str(left.what_collides(aside, width=0.0))
    assert left.attached == ()


def test_a_part_that_moves_is_not_in_its_own_objects_way_but_in_that_of_others(arm, home, hand):
    door = at("cabinet/door", "box", (0.03, 0.3, 0.1), hand)
    swung = turned(home, 0, 0.4)

    def met(name):
        post = at(name, "box", (0.5, 0.02, 0.1), (hand[0], hand[1] + 0.25, hand[2]))
        model = CollisionModel(arm, [door, post]).grasping(["cabinet/door"], home)
        assert model.clear(home, width=0.08)
        return str(model.what_collides(swung, width=0.08))

    assert "cabinet/door" not in met("cabinet/body")
    assert "cabinet/door touches post" in met("post")


def test_grasping_what_is_not_there_is_refused(arm, home, hand):
    with pytest.raises(MotionError, match="did you mean 'cup'"):
        CollisionModel(arm, [at("cup", "sphere", (0.02,), hand)]).grasping(["cupp"], home)


def test_a_hand_may_go_on_touching_what_it_closes_on_but_nothing_else_of_what_turns_in_it(arm, home, hand):
    """A door with a bar between the fingers and its panel before them, which comes into the hand when it turns."""
    bar, panel = (
        at("door", "box", (0.02, 0.02, 0.1), hand),
        at("door", "box", (0.2, 0.2, 0.01), (*hand[:2], hand[2] - 0.05)),
    )
    held = CollisionModel(arm, [bar, panel]).grasping(["door"], home, loosely=True)
    path, still = np.array([home, home]), np.eye(4)
    turned_up = about_axis((0, 1, 0), np.pi, (0, 0, 0.1))
    assert held.first_hit(path, width=0.02, T_in_hand=np.array([still, still])) is None
    hit = held.first_hit(path, width=0.02, T_in_hand=np.array([still, turned_up]))
    assert hit is not None
    assert hit.index == 1
    assert "door" in hit.text
    assert held.clear(home, width=0.02), "a question leaves no trace"
    firmly = CollisionModel(arm, [bar, panel]).grasping(["door"], home)
    assert firmly.first_hit(path, width=0.02, T_in_hand=np.array([still, turned_up])) is None


def test_what_has_moved_in_the_hand_is_met_and_left_where_it_is(arm, home, hand):
    bar, post = (
        at("bar", "box", (0.02, 0.3, 0.02), hand),
        at("post", "box", (0.02, 0.02, 0.1), (hand[0] + 0.12, *hand[1:])),
    )
    held = CollisionModel(arm, [bar, post]).grasping(["bar"], home)
    across = about_axis((0, 0, 1), np.pi / 2, (0, 0, 0.1))
    hit = held.first_hit(np.array([home]), T_in_hand=across[None])
    assert hit is not None
    assert "bar touches post" in hit.text
    assert "bar" in str(held.letting_go(home, across).with_clearance(0.01).what_collides(home, width=0.0))
    left = held.letting_go(home, across).obstacles[-1]
    np.testing.assert_allclose(np.abs(left.T_base[:3, 1]), (1, 0, 0), atol=1e-6)


@pytest.mark.parametrize("ask", ["clear", "what_collides", "contacts"])
def test_what_is_not_there_cannot_be_ignored(arm, home, hand, ask):
    model = CollisionModel(arm, [at("cabinet/door", "sphere", (0.02,), hand)])
    with pytest.raises(MotionError, match=r"unknown obstacle 'cabinett'; did you mean 'cabinet'.*ground"):
        getattr(model, ask)(home, ignore=("cabinett",))
    with pytest.raises(MotionError, match="'panda_hand'"):
        model.checked_pairs(ignore=("panda_hand",))


@pytest.mark.parametrize("clearance", [0.0, 0.03])
@pytest.mark.parametrize("ignore", [(), ("thing",), ("thing/2",)])
def test_asking_whether_and_asking_what_agree(arm, home, rng, clearance, ignore):
    shapes = [("box", (0.1, 0.05, 0.2)), ("sphere", (0.06,)), ("cylinder", (0.04, 0.2)), ("mesh", (CUBE, ()))]
    things = [at(f"thing/{i}", *shapes[i % 4], tuple(rng.uniform((0.2, -0.5, 0.0), (0.7, 0.5, 0.6)))) for i in range(8)]
    held = [at("bar", "box", (0.02, 0.02, 0.2), (0, 0, 0.15))]
    model = CollisionModel(arm, things, attached=held, clearance=clearance)
    answers = set()
    for _ in range(60):
        q = home + rng.normal(scale=0.4, size=7)
        answers.add(model.clear(q, ignore=ignore))
        assert model.clear(q, ignore=ignore) == (model.what_collides(q, ignore=ignore) is None)
    assert answers == {True, False}
