"""The figures in docs/verification.md are those of the code."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from envs.execution.explosion import SPEED_LIMIT
from envs.execution.penetration import DEPTH
from envs.execution.session import HELD_SECONDS, SETTLE_SECONDS, SETTLED_SPEED, SETTLED_TURN
from envs.task import nearness
from envs.task.spec import Tolerances
from envs.verification.acceptance import LOWER_BOUND, MINIMUM_SEEDS, required_successes
from envs.verification.controls import ALLOWED, IDLE_SECONDS, RANDOM_EPISODES
from envs.verification.digest import WEAK_SCORE
from envs.verification.evidence import EVIDENCE_SEEDS
from envs.verification.robustness import FACTORS, ROBUSTNESS_SEEDS, SHIFTS

TEXT = " ".join((Path(__file__).resolve().parents[3] / "docs" / "verification.md").read_text().split())
NUMBERS = {5: "five", 10: "ten"}
LIMITS = Tolerances()


@pytest.mark.parametrize(
    "said",
    [
        f"Wilson interval stays under {LOWER_BOUND:g}",
        f"of {MINIMUM_SEEDS} seeds, at the {required_successes(MINIMUM_SEEDS)}th success",
        f"below {SETTLED_SPEED * 1000:g} mm/s and {math.degrees(SETTLED_TURN):g} degrees/s within {SETTLE_SECONDS:g} s",
        f"more than {DEPTH * 1000:g} mm inside",
        f"no {nearness.WORDS} makes it hold",
        f"keeps still for {IDLE_SECONDS:g} s",
        f"in {RANDOM_EPISODES} episodes | once",
        f"within {LIMITS.position * 100:g} cm and {math.degrees(LIMITS.angle):g} degrees",
        f"within {LIMITS.joint:g} rad or m",
        f"faster than {LIMITS.speed:g} m/s",
        f"more than {LIMITS.force:g} N",
        f"The first {NUMBERS[EVIDENCE_SEEDS]} seeds again",
        f"Over the first {NUMBERS[ROBUSTNESS_SEEDS]} seeds",
        "stands {:g}, {:g} or {:g} mm from".format(*(shift * 1000 for shift in SHIFTS if shift)),
        f"Under {WEAK_SCORE:g} a run shows them to the coder",
        f"speeds over {SPEED_LIMIT:g} m/s",
    ],
)
def test_the_document_says(said: str) -> None:
    assert said in TEXT


def test_the_document_says_half_a_second_once_for_random_motion_and_half_and_twice() -> None:
    assert HELD_SECONDS == 0.5
    assert ALLOWED == {"no_op": 0, "random_motion": 1, "cut_short": 0, "wrong_object": 0}
    assert FACTORS == (0.5, 1.0, 2.0)
