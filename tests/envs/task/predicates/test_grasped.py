from envs.task.predicates import Grasped


def test_grasped_needs_both_fingers_and_nothing_else(measure, make_state, pinched):
    held = pinched("block")
    assert measure(Grasped(object="block"), make_state(contacts=held)).holds
    assert not measure(Grasped(object="block"), make_state(contacts=held[:1])).holds
    ground = (("block", "body"), ("ground", "ground"), 2.0)
    on_ground = measure(Grasped(object="block"), make_state(contacts=(*held, ground)))
    assert not on_ground.holds
    assert "ground" in on_ground.text


def test_what_a_held_object_carries_does_not_count_as_support(measure, make_state, pinched):
    carried = (("ball", "body"), ("bowl", "body"), 1.0)
    assert measure(Grasped(object="bowl"), make_state(contacts=(*pinched("bowl"), carried))).holds
    rests = (("ball", "body"), ("ground", "ground"), 1.0)
    assert not measure(Grasped(object="bowl"), make_state(contacts=(*pinched("bowl"), carried, rests))).holds
