import pytest

from envs.task.predicates import Along
from envs.task.refs import WorldPoint

MANY = ("block", "ball", "can")
LINE = Along(
    objects=MANY, start=WorldPoint(position=(0.4, -0.2, 0)), end=WorldPoint(position=(0.4, 0.2, 0)), distance=0.02
)


def row(make_state, *spots, z=0.0):
    return make_state(poses={name: (x, y, z) for name, (x, y) in zip(MANY, spots, strict=True)})


@pytest.mark.parametrize("ends", [(-0.1, 0.0, 0.1), (0.1, 0.0, -0.1)])
def test_a_row_on_the_line_lies_along_it_either_way_round(measure, make_state, ends):
    assert measure(LINE, row(make_state, *[(0.41, y) for y in ends])).holds


def test_one_beside_the_line_is_named_with_its_distance(measure, make_state):
    found = measure(LINE, row(make_state, (0.4, -0.1), (0.45, 0), (0.4, 0.1)))
    assert not found.holds
    assert found.margin == pytest.approx(-0.03)
    assert "ball is 50 mm from the line" in found.text


def test_beyond_the_end_of_the_line_is_beside_it(measure, make_state):
    found = measure(LINE, row(make_state, (0.4, 0.0), (0.4, 0.1), (0.4, 0.26)))
    assert found.margin == pytest.approx(-0.04)


def test_what_is_out_of_order_is_no_row(measure, make_state):
    found = measure(LINE, row(make_state, (0.4, 0.0), (0.4, 0.1), (0.4, 0.05)))
    assert not found.holds
    assert "can lies 50 mm before ball" in found.text


def test_what_is_held_over_the_line_does_not_lie_along_it(measure, make_state):
    found = measure(LINE, row(make_state, (0.4, -0.1), (0.4, 0), (0.4, 0.1), z=0.1))
    assert not found.holds
    assert "above the line" in found.text
