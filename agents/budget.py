"""How much a run may spend before it ends with what it has."""

from __future__ import annotations

from pydantic import Field

from envs.frozen import Frozen


class Budget(Frozen):
    """Bounds on a run. Running out ends a candidate or the run with `budget_spent` and what was spent."""

    candidates: int = Field(default=0, ge=0, description="proposals in a run; 0: four for each task asked for, and 4")
    repairs: int = Field(default=3, ge=0, description="repairs of one candidate")
    model_calls: int = Field(default=16, ge=1, description="model calls of one role for one answer")
    nudges: int = Field(default=2, ge=0, description="times that a role without a usable answer is asked again")
    tokens: int | None = Field(default=None, ge=1, description="tokens in a run, in and out; None: no bound")
    faults: int = Field(default=3, ge=1, description="candidates in a row lost to faults of the model")

    def proposals(self, wanted: int) -> int:
        """Return how many candidates may be proposed for so many wanted tasks."""
        return self.candidates or 4 * wanted + 4
