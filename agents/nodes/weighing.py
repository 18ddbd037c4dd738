"""What a low mutation score leads to: one revision by the coder, and the better of the two programs after that."""

from __future__ import annotations

from langchain_core.runnables import RunnableConfig

from agents.state import Accepted, RunState, Update
from agents.workshop import Workshop, trouble
from envs.failures import FailureKind
from envs.verification.digest import is_weak, survivor
from envs.verification.verdict import Mutant, Verdict
from tools.verify import SURVIVORS


def weighed(shop: Workshop, state: RunState, verdict: Verdict) -> Update:
    """Return what follows from an accepted program's score, its verdict in the state.

    A program whose score is low is kept and goes back to the coder with what survives, while repairs are left. Of it
    and its accepted revision the one with the higher score stands.
    """
    kept = state["kept"]
    if kept is not None:
        better = _score(Verdict.model_validate(kept["verdict"])) > _score(verdict)
        return restored(shop, state) if better else Update(kept=None)
    if not is_weak(verdict) or len(state["history"]) >= shop.config.budget.repairs:
        return Update()
    survivors: tuple[Mutant, ...] = () if verdict.mutation is None else verdict.mutation.survivors
    lines = "; ".join(survivor(item) for item in survivors[:SURVIVORS])
    reason = f"{verdict.reason}, but the goal asks for too little: these wrong versions pass for the task: {lines}"
    keep = Accepted(source=state["source"], plan=state["plan"], verdict=state["verdict"], evidence=state["evidence"])
    return Update(kept=keep, failure=trouble("verify", reason, FailureKind.GOAL_WEAK))


def restore(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Take up the accepted program again whose revision has failed."""
    del config
    return restored(shop, state)


def restored(shop: Workshop, state: RunState) -> Update:
    """Return the program that was kept as the candidate's."""
    kept = state["kept"]
    if kept is None:
        return Update()
    shop.write(state, "task.py", kept["source"] or "")
    shop.write(state, "verdict.json", kept["verdict"] or {})
    shop.tell(state, "restore", "the program stands as it was before its revision")
    return Update(**kept, kept=None, failure=None)


def _score(verdict: Verdict) -> float:
    return 0.0 if verdict.mutation is None else verdict.mutation.score
