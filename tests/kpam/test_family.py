import pytest

from kpam.family import FINE, Family


def named(counts, continuous):
    """Return a family whose members say where they are."""
    return Family(lambda at: at, counts, continuous)


FAMILIES = [
    named((), ()),
    named((3,), (False,)),
    named((12,), (True,)),
    named((2, 12), (False, True)),
    named((12, 4, 3), (True, False, True)),
]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_samples_are_a_sequence(family):
    assert list(family) == [family[number] for number in range(len(family))]
    assert len({*family}) == len(family)
    assert family[0] == (0.0,) * len(family.counts)
    assert tuple(family[1:]) == tuple(family)[1:]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_member_is_known_by_its_number(family, rng):
    between = 1
    for count, continuous in zip(family.counts, family.continuous, strict=True):
        between *= count * (FINE if continuous else 1)
    for number in (*range(len(family)), *(len(family) + rng.integers(between, size=50)).tolist()):
        again = family.number(family[number])
        assert family[again] == family[number]
        assert again == number or again < len(family)
    with pytest.raises(IndexError, match="beyond the last"):
        family[len(family) + between]


def test_the_first_comes_after_the_last():
    family = named((12,), (True,))
    assert family[family.number((12.0,))] == (0.0,)
    assert family[family.number((-0.25,))] == (11.75,)


def test_what_is_near_is_between_the_samples_of_continuous_coordinates_alone():
    family = named((2, 12), (False, True))
    near = [family[number] for number in family.near(family.number((1, 3)), FINE // 4)]
    assert near == [(1, 2.5), (1, 2.75), (1, 3.25), (1, 3.5)]
    assert named((2, 3), (False, False)).near(1, 1) == []


def test_the_rest_has_other_numbers_for_the_same_members():
    family = named((12,), (True,))
    rest, fine = family.rest(), family.number((2.5,))
    assert tuple(rest) == tuple(family)[1:]
    assert rest[fine - 1] == family[fine]
    assert rest.number((2.5,)) == fine - 1
    assert tuple(rest.whole()) == tuple(family)


def test_what_is_made_of_members_has_their_numbers():
    family = named((12,), (True,))
    doubled = family.map(lambda at: 2 * at[0])
    fine = family.number((2.5,))
    assert doubled[fine] == 5.0
    assert list(doubled) == [2 * at for (at,) in family]
    assert list(Family.of("abc")) == ["a", "b", "c"]
