import pytest

from envs.errors import EnvsError
from envs.verification.acceptance import LOWER_BOUND, check_seeds, decide, required_successes
from envs.verification.wilson import wilson_interval


def test_the_eighteenth_success_of_twenty_accepts_and_not_the_seventeenth():
    assert decide(17, 0, 20) is None
    assert decide(18, 0, 20) == "accepted"
    assert decide(18, 2, 20) == "accepted"


def test_the_third_failure_rejects_and_not_the_second():
    assert decide(5, 2, 20) is None
    assert decide(5, 3, 20) == "rejected"
    assert decide(17, 3, 20) == "rejected"


def test_fewer_than_twenty_seeds_never_accept_but_can_reject():
    assert decide(19, 0, 19) == "inconclusive"
    assert decide(5, 0, 5) == "inconclusive"
    assert decide(0, 3, 5) == "rejected"


@pytest.mark.parametrize("planned", [20, 25, 50, 100, 333])
def test_what_is_accepted_has_the_lower_bound_and_one_success_less_has_not(planned: int):
    required = required_successes(planned)
    assert wilson_interval(required, planned)[0] >= LOWER_BOUND
    assert wilson_interval(required - 1, planned)[0] < LOWER_BOUND


@pytest.mark.parametrize("planned", [20, 30, 50])
def test_a_decision_comes_as_soon_as_it_is_certain_and_never_before(planned: int):
    for successes in range(planned + 1):
        for failures in range(planned + 1 - successes):
            left = planned - successes - failures
            worst, best = decide(successes, planned - successes, planned), decide(successes + left, failures, planned)
            now = decide(successes, failures, planned)
            assert (now is None) == (worst != best), (successes, failures)
            assert now in (None, best)


@pytest.mark.parametrize("seeds", [[], [1, 1], [-1, 2], [0, 1, 2, 0]])
def test_seeds_that_repeat_or_are_negative_are_refused(seeds: list[int]):
    with pytest.raises(EnvsError, match="distinct"):
        check_seeds(seeds)
