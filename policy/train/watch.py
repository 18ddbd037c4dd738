"""Who is told of a training's progress."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy.train.plan import Plan
    from policy.train.results import Validation


class Watch:
    """Told what happens while it happens; does nothing. Override what is of interest."""

    def on_start(self, step: int, plan: Plan) -> None:
        """Training begins, or goes on, after `step` steps; `plan` says how it will be validated."""

    def on_step(self, step: int) -> None:
        """Another step is done; there have been `step`."""

    def on_point(self, step: int, values: Mapping[str, float]) -> None:
        """The means of the last steps: loss, its parts, gradient norm."""

    def on_rollout(self, done: int, total: int) -> None:
        """So many of a validation's rollouts are played."""

    def on_validation(self, result: Validation, is_best: bool) -> None:
        """A validation is done; whether its weights are the best so far."""
