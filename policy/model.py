"""The policy: encoder and head between normalisers, and what an environment needs to be acted in step by step."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Generator, Tensor, nn

from policy.config import PolicyConfig
from policy.encoder import Encoder
from policy.errors import ObservationError
from policy.heads import head_type
from policy.heads.head import gaussian
from policy.normaliser import Normaliser
from policy.tensors import TensorBatch

EXACT_SHARE = 0.3
"""This share of the samples keeps its joints as they were, so that exact motion is learned, too."""


class Policy(nn.Module):
    """Predicts chunks of actions from what was seen last and a sentence.

    Training calls `forward`. Acting calls `reset` once an episode and `select_action` once a step: a chunk is
    predicted when the last one's `executed` actions are used up. The normaliser is part of the weights.
    """

    def __init__(self, config: PolicyConfig, normaliser: Normaliser | None = None, *, seed: int = 0) -> None:
        """Draw the first weights from `seed`; torch's own random state is left as it was."""
        super().__init__()
        self.config = config
        self.normaliser = Normaliser(config) if normaliser is None else normaliser
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.encoder = Encoder(config)
            kind = head_type(config.head)
            self.head = kind(config.head_config, config.encoder.width, config.chunk, config.action_size)
        self._sentence: Tensor | None = None
        self._noise = Generator()
        self._seen: deque[NDArray[np.float32]] = deque(maxlen=config.observation_steps)
        self._waiting: deque[NDArray[np.float32]] = deque()

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return self.normaliser.state_mean.device

    def forward(self, batch: TensorBatch, generator: Generator) -> tuple[Tensor, dict[str, Tensor]]:
        """Return the loss to descend, (), and its parts by name, detached; `generator` gives all the noise there is.

        In training mode joints are shifted by `config.joint_noise`. What the actions aim at stays where it was, so the
        policy learns to come back from where it should not be; relative actions are relative to the shifted joints.
        """
        seen = batch.state
        if self.training and self.config.joint_noise:
            seen = self._shifted(seen, generator)
        actions = self.normaliser.actions(batch.actions, seen[:, -1])
        return self.head.loss(self._context(seen, batch.sentence), actions, batch.is_pad, generator)

    @torch.no_grad()
    def predict(self, state: Tensor, sentence: Tensor, generator: Generator) -> Tensor:
        """Return actions as the robot takes them, (b, chunk, action_size).

        `state` (b, observation_steps, state_size) in the dataset's units, `sentence` (b, sentence_size).
        """
        return self.normaliser.commands(self.head.sample(self._context(state, sentence), generator), state[:, -1])

    def reset(self, sentence: ArrayLike | None = None, *, seed: int = 0) -> None:
        """Begin an episode: forget what was seen, take the sentence's embedding (e,), seed the sampling.

        Same seed and same observations, same actions. Raises ObservationError for an embedding of another size.
        """
        told = np.zeros(0, np.float32) if sentence is None else np.asarray(sentence, dtype=np.float32)
        if told.shape != (self.config.sentence_size,):
            wanted = (
                f"{self.config.sentence_size} numbers by {self.config.embedder!r}" if self.config.embedder else "none"
            )
            raise ObservationError(
                f"the sentence's embedding has shape {told.shape} and the policy was trained with {wanted}; "
                "embed the sentence as in training"
            )
        self._sentence = torch.tensor(told, device=self.device).unsqueeze(0)
        self._noise.manual_seed(seed)
        self._seen.clear()
        self._waiting.clear()

    def select_action(self, observation: Mapping[str, ArrayLike]) -> NDArray[np.float32]:
        """Return the next action, (action_size,), for an observation whose features go by their dataset names.

        Call it at every step of an episode, `reset` before the first. Raises ObservationError where a feature is
        missing, has another size than in training, or is not finite.
        """
        if self._sentence is None:
            raise ObservationError("the policy has begun no episode; call reset(sentence) before the first action")
        self._seen.append(self._state(observation))
        if not self._waiting:
            self._waiting.extend(self._plan(self._sentence))
        return self._waiting.popleft()

    def _shifted(self, state: Tensor, generator: Generator) -> Tensor:
        """Return states (b, h, d) in which most samples' joints are elsewhere, by the same in all looks of a sample."""
        places = [place for _, place in self.config.joint_pairs]
        shape = (len(state), 1, len(places))
        exact = torch.rand((len(state), 1, 1), generator=generator, device=generator.device).to(state) < EXACT_SHARE
        shift = (self.config.joint_noise * gaussian(shape, generator, state)).masked_fill(exact, 0.0)
        shifted = state.clone()
        shifted[:, :, places] += shift
        return shifted

    @torch.inference_mode()
    def _plan(self, sentence: Tensor) -> NDArray[np.float32]:
        missing = self.config.observation_steps - len(self._seen)
        seen = np.stack([*[self._seen[0]] * missing, *self._seen])
        state = torch.from_numpy(seen).to(self.device).unsqueeze(0)
        return self.predict(state, sentence, self._noise)[0, : self.config.executed].cpu().numpy()

    def _state(self, observation: Mapping[str, ArrayLike]) -> NDArray[np.float32]:
        parts: list[NDArray[np.float32]] = []
        for feature in self.config.inputs:
            if feature.name not in observation:
                raise ObservationError(
                    f"the policy was trained on {feature.name!r}, and the observation has only "
                    f"{', '.join(sorted(observation)) or 'nothing'}; observe it too, or train on what there is"
                )
            values = np.asarray(observation[feature.name], dtype=np.float32)
            if values.shape != (feature.size,):
                raise ObservationError(
                    f"{feature.name!r} has shape {values.shape} and the policy was trained on ({feature.size},); "
                    "play a task that observes the same, or train on this one"
                )
            if not np.isfinite(values).all():
                raise ObservationError(f"{feature.name!r} is not finite: {values.tolist()}; observe finite numbers")
            parts.append(values)
        return np.concatenate(parts)

    def _context(self, state: Tensor, sentence: Tensor) -> Tensor:
        return self.encoder(self.normaliser.state(state), sentence)
