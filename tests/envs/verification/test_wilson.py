import pytest

from envs.verification.wilson import wilson_interval


def test_interval_agrees_with_published_values():
    # 18 of 20 at 95 %: 0.699 to 0.972 by the score method (Newcombe, 1998, gives the formula and such examples).
    low, high = wilson_interval(18, 20)
    assert low == pytest.approx(0.6990, abs=5e-4)
    assert high == pytest.approx(0.9721, abs=5e-4)


def test_ends_lie_at_zero_and_one_for_all_or_nothing():
    assert wilson_interval(0, 5)[0] == 0.0
    assert wilson_interval(5, 5)[1] == 1.0
    assert wilson_interval(0, 0) == (0.0, 1.0)


def test_more_trials_at_one_rate_narrow_the_interval():
    widths = [high - low for low, high in (wilson_interval(9 * k, 10 * k) for k in (1, 2, 10))]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize(("successes", "trials"), [(-1, 5), (6, 5)])
def test_impossible_counts_are_refused(successes: int, trials: int):
    with pytest.raises(ValueError, match="between 0 and trials"):
        wilson_interval(successes, trials)
