from envs.verification.acceptance import decide


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


def test_more_seeds_ask_for_the_same_share():
    assert decide(44, 5, 50) is None
    assert decide(45, 5, 50) == "accepted"
    assert decide(44, 6, 50) == "rejected"
