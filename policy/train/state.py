"""All that a killed training needs to go on as if nothing had happened, in one file.

Batches, noise and learning rate are functions of seed and step, so the state is the weights, their moving average and
the optimiser's moments; the step and the validations so far stand in the file's header.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import safetensors
import safetensors.torch
import torch

from policy.errors import CheckpointError
from policy.files import write_whole
from policy.model import Policy
from policy.train.config import TrainConfig
from policy.train.results import Validation, best_of

SCHEMA_VERSION = "1"
WEIGHTS, AVERAGED, OPTIMISER = "weights", "averaged", "optimiser"


@dataclass
class TrainState:
    """What training changes: `step` steps are done, `validations` are those of them that were followed by one."""

    policy: Policy
    averaged: Policy
    optimiser: torch.optim.Optimizer
    step: int = 0
    validations: list[Validation] = field(default_factory=list)

    @property
    def best(self) -> Validation | None:
        """The validation whose weights are the best so far, the earlier one of equals; None before the first."""
        return best_of(self.validations)

    def awaits_validation(self, config: TrainConfig) -> bool:
        """Whether a validation comes before the next step."""
        due = self.step == config.steps or (self.step > 0 and self.step % config.validation_interval == 0)
        return due and (not self.validations or self.validations[-1].step < self.step)

    def is_finished(self, config: TrainConfig) -> bool:
        """Whether all steps are done and validated."""
        return self.step >= config.steps and not self.awaits_validation(config)

    def save(self, path: Path) -> None:
        """Write the state, whole or not at all."""
        tensors = {f"{WEIGHTS}/{name}": value for name, value in self.policy.state_dict().items()}
        tensors |= {f"{AVERAGED}/{name}": value for name, value in self.averaged.state_dict().items()}
        for index, moments in self.optimiser.state_dict()["state"].items():
            tensors |= {f"{OPTIMISER}/{index}/{name}": value for name, value in moments.items()}
        header = {
            "schema_version": SCHEMA_VERSION,
            "step": str(self.step),
            "validations": json.dumps([item.model_dump(mode="json") for item in self.validations]),
        }
        whole = {name: value.detach().cpu().contiguous() for name, value in tensors.items()}
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, safetensors.torch.save(whole, header))

    def load(self, path: Path) -> None:
        """Take over what `save` wrote; raises CheckpointError where the file is damaged or of another policy."""
        try:
            with safetensors.safe_open(path, framework="pt", device="cpu") as file:
                header = file.metadata() or {}
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  (no mapping)
            if header.get("schema_version") != SCHEMA_VERSION:
                raise CheckpointError(
                    f"{path} has schema version {header.get('schema_version')!r} and this Simwright reads "
                    f"{SCHEMA_VERSION!r}; train again into another folder"
                )
            self.policy.load_state_dict(_below(tensors, WEIGHTS))
            self.averaged.load_state_dict(_below(tensors, AVERAGED))
            moments: dict[int, dict[str, torch.Tensor]] = {}
            for name, value in _below(tensors, OPTIMISER).items():
                index, key = name.split("/", 1)
                moments.setdefault(int(index), {})[key] = value
            self.optimiser.load_state_dict(self.optimiser.state_dict() | {"state": moments})
            self.validations = [Validation.model_validate(item) for item in json.loads(header["validations"])]
            self.step = int(header["step"])
        except (safetensors.SafetensorError, RuntimeError, ValueError, KeyError) as error:
            what = " ".join(str(error).split())[:200]
            raise CheckpointError(
                f"{path} cannot be gone on from ({type(error).__name__}: {what}); delete it and run the command "
                "again: training then begins at step 0"
            ) from error


def _below(tensors: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    return {name.removeprefix(f"{prefix}/"): value for name, value in tensors.items() if name.startswith(f"{prefix}/")}
