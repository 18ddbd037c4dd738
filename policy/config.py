"""What a policy is: what it sees, what it commands, how it looks ahead, and the settings of its network."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, SerializeAsAny, field_validator, model_validator

from envs.demos.formats.lerobot.features import STATE
from envs.frozen import Frozen
from policy.heads import HEADS, HeadConfig, head_type

SCHEMA_VERSION = 1
GRIPPER = "gripper"
"""An action with this in its name is never relative: how wide to open does not depend on how open it is."""


class InputFeature(Frozen):
    """A vector that the policy sees, by its name in the dataset."""

    name: str = Field(min_length=1)
    size: int = Field(ge=1)
    names: tuple[str, ...] = Field(default=(), description="of its numbers; empty where the dataset names none")

    @model_validator(mode="after")
    def _named(self) -> InputFeature:
        if self.names and len(self.names) != self.size:
            raise ValueError(f"{self.name} has {self.size} numbers and {len(self.names)} names; give one name for each")
        return self


class EncoderConfig(Frozen):
    """The network that makes a context of state and sentence."""

    width: int = Field(default=256, ge=8, le=8192)
    blocks: int = Field(default=1, ge=0, le=64, description="residual blocks after the first layer")
    sentence_width: int = Field(default=64, ge=1, le=8192, description="to which the sentence's embedding is reduced")


class PolicyConfig(Frozen):
    """A policy without its weights.

    The state is the inputs' numbers one after another; `chunk` actions are predicted at once, `executed` of them are
    played before the next look. With `relative_actions`, targets of joints that the state has under the same name are
    learned as differences to where these joints are now.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    head: str
    head_config: SerializeAsAny[HeadConfig] = Field(default=None, validate_default=True)  # type: ignore[assignment]
    encoder: EncoderConfig = EncoderConfig()
    inputs: tuple[InputFeature, ...] = Field(min_length=1)
    action_names: tuple[str, ...] = Field(min_length=1)
    observation_steps: int = Field(default=1, ge=1, le=32)
    chunk: int = Field(default=16, ge=1, le=512)
    executed: int = Field(default=8, ge=1)
    relative_actions: bool = False
    sentence_size: int = Field(default=0, ge=0, description="of the sentence's embedding; 0: no sentence is seen")
    embedder: str = Field(default="", description="name of what embedded the sentences")
    joint_noise: float = Field(
        default=0.0, ge=0.0, le=0.5, description="radians (standard deviation) that joints are shifted by in training"
    )
    fps: float = Field(default=20.0, gt=0.0, description="actions a second")
    robot: str = "panda"

    @field_validator("head")
    @classmethod
    def _known_head(cls, name: str) -> str:
        head_type(name)
        return name

    @field_validator("head_config", mode="before")
    @classmethod
    def _of_its_head(cls, value: Any, info: Any) -> HeadConfig:
        name = info.data.get("head")
        if name not in HEADS:
            return HeadConfig()  # `head` itself is the fault, and is reported
        expected = HEADS[name].config_type
        if isinstance(value, HeadConfig) and not isinstance(value, expected):
            raise ValueError(f"head {name!r} takes a {expected.__name__}, not a {type(value).__name__}")
        return expected() if value is None else expected.model_validate(value)

    @model_validator(mode="after")
    def _consistent(self) -> PolicyConfig:
        names = [feature.name for feature in self.inputs]
        if len(set(names)) < len(names):
            raise ValueError(f"inputs {names} name a feature twice; name each once")
        if self.executed > self.chunk:
            raise ValueError(f"executed {self.executed} must not be more than the chunk of {self.chunk} actions")
        if bool(self.sentence_size) != bool(self.embedder):
            raise ValueError(
                f"sentence_size {self.sentence_size} and embedder {self.embedder!r} contradict each other; "
                "give both, or neither"
            )
        for setting in ("relative_actions", "joint_noise"):
            if getattr(self, setting) and not self.joint_pairs:
                raise ValueError(
                    f"{setting} needs {STATE!r} among the inputs, with a name in common with the actions "
                    f"{list(self.action_names)}; add it, or set {setting} to 0"
                )
        return self

    @property
    def state_size(self) -> int:
        """How many numbers one look at the state has."""
        return sum(feature.size for feature in self.inputs)

    @property
    def action_size(self) -> int:
        """How many numbers an action has."""
        return len(self.action_names)

    @property
    def joint_pairs(self) -> tuple[tuple[int, int], ...]:
        """Which number of an action is the target of which number of the state: those of one name, not the gripper."""
        offset = 0
        for feature in self.inputs:
            if feature.name == STATE:
                places = {name: offset + k for k, name in enumerate(feature.names)}
                return tuple(
                    (k, places[name])
                    for k, name in enumerate(self.action_names)
                    if name in places and GRIPPER not in name
                )
            offset += feature.size
        return ()

    @property
    def relative_pairs(self) -> tuple[tuple[int, int], ...]:
        """Which number of an action is learned as the difference to which number of the state."""
        return self.joint_pairs if self.relative_actions else ()
