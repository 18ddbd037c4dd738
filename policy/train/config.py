"""How a policy is trained: every number of the training loop, with its default."""

from __future__ import annotations

import math

from pydantic import Field

from envs.frozen import Frozen


class TrainConfig(Frozen):
    """What the training loop is told; the policy's own settings stand in `PolicyConfig`."""

    steps: int = Field(default=20_000, ge=1)
    batch_size: int = Field(default=256, ge=1)
    seed: int = Field(default=0, ge=0, lt=2**31, description="of the split, the first weights, batches and noise")
    learning_rate: float = Field(default=1e-3, gt=0.0, description="AdamW's, after the warm-up")
    warmup_steps: int = Field(default=500, ge=0, description="steps of linear warm-up before the cosine decay")
    weight_decay: float = Field(default=1e-4, ge=0.0, description="of matrices; biases and norms do not decay")
    gradient_clip: float = Field(default=1.0, gt=0.0, description="largest norm of the gradient")
    average: float = Field(default=0.999, ge=0.0, lt=1.0, description="decay of the weights' moving average")
    validation_share: float = Field(default=0.1, gt=0.0, lt=1.0, description="of the seeds of each task")
    validate_every: int = Field(default=0, ge=0, description="steps between validations; 0: five times a run")
    validation_batches: int = Field(default=8, ge=1, description="batches of the validation loss")
    rollouts: int = Field(default=20, ge=0, description="most validation scenes of each task that are played")
    save_every: int = Field(default=1000, ge=1, description="steps between states to resume from")
    log_every: int = Field(default=50, ge=1, description="steps that a point of the loss curve averages over")

    @property
    def validation_interval(self) -> int:
        """Steps between validations; the last step is always followed by one."""
        return self.validate_every or max(1, math.ceil(self.steps / 5))

    def learning_rate_at(self, step: int) -> float:
        """Return the learning rate of a step, counted from 0.

        Linear warm-up, then a half cosine down to zero (I. Loshchilov, F. Hutter, "SGDR", 2017, without restarts).
        """
        warmup = min(self.warmup_steps, self.steps // 10)
        if step < warmup:
            return self.learning_rate * (step + 1) / warmup
        share = (step - warmup) / max(1, self.steps - warmup)
        return self.learning_rate * 0.5 * (1.0 + math.cos(math.pi * min(1.0, share)))

    def average_at(self, step: int) -> float:
        """Return the decay of the moving average after a step, counted from 0.

        It grows with the step, so that the average of the first steps is not that of the first weights.
        """
        return min(self.average, (1.0 + step) / (10.0 + step))
