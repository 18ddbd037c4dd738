"""The names of everything that can go wrong with a candidate; the same in code, reports and JSON."""

from __future__ import annotations

from enum import StrEnum

from envs.frozen import Frozen


class FailureKind(StrEnum):
    """Why a candidate, a rollout or a check failed."""

    PROGRAM_ERROR = "program_error"
    SPEC_INVALID = "spec_invalid"
    SCENE_UNSTABLE = "scene_unstable"
    PENETRATION = "penetration"
    EXPLODED = "exploded"
    GOAL_TRUE_AT_START = "goal_true_at_start"
    GOAL_NEARLY_TRUE = "goal_nearly_true"
    INFEASIBLE = "infeasible"
    OUT_OF_REACH = "out_of_reach"
    PATH_BLOCKED = "path_blocked"
    GRASP_MISSED = "grasp_missed"
    SLIPPED = "slipped"
    GOAL_MISSED = "goal_missed"
    COLLATERAL = "collateral"
    TIMEOUT = "timeout"
    POLICY_FAULT = "policy_fault"
    CONTROL_PASSED = "control_passed"
    SENTENCE_DISAGREES = "sentence_disagrees"
    GOAL_WEAK = "goal_weak"
    NOT_NOVEL = "not_novel"
    CRITIC_DISAGREES = "critic_disagrees"
    BUDGET_SPENT = "budget_spent"


class Failure(Frozen):
    """A failure with the figure that decided it."""

    kind: FailureKind
    reason: str
    stage: str | None = None
    seed: int | None = None
